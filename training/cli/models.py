"""`python -m training train|evaluate|baseline|promote`: models of the corpus."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from stance import models
from training.cli.plainly import LINEAR, Overrides, Settings, plainly
from training.config import Config, ConfigError
from training.config import load as load_config
from training.data import SPLITS, Corpus
from training.evaluate import Evaluation
from training.evaluate import evaluate as evaluate_model

REFUSED = 3
SHOWN = ("stance_macro_f1", "stance_accuracy", "group_accuracy", "actor_f1", "pair_f1", "stance_ece")


@plainly
def train(
    overrides: Overrides = None,
    config: Settings = LINEAR,
    champion: Annotated[bool, typer.Option(help="Give the alias `champion` to this model.")] = False,
) -> None:
    """Fit a model, measure it on the held-back splits, record and register it."""
    from training.card import write as write_card
    from training.train import train as run_training

    settings = load_config(config, overrides or [])
    for other in ("targets", "sources"):
        if getattr(settings, other):
            raise ConfigError(
                f"{config}: names `{other}`, not a corpus; use `python -m training {other} --config {config}`."
            )
    run = run_training(settings)
    write_card(run, settings, run.folder)
    _show(run.evaluations)
    if not settings.tracking.enabled:
        typer.echo(run.folder)
        return
    from training.tracking import record

    try:
        number = record(run, settings, crowned=champion)
    except Exception as error:  # MLflow's stores raise the errors of many libraries
        why = " ".join(str(error).split())[:200]
        raise ConfigError(
            f"{run.folder}: trained, measured and saved, but not tracked: neither the run nor a version of its model "
            f"nor an alias ({type(error).__name__}: {why}). See to {settings.tracking.uri}, and train again."
        ) from None
    typer.echo(f"{run.folder}: version {number} of {settings.tracking.registered_model}")


@plainly
def evaluate(
    model: Annotated[str, typer.Option(help="A model's folder, or models:/NAME@ALIAS.")],
    data: Annotated[Path | None, typer.Option(help="A corpus, to measure on each of its splits.")] = None,
    rows: Annotated[Path | None, typer.Option(help="Labelled rows from outside of the corpus, as JSON Lines.")] = None,
    article: Annotated[Path | None, typer.Option(help="The article whose sentences the rows are.")] = None,
    predictions: Annotated[Path | None, typer.Option(help="Where to write what the model says of the rows.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Measure a model on a corpus or on labelled rows from outside (the stance with the actors given)."""
    from training import outside

    loaded = models.load(_folder(model))
    evaluations: dict[str, Evaluation] = {}
    if data:
        corpus = Corpus.load(data)
        for split in SPLITS:
            evaluations[split] = evaluate_model(loaded, corpus.documents[split], corpus.facets(split))
    if rows:
        read = outside.read_rows(rows, article)
        evaluations[rows.stem] = evaluate_model(loaded, outside.with_gold_actors(read))
        if predictions:
            outside.write_lines(outside.predictions(loaded, read), predictions)
    if not evaluations:
        raise ConfigError("Nothing to measure on; give --data, --rows or both.")
    if as_json:
        typer.echo(json.dumps({name: each.to_json() for name, each in evaluations.items()}, indent=2))
    else:
        _show(evaluations)


@plainly
def baseline(
    config: Settings = LINEAR,
    folder: Annotated[Path, typer.Option(help="Where the package keeps its model.")] = models.BASELINE,
) -> None:
    """Rebuild the model that the package ships from the corpus."""
    build_baseline(load_config(config), folder)
    typer.echo(folder)


@plainly
def promote(
    overrides: Overrides = None,
    config: Annotated[Path, typer.Option(help="A file of settings, for the gate and the registry.")] = LINEAR,
    candidate: Annotated[str | None, typer.Option(help="A registered version; by default the newest.")] = None,
    rollback: Annotated[bool, typer.Option(help="Give the alias back to the champion before.")] = False,
) -> None:
    """Compare a candidate with the champion, and give it the alias if the gate holds; exit code 3 where it does not."""
    from training import promote as gate
    from training import tracking

    settings = load_config(config, overrides or [])
    if rollback:
        typer.echo(f"version {tracking.rollback(settings.tracking)} is the champion again")
        return
    number, verdict = gate.promote(settings, candidate)
    for reason in verdict.reasons:
        typer.echo(f"version {number}: {reason}", err=True)
    if not verdict.passes:
        raise typer.Exit(REFUSED)
    typer.echo(f"version {number} is the champion; stance macro-F1 changes by {verdict.gain}")


def build_baseline(config: Config, folder: Path) -> None:
    """Fit the configured model and put it into `folder` in place of what is there."""
    from training.train import fit

    model = fit(config, Corpus.load(config.data))
    shutil.rmtree(folder, ignore_errors=True)
    model.save(folder)


def _folder(model: str) -> Path:
    if model.startswith(("models:/", "runs:/")):
        from stance.models.registry import download

        try:
            return download(model)
        except ValueError as error:
            raise ConfigError(str(error)) from None
    return Path(model)


def _show(evaluations: Mapping[str, Evaluation]) -> None:
    table = Table(title="with 95% intervals over articles")
    for column in ("", "articles", "attributions", *SHOWN):
        table.add_column(column.replace("_", " "), justify="right" if column else "left")
    for name, each in evaluations.items():
        table.add_row(name, str(each.articles), str(each.attributions), *(str(each.figures[key]) for key in SHOWN))
    Console(width=None if Console().is_terminal else 200).print(table)
