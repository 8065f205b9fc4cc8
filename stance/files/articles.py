"""Reading articles: text, JSON Lines, CSV, Parquet and HTML, from files, folders, globs and standard input."""

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from stance.files.decoding import (
    LONGEST,
    InputError,
    Problem,
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
from stance.files.paths import endings, file_format, paths
from stance.types import Article

if TYPE_CHECKING:
    from pyarrow import RecordBatch

_OPTIONAL = ("title", "author", "published", "source", "url")
_DELIMITERS = ",;\t"
_MOST_NAMES, _LONGEST_NAME = 20, 60

Placed = tuple[str, Article]


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
    for path in paths((os.fspath(each) for each in many), own):
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


def _read(path: str, form: str | None) -> Iterator[Placed | Problem]:
    name = "standard input" if path == "-" else whole(path)
    kind = form or ("txt" if path == "-" else file_format(path))
    readers = {"txt": _text, "jsonl": _json_lines, "csv": _csv, "parquet": _parquet, "html": _html, "htm": _html}
    if kind not in readers:
        yield Problem(name, f"unknown kind of file {kind!r}; use {endings()}, or say --format.")
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
    except RecursionError:
        return Problem(place, "is not JSON (nested too deeply); one object a line.")
    except ValueError as error:
        return Problem(place, f"is not JSON ({getattr(error, 'msg', error)}); one object a line.")
    if not isinstance(record, dict):
        return Problem(place, f"is a {type(record).__name__}; one object with a field 'text' a line.")
    return _record(record, place, default)


def _csv(file: IO[bytes], name: str, base: str) -> Iterator[Placed | Problem]:
    csv.field_size_limit(LONGEST)  # a quotation mark that is never closed would take the rest of any file
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

    data = _whole_file(file, packing(name))
    try:
        source = pq.ParquetFile(data)
        _need_text(source.schema_arrow.names)
        columns = [column for column in source.schema_arrow.names if column in ("id", "text", *_OPTIONAL)]
        texts = {column.path for column in source.schema if column.physical_type == "BYTE_ARRAY"}
        # Values stay in the dictionaries that the file keeps, or a text that stands in every row would fill the memory.
        source = pq.ParquetFile(data, read_dictionary=[column for column in columns if column in texts])
        number = 0
        for batch in source.iter_batches(256, columns=columns):
            for row in range(batch.num_rows):
                number += 1
                yield _parquet_record(batch, row, f"{name}:{number}", f"{base}:{number}")
    except pa.ArrowException as error:
        raise InputError(f"is not a Parquet file that can be read ({str(error).splitlines()[0]}).") from None


def _whole_file(file: IO[bytes], packing: str) -> IO[bytes]:
    """Return a file of which any part can be read: a packed one unpacked, standard input in memory."""
    if packing:
        return io.BytesIO(limited(file, "such a table is not read packed. Unpack it."))
    return file if file.seekable() else io.BytesIO(file.read())


def _parquet_record(batch: "RecordBatch", row: int, place: str, default: str) -> Placed | Problem:
    try:
        record = {column: batch.column(column)[row].as_py() for column in batch.schema.names}
    except Exception as error:  # whatever a value raises that Python has no type for
        return Problem(place, f"has a value that cannot be read ({type(error).__name__}: {error}).")
    return _record(record, place, default)


def _need_text(columns: Iterable[str]) -> None:
    if "text" not in (present := list(columns)):
        raise InputError(f"has no column 'text' (it has: {_listed(present)}); rename one.")


def _listed(names: Iterable[object]) -> str:
    """Return names for a message, the first few of them, each cut off where it is long."""
    told = [" ".join(whole(str(name)).split())[:_LONGEST_NAME] for name in islice(names, _MOST_NAMES + 1)]
    if len(told) > _MOST_NAMES:
        told[-1] = "…"
    return ", ".join(told) or "none"


def _record(record: Mapping[str, object], place: str, default: str) -> Placed | Problem:
    text = record.get("text")
    if not isinstance(text, str) or not has_words(text):
        return Problem(place, f"has no 'text' that is a string with something in it (its fields: {_listed(record)}).")
    if len(text) > LONGEST:
        return Problem(place, f"is longer than {LONGEST:,} characters; no article is. Break it up.")
    fields = {key: "" if record.get(key) is None else whole(str(record[key])) for key in _OPTIONAL}
    name = record.get("id")
    return place, Article(default if name is None or name == "" else whole(str(name)), whole(text), **fields)
