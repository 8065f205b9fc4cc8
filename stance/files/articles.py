"""Reading articles: plain text, JSON Lines, CSV and Parquet, from files, folders, globs and standard input."""

import csv
import glob
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from stance.types import Article

FORMATS = ("txt", "jsonl", "csv", "parquet")
_OPTIONAL = ("title", "author", "published", "source", "url")


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


class _InputError(ValueError):
    """A file that cannot be read at all; the message is a `Problem`'s."""


def read_articles(inputs: Iterable[str], form: str | None = None) -> Iterator[Article | Problem]:
    """Yield the articles of files, folders (with all below them) and globs, in order; `-` is standard input.

    Args:
        inputs: Paths, globs or `-`.
        form: One of `FORMATS`, in place of what the file's name ends in; standard input is `txt` without it.

    Yields:
        Articles, and a `Problem` for each file or line that cannot be read. An id that came before gets its place
        appended, so that ids stay unique.
    """
    seen: set[str] = set()
    for path in _paths(inputs):
        if isinstance(path, Problem):
            yield path
            continue
        for found in _read(path, form):
            if isinstance(found, tuple):
                place, article = found
                if article.id in seen:
                    article = _renamed(article, f"{article.id}@{place}")
                seen.add(article.id)
                yield article
            else:
                yield found


def _renamed(article: Article, name: str) -> Article:
    return Article(name, article.text, article.title, article.author, article.published, article.source, article.url)


def _paths(inputs: Iterable[str]) -> Iterator[str | Problem]:
    for given in inputs:
        path = Path(given)
        if given == "-" or path.is_file():
            yield given
        elif path.is_dir():
            inside = sorted(str(p) for p in path.rglob("*") if p.is_file() and p.suffix.lstrip(".").lower() in FORMATS)
            yield from inside
            if not inside:
                yield Problem(given, f"no file in it ends in {_endings()}; name the files one by one.")
        else:
            # Path.glob takes no absolute patterns.
            matching = sorted(p for p in glob.glob(given, recursive=True) if Path(p).is_file())  # noqa: PTH207
            yield from matching
            if not matching:
                yield Problem(given, "no such file or folder; check the path.")


def _endings() -> str:
    return ", ".join(f".{form}" for form in FORMATS)


def _read(path: str, form: str | None) -> Iterator[tuple[str, Article] | Problem]:
    name = "standard input" if path == "-" else path
    kind = form or ("txt" if path == "-" else Path(path).suffix.lstrip(".").lower())
    readers = {"txt": _text, "jsonl": _json_lines, "csv": _csv, "parquet": _parquet}
    if kind not in readers:
        yield Problem(name, f"unknown kind of file {kind!r}; use {_endings()}, or say --format.")
        return
    try:
        yield from readers[kind](path, name)
    except _InputError as error:
        yield Problem(name, str(error))
    except OSError as error:
        yield Problem(name, f"cannot be read ({error.strerror or error}); check the file and its permissions.")


def _bytes(path: str) -> bytes:
    data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    if not data.strip():
        raise _InputError("is empty; give a file with text in it.")
    return data


def _decode(data: bytes) -> str:
    """Return the text of UTF-8 (a byte-order mark is kept as part of the text) or of UTF-16 with its mark."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    if encoding == "utf-8" and b"\0" in data[:4096] and data[:4096].count(b"\0") > len(data[:4096]) // 20:
        raise _InputError("is a binary file; give text.")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _InputError(
            f"is not {encoding.upper()} at byte {error.start}; convert it first, such as with iconv -f LATIN1 -t UTF-8."
        ) from None


def _text(path: str, name: str) -> Iterator[tuple[str, Article] | Problem]:
    text = _decode(_bytes(path))
    yield name, Article("stdin" if path == "-" else Path(path).name, text)


def _json_lines(path: str, name: str) -> Iterator[tuple[str, Article] | Problem]:
    for number, line in enumerate(_decode(_bytes(path)).lstrip("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        place = f"{name}:{number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Problem(place, f"is not JSON ({getattr(error, 'msg', 'nested too deeply')}); one object a line.")
            continue
        if not isinstance(record, dict):
            yield Problem(place, f"is a {type(record).__name__}; one object with a field 'text' a line.")
            continue
        yield _record(record, place, _line_id(path, number))


def _csv(path: str, name: str) -> Iterator[tuple[str, Article] | Problem]:
    reader = csv.DictReader(io.StringIO(_decode(_bytes(path)).lstrip("\ufeff"), newline=""))
    csv.field_size_limit(sys.maxsize)
    _need_text(reader.fieldnames or ())
    try:
        for record in reader:
            yield _record(record, f"{name}:{reader.line_num}", _line_id(path, reader.line_num))
    except csv.Error as error:
        yield Problem(f"{name}:{reader.line_num}", f"is not CSV ({error}); quote the fields that hold commas or lines.")


def _parquet(path: str, name: str) -> Iterator[tuple[str, Article] | Problem]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        source = pq.ParquetFile(io.BytesIO(_bytes(path)) if path == "-" else path)
        _need_text(source.schema_arrow.names)
        columns = [column for column in source.schema_arrow.names if column in ("id", "text", *_OPTIONAL)]
        number = 0
        for batch in source.iter_batches(256, columns=columns):
            for record in batch.to_pylist():
                number += 1
                yield _record(record, f"{name}:{number}", _line_id(path, number))
    except pa.ArrowException as error:
        raise _InputError(f"is not a Parquet file that can be read ({str(error).splitlines()[0]}).") from None


def _need_text(columns: Iterable[str]) -> None:
    if "text" not in (present := list(columns)):
        raise _InputError(f"has no column 'text' (it has: {', '.join(present) or 'none'}); rename one.")


def _line_id(path: str, number: int) -> str:
    return f"{'stdin' if path == '-' else Path(path).name}:{number}"


def _record(record: Mapping[str, object], place: str, default: str) -> tuple[str, Article] | Problem:
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        has = ", ".join(str(key) for key in record) or "none"
        return Problem(place, f"has no 'text' that is a string with something in it (its fields: {has}).")
    fields = {key: "" if record.get(key) is None else str(record[key]) for key in _OPTIONAL}
    name = record.get("id")
    return place, Article(default if name is None or name == "" else str(name), text, **fields)
