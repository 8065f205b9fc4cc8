"""`stance label import`: what annotators gave in a tool to readings."""

from collections.abc import Iterator
from dataclasses import replace
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
    names: Annotated[
        list[str] | None,
        typer.Option("--name", help="Call an annotator otherwise, as 3=anna; may be given several times."),
    ] = None,
    articles: Annotated[
        list[str] | None, typer.Option(help="For csv: the articles that were exported; may be given several times.")
    ] = None,
) -> None:
    """Read back what annotators gave, one reading for each article and annotator.

    Label Studio exports the numbers of its users: give them names with --name. Of doccano's documents and a sheet's
    rows all count as read, so export only what was approved.
    """
    from stance.files import Problem
    from stance.labelling import write_readings
    from stance.labelling.tools import unique

    readings: list[Reading] = []
    problems = 0
    try:
        given, called = _articles(articles or []), _names(names or [])
        everything = (each for path in inputs for each in _read(path, source, annotator, given))
        for found in unique(_renamed(each, called) for each in everything):
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


def _names(pairs: list[str]) -> dict[str, str]:
    found = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(found) < len(pairs) or not all(found.values()):
        raise ValueError("--name needs what the tool says and what to say, as 3=anna, each once.")
    return found


def _renamed(found: "Reading | Problem", names: dict[str, str]) -> "Reading | Problem":
    from stance.labelling import Reading

    if isinstance(found, Reading) and found.annotator in names:
        return replace(found, annotator=names[found.annotator])
    return found


def _articles(inputs: list[str]) -> "dict[str, Article]":
    from stance.files import Problem, read_articles

    found: dict[str, Article] = {}
    for each in read_articles(inputs) if inputs else ():
        if isinstance(each, Problem):
            raise ValueError(str(each))
        found[each.id] = each
    return found
