"""How every command ends: its exit codes, and the one line that says why."""

import os
import sys
from typing import NoReturn

import typer

SOME_FAILED, UNUSABLE, INTERRUPTED = 1, 2, 130


def fail(message: object) -> NoReturn:
    """Say on standard error what was wrong, and end with `UNUSABLE`."""
    complain(message)
    raise typer.Exit(UNUSABLE)


def reader_left() -> None:
    """Whoever reads the pipe has had enough, which is no error; flushing at exit would only fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: object) -> None:
    """Say on standard error what is wrong, and go on."""
    from stance.terminal import safe

    typer.echo(f"stance: {safe(str(message))}", err=True)
