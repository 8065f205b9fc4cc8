"""The commands of `python -m training`."""

import typer

from training.cli import models, outside, studies

app = typer.Typer(help="Train and measure models.", no_args_is_help=True, add_completion=False)
for command in (
    models.train,
    models.evaluate,
    models.baseline,
    models.promote,
    outside.targets,
    outside.sources,
    outside.encoder,
    studies.curve,
    studies.suggestions,
    studies.suspects,
    studies.doubts,
):
    app.command()(command)
