"""`stance label import`: what annotators gave in a tool to readings."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stance.cli.exits import SOME_FAILED, complain, fail

if TYPE_CHECKING:
    from stance.files import Problem
    from stance.labelling import Reading
    from stance.types import Article


def import_(
    inputs: Annotated[list[Path], typer.Argument(metavar="FILES...", help="What the tool exported.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="File of readings, .jsonl.")],
    source: Annotated[
        str | None, typer.Option("--from", help="The tool, if not by content: label-studio, doccano, prodigy, csv.")
    ] = None,
    annotator: Annotated[
        str, typer.Option(help="Who labelled, where the tool does not tell; else the file's name.")
    ] = "",
    articles: Annotated[
        list[str] | None, typer.Option(help="For csv: the articles that were exported; may be given several times.")
    ] = None,
) -> None:
    """Read back what annotators gave, one reading for each article and annotator."""
    from stance.files import Problem
    from stance.labelling import write_readings
    from stance.labelling.tools import unique

    readings: list[Reading] = []
    problems = 0
    try:
        given = _articles(articles or [])
        for found in unique(each for path in inputs for each in _read(path, source, annotator, given)):
            if isinstance(found, Problem):
                problems += 1
                complain(found)
            else:
                readings.append(found)
        if not readings:
            fail("Nobody has labelled anything; export what was submitted.")
        write_readings(readings, output)
    except (ValueError, OSError) as error:
        fail(error)
    annotators = {reading.annotator for reading in readings}
    articles_read = {reading.article.id for reading in readings}
    typer.echo(
        f"{len(readings)} readings of {len(articles_read)} articles by {len(annotators)} annotators, "
        f"{problems} problems: {output}",
        err=True,
    )
    if problems:
        raise typer.Exit(SOME_FAILED)


def _read(
    path: Path, source: str | None, annotator: str, articles: "dict[str, Article]"
) -> "Iterator[Reading | Problem]":
    from stance.files import Problem
    from stance.labelling.tools import UnrecognisedError, recognised, tool

    try:
        yield from tool(source or recognised(path)).read(path, annotator, articles)
    except UnrecognisedError as error:
        yield Problem(str(path), str(error))
    except OSError as error:
        yield Problem(str(path), f"cannot be read ({error.strerror or error}); check the file and its permissions.")


def _articles(inputs: list[str]) -> "dict[str, Article]":
    from stance.files import Problem, read_articles

    found: dict[str, Article] = {}
    for each in read_articles(inputs) if inputs else ():
        if isinstance(each, Problem):
            raise ValueError(str(each))
        found[each.id] = each
    return found
