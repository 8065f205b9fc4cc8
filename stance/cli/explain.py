"""`stance explain`: why a sentence got its stance."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stance.cli.exits import SOME_FAILED, fail, reader_left
from stance.cli.inputs import read

if TYPE_CHECKING:
    from stance.predictor import Predictor
    from stance.types import Article, Attribution


def explain(
    what: Annotated[str, typer.Argument(help="A sentence, with --actor; or a file of articles, or - .")],
    actor: Annotated[str | None, typer.Option(help="Who speaks; of articles, only where this actor does.")] = None,
    sentence: Annotated[
        int | None, typer.Option(min=0, help="Of articles, only this sentence, by its number in the rows.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="A model's folder or models:/NAME@ALIAS; else the baseline.")
    ] = None,
    table: Annotated[bool, typer.Option("--table", help="Show the readable report even in a pipe.")] = False,
) -> None:
    """Tell why a sentence got its stance, and what other stances would have needed.

    A report on a terminal; in a pipe JSON Lines: the rows of classify, each with an explanation.
    """
    from stance.predictor import Predictor, load_model
    from stance.terminal import show_explanation

    try:
        predictor = Predictor(load_model(model))
        if what == "-" or _is_file(what):
            articles, problems = read(what)
            rows = _rows(predictor, articles, actor, sentence)
        elif actor:
            rows, problems = predictor.classify([(what, actor)]), 0
        else:
            raise ValueError(f"{what[:60]}: no such file; to explain a sentence, say who speaks with --actor.")
        if not rows:
            raise ValueError(f"{what}: nobody speaks where you asked; `stance classify` shows who speaks where.")
        explanations = predictor.explain(rows)
    except (ValueError, ImportError, OSError) as error:
        fail(error)
    try:
        for row, explanation in zip(rows, explanations, strict=True):
            if table or sys.stdout.isatty():
                show_explanation(row, explanation)
            else:
                typer.echo(json.dumps(row.row() | {"explanation": explanation.row()}, ensure_ascii=False))
    except BrokenPipeError:
        reader_left()
    if problems:
        raise typer.Exit(SOME_FAILED)


def _is_file(what: str) -> bool:
    try:
        return Path(what).is_file()
    except OSError:  # a sentence can be too long for a path
        return False


def _rows(
    predictor: "Predictor", articles: list["Article"], actor: str | None, sentence: int | None
) -> list["Attribution"]:
    """Return the rows of articles, or those of one sentence or actor."""
    from stance.types import Attribution

    rows = [row for row in predictor.predict(articles) if isinstance(row, Attribution)]
    return [
        row
        for row in rows
        if sentence in (None, row.mention.sentence.index)
        and (actor is None or actor.casefold() in row.mention.actor.name.casefold())
    ]
