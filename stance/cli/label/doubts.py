"""`stance label doubts`: labels that are likely errors."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from stance.cli.exits import fail, reader_left
from stance.cli.inputs import refuse_to_overwrite


def doubts(
    readings: Annotated[list[Path], typer.Argument(metavar="READINGS...", help="Files of readings, .jsonl.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File of doubts, .jsonl; - or nothing: standard output.")
    ] = None,
    count: Annotated[int, typer.Option("-n", "--count", min=1, help="How many labels to tell of.")] = 50,
    model: Annotated[
        str | None,
        typer.Option(help="A model that has not learned from these labels, as `stance classify` takes it."),
    ] = None,
    groups: Annotated[bool, typer.Option("--groups", help="Doubt the roles instead of the stances.")] = False,
    table: Annotated[bool, typer.Option("--table", help="Show the readable report even in a pipe.")] = False,
) -> None:
    """Tell which labels are likely errors: those that a model finds least likely, the worst first.

    Every annotator's labels are judged alone. A report on a terminal, JSON Lines in a pipe, a file with -o. A doubt is
    a reason to read the sentence again, not to follow the model: it is often the one that errs.
    """
    from stance.files import replacing
    from stance.labelling.comparison import gather
    from stance.labelling.doubts import doubts as find
    from stance.predictor import load_model
    from stance.terminal import show_doubts

    path = None if output == Path("-") else output
    try:
        refuse_to_overwrite(map(str, readings), path)
        gathered = gather(readings)
        labels = sum(len(each.labels) for reading in gathered for each in reading.sentences)
        if not labels:
            fail("Nobody is labelled in what was given; there is nothing to doubt.")
        found = find(gathered, load_model(model), kind="group" if groups else "stance", count=count)
        lines = "".join(json.dumps(each.row(), ensure_ascii=False) + "\n" for each in found)
        if path is not None:
            with replacing(path) as file:
                file.write(lines)
        elif table or sys.stdout.isatty():
            show_doubts(found)
        else:
            typer.echo(lines, nl=False)
    except BrokenPipeError:
        reader_left()
    except (ValueError, ImportError, OSError) as error:
        fail(error)
    typer.echo(f"{len(found)} doubts about {labels} labels", err=True)
