"""How every command ends: its exit codes, and the one line that says why."""

from typing import NoReturn

import typer

SOME_FAILED, UNUSABLE, INTERRUPTED = 1, 2, 130


def fail(message: object) -> NoReturn:
    """Say on standard error what was wrong, and end with `UNUSABLE`."""
    complain(message)
    raise typer.Exit(UNUSABLE)


def complain(message: object) -> None:
    """Say on standard error what is wrong, and go on."""
    from stance.terminal import safe

    typer.echo(f"stance: {safe(str(message))}", err=True)
