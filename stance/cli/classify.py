"""`stance classify`: articles to rows."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stance.cli.exits import INTERRUPTED, SOME_FAILED, UNUSABLE, complain, fail, reader_left
from stance.cli.inputs import refuse_to_overwrite

if TYPE_CHECKING:
    from stance.batch import Outcome, Summary, Workers

_GO_ON = " What was done is kept; give the same command again to go on."
EXITS = (
    "Exit code 0: all was classified; 1: some inputs could not be read, the rest was classified; 2: wrong usage, an "
    "unusable model or nothing to classify, and no file is written; 130: interrupted. A reader that closes the pipe "
    "early, as head does, is no error."
)


def classify(
    inputs: Annotated[
        list[str], typer.Argument(help="Files (see --format; .gz and .zst, too), folders, globs, or - .")
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File of rows: .jsonl, .csv or .parquet.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="A model's folder or models:/NAME@ALIAS; else the baseline.")
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", help="Kind of input, if not by its ending: txt, jsonl, csv, parquet, html."),
    ] = None,
    all_sentences: Annotated[
        bool, typer.Option("--all-sentences", help="Give rows for sentences without an actor, too.")
    ] = False,
    risk: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Share of wrong stances that is allowed in rows not abstained.")
    ] = 0.3,
    table: Annotated[
        bool, typer.Option("--table", help="Show the readable report even in a pipe or beside -o.")
    ] = False,
    cache: Annotated[
        Path | None, typer.Option(help="File that keeps rows, so that no run classifies an article seen before.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many processes; else as many as the model gains by.")
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress and no summary.")] = False,
) -> None:
    """Tell who says what in articles: a report on a terminal, JSON Lines in a pipe, a file with -o.

    A run with -o that was cut off goes on where it stopped when the same command is given again.
    """
    from stance.batch import Workers
    from stance.batch.workers import cores
    from stance.predictor import Predictor, load_model, model_folder

    try:
        refuse_to_overwrite(inputs, output)
        readable = table or (output is None and sys.stdout.isatty())
        if readable and cache is not None:
            raise ValueError(
                "A cache keeps rows, not what a table shows; use it with -o or in a pipe, without --table."
            )
        folder = model_folder(model)
        predictor = Predictor(load_model(folder), risk)
        count = workers or (1 if predictor.model.threaded else cores())
        crew = Workers(predictor, folder, count, all_sentences, keep=readable)
        summary = _run(crew, inputs, output, form, cache, quiet)
    except BrokenPipeError:
        reader_left()
        return
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except (ValueError, ImportError, OSError) as error:
        fail(f"{error}{_GO_ON if isinstance(error, OSError) and output is not None else ''}")
    if not quiet:
        _sum_up(summary)
    if summary.problems:
        raise typer.Exit(SOME_FAILED)


def _run(
    workers: "Workers", inputs: list[str], output: Path | None, form: str | None, cache: Path | None, quiet: bool
) -> "Summary":
    from stance.batch import classify_archive, classify_files
    from stance.files import rows_writer
    from stance.terminal import Progress, show

    with Progress(shown=not quiet and not workers.keep and sys.stderr.isatty()) as bar:
        writer = None if output is not None or workers.keep else rows_writer(None)

        def emit(outcome: "Outcome") -> None:
            bar.advance(len(outcome.articles))
            for problem in outcome.problems:
                complain(problem)
            for document, rows in outcome.shown:
                show(document, rows)
            if writer is not None:
                for row in outcome.rows:
                    writer.write(json.loads(row))

        if output is None:
            summary = classify_files(workers, inputs, emit, form=form, cache=cache)
        else:
            summary = classify_archive(workers, inputs, output, emit, form=form, cache=cache)
        if writer is not None:
            writer.close()
    if not summary.articles:
        raise typer.Exit(UNUSABLE)
    return summary


def _sum_up(summary: "Summary") -> None:
    speed = summary.sentences / summary.seconds if summary.seconds else 0
    before = summary.resumed + summary.cached
    resumed = f" ({before} of them by an earlier run)" if before else ""
    typer.echo(
        f"{summary.articles} articles{resumed}, {summary.silent} without attribution, {summary.problems} problems; "
        f"{summary.sentences} sentences, {summary.rows} rows, {speed:,.0f} sentences/s",
        err=True,
    )
