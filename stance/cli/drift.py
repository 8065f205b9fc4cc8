"""`stance drift`: whether rows look like what the model learned from."""

from pathlib import Path
from typing import Annotated

import typer

from stance.cli.exits import fail


def drift(
    rows: Annotated[Path, typer.Argument(help="Rows that stance classify wrote: .jsonl, .csv or .parquet.")],
    model: Annotated[
        str | None, typer.Option(help="The model that wrote them: a folder or models:/NAME@ALIAS; else the baseline.")
    ] = None,
) -> None:
    """Tell whether a batch is unlike the text that the model was held to, so that its figures promise less."""
    from stance.drift import drift as shifts
    from stance.files import read_rows
    from stance.predictor import load_model

    try:
        found = shifts(load_model(model), read_rows(rows))
    except (ValueError, ImportError, OSError) as error:
        fail(error)
    for shift in found:
        typer.echo(
            f"{shift.what:10}  {'UNLIKE' if shift.unlike else 'alike':6}  {shift.told}: {shift.before:.2f} before, "
            f"{shift.now:.2f} now (index {shift.index:.2f}, limit {shift.limit:.2f})"
        )
