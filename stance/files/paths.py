"""Which files are meant: paths, folders with all below them, globs, and `-` for standard input."""

import glob
import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from stance.files.decoding import PACKINGS, Problem, packing

FORMATS = ("txt", "jsonl", "csv", "parquet", "html", "htm")


def paths(inputs: Iterable[str], without: Container[Path]) -> Iterator[str | Problem]:
    """Yield the files that `inputs` name, in order, but those `without`; a `Problem` where there is none."""
    for given in inputs:
        try:
            path = Path(given)
            one = given == "-" or (path.exists() and not path.is_dir())
            found = [given] if one else [*(_below(path) if path.is_dir() else _matching(path))]
            found = [each for each in found if each == given or not _one_of(each, without)]
        except (OSError, ValueError) as error:  # such as a whole article in place of a path
            why = getattr(error, "strerror", None) or error
            yield Problem(f"{given[:60]}…", f"is no path ({why}); give a file, or - for standard input.")
            continue
        yield from found
        if not found and Path(given).is_dir():
            yield Problem(given, f"no file in it ends in {endings()}; name the files one by one.")
        elif not found:
            yield Problem(given, "no such file or folder; check the path.")


def _one_of(path: str | Problem, without: Container[Path]) -> bool:
    try:
        return isinstance(path, str) and Path(path).resolve() in without
    except (OSError, RuntimeError):  # a loop of links
        return False


def _below(folder: Path) -> Iterator[str | Problem]:
    """Yield what ends as one of our files does below a folder, links to folders not followed, and what is closed."""
    closed: list[OSError] = []
    below = (str(Path(place, name)) for place, _, names in os.walk(folder, onerror=closed.append) for name in names)
    yield from sorted(path for path in below if file_format(path) in FORMATS)
    for error in closed:
        yield Problem(str(error.filename), f"cannot be listed ({error.strerror}); check its permissions.")


def _matching(pattern: Path) -> Iterator[str]:
    """Yield the files that match a pattern; `**` follows no link to a folder, for it could lead back."""
    parts = pattern.parts
    first = next((number for number, part in enumerate(parts) if glob.has_magic(part)), len(parts))
    if first < len(parts):
        found = Path(*parts[:first]).glob(str(Path(*parts[first:])))
        yield from sorted(str(path) for path in found if not path.is_dir() and not path.name.startswith("."))


def endings() -> str:
    """Return what the names of our files end in, for a message."""
    return ", ".join(f".{form}" for form in FORMATS) + f", each also with {' or '.join(PACKINGS)} behind"


def file_format(path: str) -> str:
    """Return the kind of file by its ending, the one before where it is packed."""
    return Path(path.removesuffix(Path(path).suffix) if packing(path) else path).suffix.lstrip(".").lower()
