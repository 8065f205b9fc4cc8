"""Files that are there as a whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replacing(path: Path, encoding: str = "utf-8") -> Iterator[IO[str]]:
    """Open a file for text that takes the place of `path` at the end; on an error what stood there stays.

    Raises:
        ValueError: There is no folder for it.
    """
    if not path.parent.is_dir():
        raise ValueError(f"Cannot write {path}: there is no folder {path.parent}; make it first.")
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("w", encoding=encoding, newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
