"""`python -m training.data`: grow, check and describe the corpus, and have it read a second time."""

import logging
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from training.cli.plainly import plainly
from training.data import check as checking
from training.data import readings, sheets
from training.data.add import add as add_texts
from training.data.adopt import adopt as adopt_readings
from training.data.corpus import SPLITS, CorpusError, Text, read_split
from training.data.describe import describe as write_card
from training.data.migrate import migrate as migrate_corpus
from training.data.vocabulary import Conflict, Genre

app = typer.Typer(help="Grow, check and describe the corpus.", no_args_is_help=True, add_completion=False)

Folder = Annotated[Path, typer.Option(help="The corpus' folder.")]
Sheets = Annotated[list[Path], typer.Argument(help="Sheets that readers have filled in.")]
KeepGoing = Annotated[bool, typer.Option(help="Leave out what has a fault instead of stopping.")]


@app.command()
@plainly
def add(
    drafts: Annotated[list[Path], typer.Argument(help="Draft files, or folders of .txt files.")],
    data: Folder = Path("data"),
    keep_going: KeepGoing = False,
    contrast: Annotated[
        bool, typer.Option("--contrast", help="They are contrast sets, or as hard: only learned from.")
    ] = False,
) -> None:
    """Add the texts of drafts; near-duplicates are left out."""
    sizes = add_texts(drafts, data, keep_going=keep_going, contrast=contrast)
    typer.echo(", ".join(f"{size} {split}" for split, size in sizes.items()))


@app.command()
@plainly
def adopt(
    path: Annotated[Path, typer.Argument(metavar="READINGS", help="What `stance label import` wrote.")],
    conflict: Annotated[Conflict, typer.Option(help="Where the troops are, in all of the articles.")],
    genre: Annotated[Genre, typer.Option(help="The form of all of the articles.")],
    data: Folder = Path("data"),
    annotator: Annotated[str, typer.Option(help="Whose labels count, where several have read.")] = "",
    date: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Of articles that tell none.")] = None,
    keep_going: KeepGoing = False,
) -> None:
    """Add articles that people labelled in an annotation tool; near-duplicates are left out."""
    sizes = adopt_readings(
        path,
        data,
        conflict,
        genre,
        annotator=annotator,
        date=date.date() if date else None,
        keep_going=keep_going,
    )
    typer.echo(", ".join(f"{size} {split}" for split, size in sizes.items()))


@app.command()
def check(data: Folder = Path("data")) -> None:
    """Check schema, offsets, labels, splits, duplicates, readings and counts."""
    problems = checking.check(data)
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"{data}: all checks hold.")


@app.command()
@plainly
def migrate(
    changes: Annotated[
        Path, typer.Argument(help="What became of the labels, .toml; see `stance.labelling.migration`.")
    ],
    data: Folder = Path("data"),
) -> None:
    """Bring labels that were given under older rules under the corpus' codebook, by an explicit map."""
    typer.echo(f"{migrate_corpus(data, changes)} texts brought under {data / 'codebook.md'}")


@app.command()
@plainly
def describe(data: Folder = Path("data")) -> None:
    """Write the data card with its tables and plots."""
    typer.echo(write_card(data))


@app.command()
@plainly
def blank(
    out: Annotated[Path, typer.Argument(help="The folder to write sheets into.")],
    data: Folder = Path("data"),
    size: Annotated[int, typer.Option(help="How many sentences a sheet holds at least.")] = 100,
    everything: Annotated[bool, typer.Option("--all", help="Not only what must be read by two.")] = False,
) -> None:
    """Write sheets for a second reader: the texts that must be read by two, or all, and have been read by one."""
    read = readings.load(data, "second")
    texts = [
        text
        for split in SPLITS
        for text in read_split(data, split)
        if (everything or readings.wanted(split, text)) and text.id not in read
    ]
    typer.echo(f"{len(texts)} texts on {len(sheets.write_blank(texts, out, size))} sheets in {out}")


@app.command()
@plainly
def second(filled: Sheets, data: Folder = Path("data"), keep_going: KeepGoing = False) -> None:
    """Take a second reader's labels beside those of the first; the splits keep what they hold."""
    texts = _texts(data)
    given: dict[str, list[readings.Labels]] = {}
    problems: list[str] = []
    for path in filled:
        found, wrong = sheets.read_labels(path, texts)
        given |= found
        problems += wrong
    _complain(problems, keep_going)
    typer.echo(f"{readings.take(data, given)} texts read a second time")


@app.command()
@plainly
def differences(
    out: Annotated[Path, typer.Argument(help="The folder to write sheets into.")],
    data: Folder = Path("data"),
    size: Annotated[int, typer.Option(help="How many doubts a sheet holds.")] = 60,
) -> None:
    """Write sheets for a third reader: the sentences in which two readers differ."""
    found = list(readings.differences(data))
    typer.echo(f"{len(found)} sentences on {len(sheets.write_doubts(found, out, size))} sheets in {out}")


@app.command()
@plainly
def settle(
    filled: Sheets,
    data: Folder = Path("data"),
    cause: Annotated[readings.Cause, typer.Option(help="Why the sentences were read again.")] = (
        readings.Cause.DISAGREEMENT
    ),
    keep_going: KeepGoing = False,
) -> None:
    """Put a third reader's rulings into the corpus, with their reasons."""
    texts = _texts(data)
    rulings: list[readings.Ruling] = []
    problems: list[str] = []
    for path in filled:
        found, wrong = sheets.read_rulings(path, texts, cause)
        rulings += found
        problems += wrong
    _complain(problems, keep_going)
    typer.echo(f"{len(rulings)} rulings, {readings.settle(data, rulings)} change a label")


def _texts(data: Path) -> dict[str, Text]:
    return {text.id: text for split in SPLITS for text in read_split(data, split)}


def _complain(problems: list[str], keep_going: bool) -> None:
    if problems and not keep_going:
        raise CorpusError("\n".join(problems))
    for problem in problems:
        logging.getLogger(__name__).warning("%s; left out", problem)


if __name__ == "__main__":
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.INFO)
    app()
