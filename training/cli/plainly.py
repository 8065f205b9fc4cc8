"""How every command tells what a user can mend, and what all of them take."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from stance.models.base import FitError
from stance.models.store import ModelError
from training.config import ConfigError
from training.data import CorpusError

P = ParamSpec("P")

LINEAR = Path("configs/linear.yaml")
Overrides = Annotated[list[str] | None, typer.Argument(help="Settings to change, as key=value.")]
Settings = Annotated[Path, typer.Option(help="A file of settings.")]


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn the errors that a user can mend into a line on standard error and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (ConfigError, CorpusError, FitError, ModelError) as error:
            typer.echo(error, err=True)
            raise typer.Exit(1) from None

    return run
