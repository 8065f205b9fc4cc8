"""`stance label migrate`: readings from one codebook to the next."""

from pathlib import Path
from typing import Annotated

import typer

from stance.cli.exits import fail


def migrate(
    readings: Annotated[Path, typer.Argument(metavar="READINGS", help="File of readings, .jsonl.")],
    changes: Annotated[Path, typer.Option(help="What became of the labels, .toml; see `stance.labelling.migration`.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="File of readings, .jsonl.")],
    codebook: Annotated[Path | None, typer.Option(help="The rules to follow; else those of this package.")] = None,
) -> None:
    """Bring labels that were given under older rules under a codebook, by an explicit map."""
    from stance.labelling import write_readings
    from stance.labelling.codebook import OURS, Codebook
    from stance.labelling.migration import migrated_readings, read_changes

    try:
        rules = Codebook.read(codebook or OURS)
        found = migrated_readings(readings, read_changes(changes), rules.digest)
        write_readings(found, output)
    except (ValueError, OSError) as error:
        fail(error)
    typer.echo(f"{len(found)} readings follow codebook {rules.digest[:12]}: {output}", err=True)
