"""`stance label export`: articles to tasks for annotators."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stance.cli.exits import SOME_FAILED, complain, fail
from stance.cli.inputs import refuse_to_overwrite

if TYPE_CHECKING:
    from stance.files import Problem
    from stance.predictor import Predictor
    from stance.types import Article

BASELINE = "baseline"


def export(
    inputs: Annotated[list[str], typer.Argument(metavar="ARTICLES...", help="Files, folders, globs, or - .")],
    to: Annotated[str, typer.Option(help="The tool: label-studio, doccano, prodigy or csv.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="File of tasks for the tool.")],
    model: Annotated[
        str | None, typer.Option(help=f"Suggest what a model says: {BASELINE}, a folder or models:/NAME@ALIAS.")
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option(help="The rules that annotators follow; else those of this package.")
    ] = None,
    form: Annotated[str | None, typer.Option("--format", help="Kind of input: txt, jsonl, csv, parquet, html.")] = None,
) -> None:
    """Write articles as tasks for a tool, with what the tool needs and the codebook beside them.

    An article is one task, in the order given; a text that came before is left out. Annotators mark the words that
    name an actor, or the whole sentence where it does not name its source. In Label Studio make a project with the
    file .config.xml; in doccano one for sequence labelling in which spans may overlap, with .labels.json; in Prodigy
    start spans.manual with .labels.txt.
    """
    from stance.files import read_articles
    from stance.labelling.codebook import OURS, Codebook
    from stance.labelling.suggestions import tasks
    from stance.labelling.tools import export as write
    from stance.labelling.tools import tool

    problems: list[Problem] = []
    try:
        tool(to)
        refuse_to_overwrite(inputs, output)
        rules = Codebook.read(codebook or OURS)
        articles = _once(read_articles(inputs, form), problems)
        readings = list(tasks(articles, rules.digest, _predictor(model)))
        for problem in problems:
            complain(problem)
        if not readings:
            fail("There is nothing to label; give articles.")
        written = write(to, readings, output, rules)
    except (ValueError, ImportError, OSError) as error:
        fail(error)
    labels = sum(len(sentence.labels) for reading in readings for sentence in reading.sentences)
    suggested = f" with {labels} suggestions" if model else ""
    typer.echo(f"{len(readings)} articles{suggested}: {', '.join(map(str, written))}", err=True)
    if problems:
        raise typer.Exit(SOME_FAILED)


def _predictor(model: str | None) -> "Predictor | None":
    from stance.predictor import Predictor, load_model

    return Predictor(load_model(None if model == BASELINE else model)) if model else None


def _once(found: "Iterable[Article | Problem]", problems: "list[Problem]") -> "Iterator[Article]":
    """Yield each text once; what is wrong, or repeats another, goes to `problems`."""
    from stance.files import Problem

    seen: dict[str, str] = {}
    for each in found:
        if isinstance(each, Problem):
            problems.append(each)
        elif each.text in seen:
            problems.append(Problem(each.id, f"has the text of {seen[each.text]!r}; left out."))
        else:
            seen[each.text] = each.id
            yield each
