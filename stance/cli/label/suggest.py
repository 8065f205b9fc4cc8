"""`stance label suggest`: the sentences of unlabelled articles that are worth labelling next."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stance.cli.exits import SOME_FAILED, complain, fail
from stance.cli.inputs import refuse_to_overwrite

if TYPE_CHECKING:
    from stance.files import Problem
    from stance.types import Article


def suggest(
    inputs: Annotated[list[str], typer.Argument(metavar="ARTICLES...", help="Files, folders, globs, or - .")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File of passages, .jsonl; else standard output.")
    ] = None,
    count: Annotated[int, typer.Option("-n", "--count", min=1, help="How many sentences to choose.")] = 200,
    model: Annotated[
        str | None, typer.Option(help="The model that is to learn, as `stance classify` takes it; else the baseline.")
    ] = None,
    second: Annotated[str | None, typer.Option(help="Another model, whose different opinion counts.")] = None,
    labelled: Annotated[
        list[Path] | None, typer.Option(help="Readings of what is labelled already; may be given several times.")
    ] = None,
    form: Annotated[str | None, typer.Option("--format", help="Kind of input: txt, jsonl, csv, parquet, html.")] = None,
) -> None:
    """Choose the sentences worth labelling next, each as a passage with its neighbours and the reason.

    Chosen are sentences of which a model is unsure or on which two differ, no two alike. `stance label export` takes
    the file as it takes articles.
    """
    from stance.files import replacing
    from stance.labelling import read_readings
    from stance.labelling.suggest import suggest as choose
    from stance.predictor import load_model

    problems: list[Problem] = []
    try:
        refuse_to_overwrite(inputs, output)
        readings = [reading for path in labelled or [] for reading in read_readings(path)]
        learner, other = load_model(model), load_model(second) if second else None
        found = choose(_articles(inputs, form, problems), learner, second=other, count=count, labelled=readings)
        for problem in problems:
            complain(problem)
        if not found:
            fail("Nobody speaks in what was given; there is nothing to choose from.")
        lines = [json.dumps(each.row(), ensure_ascii=False) for each in found]
        if output is None:
            typer.echo("\n".join(lines))
        else:
            with replacing(output) as file:
                file.write("\n".join([*lines, ""]))
    except (ValueError, ImportError, OSError) as error:
        fail(error)
    typer.echo(f"{len(found)} sentences of {len({each.document.article.id for each in found})} articles", err=True)
    if problems:
        raise typer.Exit(SOME_FAILED)


def _articles(inputs: list[str], form: str | None, problems: "list[Problem]") -> "Iterator[Article]":
    """Yield the articles; what cannot be read goes to `problems`."""
    from stance.files import Problem, read_articles

    for each in read_articles(inputs, form):
        if isinstance(each, Problem):
            problems.append(each)
        else:
            yield each
