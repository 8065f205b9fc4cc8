"""`python -m training curve|suggestions|suspects|doubts`: what the corpus teaches, where its labels are in doubt."""

from pathlib import Path
from typing import Annotated

import typer

from training.cli.plainly import LINEAR, Overrides, Settings, plainly
from training.config import load as load_config
from training.data import Corpus


@plainly
def curve(
    overrides: Overrides = None,
    config: Settings = LINEAR,
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


@plainly
def suggestions(
    overrides: Overrides = None,
    config: Settings = LINEAR,
    seeds: Annotated[int, typer.Option(min=1, help="How many times to begin anew.")] = 5,
    size: Annotated[list[int] | None, typer.Option(help="After how many labels to measure; several times.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where to keep it; data/suggestions.json by default.")] = None,
) -> None:
    """Measure how many labels are needed when sentences are suggested rather than drawn by chance."""
    from training.suggestions import SIZES, curves, save

    settings = load_config(config, overrides or [])
    found = curves(settings, Corpus.load(settings.data), range(seeds), size or SIZES)
    save(found, out or settings.data / "suggestions.json")


@plainly
def suspects(
    out: Annotated[Path, typer.Argument(help="The folder to write sheets into.")],
    overrides: Overrides = None,
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


@plainly
def doubts(
    overrides: Overrides = None,
    config: Settings = LINEAR,
    model: Annotated[Path | None, typer.Option(help="A folder with a model; else the baseline.")] = None,
    split: Annotated[str, typer.Option(help="Whose labels are turned: texts from which the model has not learned.")] = (
        "validation"
    ),
    seeds: Annotated[int, typer.Option(min=1, help="How many times to turn labels.")] = 20,
) -> None:
    """Turn one label in twenty to another, and tell how many of them are among as many doubts."""
    from stance.predictor import load_model
    from training.data.corpus import read_split
    from training.data.labelled import reading
    from training.doubts import told

    readings = [reading(text) for text in read_split(load_config(config, overrides or []).data, split)]
    typer.echo(told(readings, load_model(model), range(seeds)))
