"""The command line: `stance classify`."""

import io
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

import stance

if TYPE_CHECKING:
    from stance.batch import Summary
    from stance.files import Problem
    from stance.predictor import Predictor, Row
    from stance.types import Document

app = typer.Typer(help=stance.__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

SOME_FAILED, UNUSABLE = 1, 2
INTERRUPTED = 130
_EXITS = (
    "Exit code 0: all was classified; 1: some inputs could not be read, the rest was classified; 2: wrong usage, an "
    "unusable model or nothing to classify, and no file is written; 130: interrupted. A reader that closes the pipe "
    "early, as head does, is no error."
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(stance.__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log what is done.")] = False,
) -> None:
    del version
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )


@app.command(epilog=_EXITS)
def classify(
    inputs: Annotated[list[str], typer.Argument(help="Files (.txt, .jsonl, .csv, .parquet), folders, globs, or - .")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File of rows: .jsonl, .csv or .parquet.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="A model's folder or models:/NAME@ALIAS; else the baseline.")
    ] = None,
    form: Annotated[str | None, typer.Option("--format", help="Kind of input: txt, jsonl, csv or parquet.")] = None,
    all_sentences: Annotated[
        bool, typer.Option("--all-sentences", help="Give rows for sentences without an actor, too.")
    ] = False,
    risk: Annotated[float, typer.Option(min=0.0, max=1.0, help="How likely a stance may be wrong.")] = 0.5,
    table: Annotated[
        bool, typer.Option("--table", help="Show the readable report even in a pipe or beside -o.")
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress and no summary.")] = False,
) -> None:
    """Tell who says what in articles: a report on a terminal, JSON Lines in a pipe, a file with -o."""
    from stance.predictor import Predictor, load_model

    try:
        _refuse_to_overwrite(inputs, output)
        predictor = Predictor(load_model(model), risk)
        summary = _run(predictor, inputs, output, form, all_sentences, table, quiet)
    except BrokenPipeError:
        # Whoever reads has had enough; flushing at exit would only fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except (ValueError, ImportError, OSError) as error:
        _fail(str(error))
    if not quiet:
        _sum_up(summary)
    if summary.problems:
        raise typer.Exit(SOME_FAILED)


def _refuse_to_overwrite(inputs: list[str], output: Path | None) -> None:
    if output is not None and output.exists() and any(Path(each).resolve() == output.resolve() for each in inputs):
        raise ValueError(f"{output} is an input; write the rows to another file.")


def _run(
    predictor: "Predictor",
    inputs: list[str],
    output: Path | None,
    form: str | None,
    everything: bool,
    table: bool,
    quiet: bool,
) -> "Summary":
    from contextlib import ExitStack

    from stance.batch import classify_files, write_to
    from stance.files import rows_writer
    from stance.terminal import Progress, show

    readable = table or (output is None and sys.stdout.isatty())
    with ExitStack() as stack:
        sinks = []
        if output is not None or not readable:
            sinks.append(write_to(stack.enter_context(rows_writer(output))))
        if readable:
            sinks.append(show)
        bar = stack.enter_context(Progress(shown=not quiet and not readable and sys.stderr.isatty()))
        sinks.append(bar.advance)

        def emit(document: "Document", rows: "list[Row]") -> None:
            for sink in sinks:
                sink(document, rows)

        summary = classify_files(predictor, inputs, emit, form=form, all_sentences=everything, on_problem=_complain)
        if not summary.articles:
            raise typer.Exit(UNUSABLE)  # inside, so that no empty file takes the place of an old one
        return summary


def _complain(problem: "Problem") -> None:
    from stance.terminal import safe

    typer.echo(f"stance: {safe(str(problem))}", err=True)


def _fail(message: str) -> NoReturn:
    from stance.terminal import safe

    typer.echo(f"stance: {safe(message)}", err=True)
    raise typer.Exit(UNUSABLE)


def _sum_up(summary: "Summary") -> None:
    speed = summary.sentences / summary.seconds if summary.seconds else 0
    typer.echo(
        f"{summary.articles} articles, {summary.sentences} sentences, {summary.rows} rows, "
        f"{summary.problems} problems; {speed:,.0f} sentences/s",
        err=True,
    )


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a question mark where the terminal's encoding lacks a character
    app()
