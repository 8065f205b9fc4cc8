"""`stance report` and `stance export`: rows or articles to a page that is looked at, or to other programs."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stance.cli.exits import SOME_FAILED, UNUSABLE, fail
from stance.cli.inputs import read, refuse_to_overwrite

if TYPE_CHECKING:
    from stance.predictor import Row
    from stance.report import Explain, Material
    from stance.types import Article

_Inputs = Annotated[
    list[str], typer.Argument(help="Files of rows (.jsonl, .csv, .parquet), or articles to classify first.")
]
_Articles = Annotated[
    list[str] | None,
    typer.Option("--articles", help="The articles of the rows: for their texts, titles and dates. May be repeated."),
]
_Model = Annotated[
    str | None,
    typer.Option(help="A model's folder or models:/NAME@ALIAS: it classifies articles, and its figures are shown."),
]
_Risk = Annotated[float, typer.Option(min=0.0, max=1.0, help="Share of wrong stances that is allowed; for articles.")]


EXITS = (
    "Exit code 0: the file was written; 1: it was, but some articles could not be read; 2: wrong usage, rows that are "
    "not as `stance classify` writes them, or nothing to tell of, and no file is written."
)


def report(
    inputs: _Inputs,
    output: Annotated[Path, typer.Option("-o", "--output", help="The page, such as report.html.")],
    articles: _Articles = None,
    model: _Model = None,
    title: Annotated[str | None, typer.Option(help="What the page is called.")] = None,
    shown: Annotated[int | None, typer.Option(min=0, help="How many articles are shown in full at most.")] = None,
    risk: _Risk = 0.3,
    explain: Annotated[
        bool, typer.Option("--explain", help="Let each sentence quoted tell why it got its stance; for articles.")
    ] = False,
) -> None:
    """Write one HTML page that shows who stands where, since when, in which words, and how far to trust that.

    The page needs no network and no script; it can be sent by mail and printed.
    """
    from stance.report import SHOWN, render

    def page(material: "Material") -> str:
        more = {"title": title} if title else {}
        return render(material, shown=SHOWN if shown is None else shown, explained=explain, **more)

    _write(inputs, output, articles, model, risk, page)


def export(
    inputs: _Inputs,
    output: Annotated[Path, typer.Option("-o", "--output", help="The file.")],
    to: Annotated[
        str | None, typer.Option(help="graphml, gexf (networks, for Gephi) or dna (event list); else by the ending.")
    ] = None,
    articles: _Articles = None,
    model: _Model = None,
    risk: _Risk = 0.3,
) -> None:
    """Write a network of actors and stances for Gephi, or the event list of Discourse Network Analyzer."""
    from stance.report import export

    form = to or {"csv": "dna"}.get(output.suffix[1:].lower(), output.suffix[1:].lower())
    _write(inputs, output, articles, model, risk, lambda material: export(material, form))


def _write(
    inputs: list[str],
    output: Path,
    articles: list[str] | None,
    model: str | None,
    risk: float,
    written: "Callable[[Material], str]",
) -> None:
    """Gather what `inputs` hold, and put what `written` makes of it in the place of `output`."""
    from stance.files import replacing

    try:
        refuse_to_overwrite(inputs, output)
        material, problems = _gather(inputs, articles, model, risk)
        with replacing(output) as file:
            file.write(written(material))
    except (ValueError, ImportError, OSError) as error:
        fail(error)
    if problems:
        raise typer.Exit(SOME_FAILED)


def _gather(inputs: list[str], articles: list[str] | None, model: str | None, risk: float) -> "tuple[Material, int]":
    """Return what the inputs hold, and how many problems there were with articles."""
    from stance.files import holds_rows, read_rows
    from stance.predictor import model_folder
    from stance.report import Material, measured

    folder = model_folder(model) if model else None
    given = [each for each in inputs if holds_rows(each)]
    if given and len(given) < len(inputs):
        other = next(each for each in inputs if each not in given)
        raise ValueError(f"{other} holds no rows, {given[0]} does; give either, and articles by --articles.")
    found, problems = read(articles or [] if given else [*inputs, *(articles or [])])
    why = None
    if given:
        rows = [row for path in given for row in read_rows(path)]
    else:
        rows, why = _classified(found, folder, risk)
    if not rows and problems:
        raise typer.Exit(UNUSABLE)
    if not rows:
        raise ValueError(f"{', '.join(inputs)}: nothing to tell of; give articles, or rows of some.")
    return Material(rows, found, measured(folder) if folder else (), why), problems


def _classified(articles: "list[Article]", folder: Path | None, risk: float) -> "tuple[list[Row], Explain]":
    """Return the rows as a file has them, so that both give one page, and what explains them."""
    from stance.files.written import row_of
    from stance.predictor import Predictor, load_model
    from stance.types import Attribution

    predictor = Predictor(load_model(folder), risk)
    found = [row for rows in predictor.predict_iter(articles, all_sentences=True) for row in rows]
    rows = [row_of(row.row()) for row in found]
    whole = {row: each for row, each in zip(rows, found, strict=True) if isinstance(each, Attribution)}
    return rows, lambda told: predictor.explain([whole[each] for each in told])
