"""What commands do alike with the files that they are given."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from stance.cli.exits import complain

if TYPE_CHECKING:
    from stance.types import Article


def read(inputs: str | list[str]) -> "tuple[list[Article], int]":
    """Return the articles of files, and how many problems there were; each of these is told."""
    from stance.files import Problem, read_articles

    found = list(read_articles(inputs))
    problems = [each for each in found if isinstance(each, Problem)]
    for problem in problems:
        complain(problem)
    return [each for each in found if not isinstance(each, Problem)], len(problems)


def refuse_to_overwrite(inputs: Iterable[str], output: Path | None) -> None:
    """Raise ValueError where `output` is one of the inputs."""
    if output is not None and output.exists() and any(Path(each).resolve() == output.resolve() for each in inputs):
        raise ValueError(f"{output} is an input; write to another file.")
