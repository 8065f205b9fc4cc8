"""The command line: `stance`, a module for each of its commands."""

import io
import logging
import sys
from typing import Annotated

import typer

import stance
from stance.cli.classify import EXITS, classify
from stance.cli.drift import drift
from stance.cli.explain import explain
from stance.cli.label import app as label
from stance.cli.report import EXITS as REPORT_EXITS
from stance.cli.report import export, report

app = typer.Typer(help=stance.__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command(epilog=EXITS)(classify)
app.command()(explain)
app.command(epilog=REPORT_EXITS)(report)
app.command(epilog=REPORT_EXITS)(export)
app.add_typer(label, name="label")
app.command()(drift)


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


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a question mark where the terminal's encoding lacks a character
    app()
