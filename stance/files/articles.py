"""Reading articles: text, JSON Lines, CSV, Parquet and HTML, from files, folders, globs and standard input."""

import csv
import glob
import io
import json
import os
import sys
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from stance.files.decoding import (
    PACKINGS,
    InputError,
    csv_lines,
    decode,
    has_words,
    limited,
    lines,
    opened,
    packing,
    whole,
)
from stance.files.html import main_text
from stance.types import Article

FORMATS = ("txt", "jsonl", "csv", "parquet", "html", "htm")
_OPTIONAL = ("title", "author", "published", "source", "url")
_DELIMITERS = ",;\t"

Placed = tuple[str, Article]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read.

    Attributes:
        place: The file, with `:line` where one is to blame.
        message: What is wrong and the way out.
    """

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def read_articles(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    form: str | None = None,
    without: Iterable[Path] = (),
) -> Iterator[Article | Problem]:
    """Yield the articles of files, folders (with all below them) and globs, in order; `-` is standard input.

    Only plain text and UTF-16 are held in memory as a whole, other files a few records at a time.

    Args:
        inputs: Paths, globs or `-`, one or several.
        form: One of `FORMATS`, in place of what the file's name ends in; standard input is `txt` without it.
        without: Files that are passed over in folders and globs, such as what an earlier run wrote there.

    Yields:
        Articles, and a `Problem` for each file or line that cannot be read. An id that came before gets its place
        appended, so that ids stay unique.
    """
    seen: set[str] = set()
    own = {each.resolve() for each in without}
    many = [inputs] if isinstance(inputs, (str, os.PathLike)) else inputs
    for path in _paths((os.fspath(each) for each in many), own):
        if isinstance(path, Problem):
            yield path
            continue
        for found in _read(path, form):
            if isinstance(found, tuple):
                place, article = found
                if article.id in seen:
                    article = replace(article, id=f"{article.id}@{place}")
                seen.add(article.id)
                yield article
            else:
                yield found


def _paths(inputs: Iterable[str], without: Container[Path]) -> Iterator[str | Problem]:
    for given in inputs:
        try:
            found = [given] if given == "-" or Path(given).is_file() else _inside(given)
            found = [path for path in found if path == given or Path(path).resolve() not in without]
        except OSError as error:  # such as a whole article in place of a path
            yield Problem(f"{given[:60]}…", f"is no path ({error.strerror}); give a file, or - for standard input.")
            continue
        yield from found
        if not found and Path(given).is_dir():
            yield Problem(given, f"no file in it ends in {_endings()}; name the files one by one.")
        elif not found:
            yield Problem(given, "no such file or folder; check the path.")


def _inside(given: str) -> list[str]:
    """Return the files below a folder that end as one of ours does, or those that match a pattern."""
    if Path(given).is_dir():
        below = (path for path in Path(given).rglob("*") if _format(str(path)) in FORMATS)
        return sorted(str(path) for path in below if path.is_file())
    matching = glob.glob(given, recursive=True)  # noqa: PTH207 (Path.glob takes no absolute patterns)
    return sorted(path for path in matching if Path(path).is_file())


def _endings() -> str:
    return ", ".join(f".{form}" for form in FORMATS) + f", each also with {' or '.join(PACKINGS)} behind"


def _format(path: str) -> str:
    """Return the kind of file by its ending, the one before where it is packed."""
    return Path(path.removesuffix(Path(path).suffix) if packing(path) else path).suffix.lstrip(".").lower()


def _read(path: str, form: str | None) -> Iterator[Placed | Problem]:
    name = "standard input" if path == "-" else path
    kind = form or ("txt" if path == "-" else _format(path))
    readers = {"txt": _text, "jsonl": _json_lines, "csv": _csv, "parquet": _parquet, "html": _html, "htm": _html}
    if kind not in readers:
        yield Problem(name, f"unknown kind of file {kind!r}; use {_endings()}, or say --format.")
        return
    empty = True
    try:
        with opened(path) as file:
            for found in readers[kind](file, name, whole("stdin" if path == "-" else Path(path).name)):
                empty = False
                yield found
        if empty:
            yield Problem(name, "holds no articles; give a file with text in it.")
    except InputError as error:
        yield Problem(name, str(error))
    except OSError as error:
        yield Problem(name, f"cannot be read ({error.strerror or error}); check the file and its permissions.")


def _text(file: IO[bytes], name: str, base: str) -> Iterator[Placed | Problem]:
    data = limited(file)
    if not data.strip():
        raise InputError("is empty; give a file with text in it.")
    text = decode(data)
    if not has_words(text):
        raise InputError("has no letter or digit in it; give a file with text in it.")
    yield name, Article(base, text)


def _html(file: IO[bytes], name: str, base: str) -> Iterator[Placed | Problem]:
    fields = main_text(limited(file))
    if not has_words(fields["text"]):
        raise InputError("holds no main text that can be told from menus and notices; give the text itself.")
    yield name, Article(base, **{key: whole(value) for key, value in fields.items()})


def _json_lines(file: IO[bytes], name: str, base: str) -> Iterator[Placed | Problem]:
    for number, line in lines(file):
        place = f"{name}:{number}"
        if isinstance(line, InputError):
            yield Problem(place, str(line))
        elif line.strip():
            yield _json_record(line, place, f"{base}:{number}")


def _json_record(line: str, place: str, default: str) -> Placed | Problem:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Problem(place, f"is not JSON ({getattr(error, 'msg', 'nested too deeply')}); one object a line.")
    if not isinstance(record, dict):
        return Problem(place, f"is a {type(record).__name__}; one object with a field 'text' a line.")
    return _record(record, place, default)


def _csv(file: IO[bytes], name: str, base: str) -> Iterator[Placed | Problem]:
    csv.field_size_limit(sys.maxsize)
    rows = csv_lines(file)
    header = next(rows)
    delimiter = next((each for each in _DELIMITERS if "text" in next(csv.reader([header], delimiter=each))), ",")
    columns = next(csv.reader([header], delimiter=delimiter))
    _need_text(columns)
    reader = csv.reader(rows, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 2
        try:
            values = next(reader, None)
        except csv.Error as error:
            yield Problem(
                f"{name}:{line}", f"is not CSV ({error}); quote fields that hold commas, quotes or line ends."
            )
            continue
        if values is None:
            return
        if len(values) > len(columns):
            yield Problem(
                f"{name}:{line}", f"has {len(values)} fields, the header {len(columns)}; quote fields that hold commas."
            )
        elif values:
            yield _record(dict(zip(columns, values, strict=False)), f"{name}:{line}", f"{base}:{line}")


def _parquet(file: IO[bytes], name: str, base: str) -> Iterator[Placed | Problem]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        source = pq.ParquetFile(file if file.seekable() else io.BytesIO(file.read()))
        _need_text(source.schema_arrow.names)
        columns = [column for column in source.schema_arrow.names if column in ("id", "text", *_OPTIONAL)]
        number = 0
        for batch in source.iter_batches(256, columns=columns):
            for record in batch.to_pylist():
                number += 1
                yield _record(record, f"{name}:{number}", f"{base}:{number}")
    except pa.ArrowException as error:
        raise InputError(f"is not a Parquet file that can be read ({str(error).splitlines()[0]}).") from None


def _need_text(columns: Iterable[str]) -> None:
    if "text" not in (present := list(columns)):
        raise InputError(f"has no column 'text' (it has: {', '.join(present) or 'none'}); rename one.")


def _record(record: Mapping[str, object], place: str, default: str) -> Placed | Problem:
    text = record.get("text")
    if not isinstance(text, str) or not has_words(text):
        has = ", ".join(str(key) for key in record) or "none"
        return Problem(place, f"has no 'text' that is a string with something in it (its fields: {has}).")
    fields = {key: "" if record.get(key) is None else whole(str(record[key])) for key in _OPTIONAL}
    name = record.get("id")
    return place, Article(default if name is None or name == "" else whole(str(name)), whole(text), **fields)
