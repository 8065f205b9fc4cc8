"""Labelled data from outside of the corpus: JSON Lines, gzipped or not, a record a line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from stance.files.decoding import InputError, lines, opened
from training.data.corpus import CorpusError

T = TypeVar("T")


def read_records(path: Path, parse: Callable[[int, Any], T], needs: str) -> list[T]:
    """Return what `parse` makes of each line's number and value; empty lines are none.

    Args:
        path: The file.
        parse: Makes something of a record, or raises ValueError, KeyError or TypeError.
        needs: What a record needs, to tell whoever wrote the file.

    Raises:
        CorpusError: The file or a line of it cannot be read; the message names it.
    """
    found = []
    try:
        with opened(str(path)) as file:
            for number, line in lines(file):
                if isinstance(line, InputError) or line.strip():
                    found.append(_parsed(f"{path}:{number}", number, line, parse, needs))
    except (OSError, InputError) as error:
        raise CorpusError(f"{path}: cannot be read: {error}") from None
    return found


def _parsed(place: str, number: int, line: str | InputError, parse: Callable[[int, Any], T], needs: str) -> T:
    if isinstance(line, InputError):
        raise CorpusError(f"{place}: {line}")
    try:
        return parse(number, json.loads(line))
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{place}: no such record ({type(error).__name__}: {error}); {needs}.") from None
