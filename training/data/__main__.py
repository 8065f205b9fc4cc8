"""`python -m training.data`: build, check and describe the corpus."""

import logging
from pathlib import Path
from typing import Annotated

import typer

from training.data import check as checking
from training.data.build import build as build_corpus
from training.data.corpus import CorpusError
from training.data.describe import describe as write_card

app = typer.Typer(help="Build, check and describe the corpus.", no_args_is_help=True, add_completion=False)

Folder = Annotated[Path, typer.Option(help="The corpus' folder.")]


@app.command()
def build(
    drafts: Annotated[list[Path], typer.Argument(help="Draft files, or folders of .txt files.")],
    data: Folder = Path("data"),
    keep_going: Annotated[bool, typer.Option(help="Leave texts with a fault out instead of stopping.")] = False,
) -> None:
    """Write the splits from drafts; near-duplicates are left out."""
    try:
        sizes = build_corpus(drafts, data, keep_going=keep_going)
    except CorpusError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None
    typer.echo(", ".join(f"{size} {split}" for split, size in sizes.items()))


@app.command()
def check(data: Folder = Path("data")) -> None:
    """Check schema, offsets, labels, splits, duplicates and counts."""
    problems = checking.check(data)
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"{data}: all checks hold.")


@app.command()
def describe(data: Folder = Path("data")) -> None:
    """Write the data card with its tables and plots."""
    try:
        typer.echo(write_card(data))
    except CorpusError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None


if __name__ == "__main__":
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.INFO)
    app()
