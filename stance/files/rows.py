"""Writing rows: JSON Lines, CSV and Parquet, beside the file first and in its place when all is written."""

import csv
import io
import json
import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from stance.labels import STANCES
from stance.types import ROW_FIELDS

if TYPE_CHECKING:
    import pyarrow as pa

Record = Mapping[str, object]
_INTEGERS = ("sentence", "start", "end", "actor_start", "actor_end")
_FLOATS = (*(f"p_{stance}" for stance in STANCES), "p_group", "p_actor")


def arrow_schema() -> "pa.Schema":
    """Return the types of the fields of a row, as Arrow and Parquet have them."""
    import pyarrow as pa

    types: dict[str, Any] = dict.fromkeys(ROW_FIELDS, pa.string())
    types |= dict.fromkeys(_INTEGERS, pa.int64()) | dict.fromkeys(_FLOATS, pa.float64())
    return pa.schema([*(types | {"abstained": pa.bool_()}).items()])


class RowWriter(ABC):
    """Writes rows one by one. As a context manager it puts the file in place at the end, or leaves none on an error."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._partial = path.with_name(f".{path.name}.partial") if path else None

    @abstractmethod
    def write(self, row: Record) -> None:
        """Write one row, with the fields of `ROW_FIELDS`."""

    @abstractmethod
    def close(self) -> None:
        """Write what is left."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self.close()
            if self.path is not None and self._partial is not None and kind is None:
                self._partial.replace(self.path)
        finally:
            if self._partial is not None:
                self._partial.unlink(missing_ok=True)


def rows_writer(path: Path | None, form: str | None = None) -> RowWriter:
    """Return the writer for `path`, or for standard output without one.

    Args:
        path: Where to write; its ending chooses the format.
        form: `jsonl`, `csv` or `parquet`, in place of the ending.

    Raises:
        ValueError: The format is unknown; the message lists those that are.
    """
    writers: dict[str, Callable[[Path | None], RowWriter]] = {"jsonl": _JsonLines, "csv": _Csv, "parquet": _Parquet}
    return writers[check_rows_path(path, form)](path)


def check_rows_path(path: Path | None, form: str | None = None) -> str:
    """Return the format of the rows that can be written to `path`; see `rows_writer`."""
    kind = form or (path.suffix.lstrip(".").lower() if path else "jsonl")
    if kind not in ("jsonl", "csv", "parquet") or (kind == "parquet" and path is None):
        raise ValueError(f"Cannot write rows as {kind!r} here; use a file that ends in .jsonl, .csv or .parquet.")
    if path is not None and not path.parent.is_dir():
        raise ValueError(f"Cannot write {path}: there is no folder {path.parent}; make it first.")
    if path is not None and path.is_dir():
        raise ValueError(f"Cannot write {path}: it is a folder; name a file.")
    return kind


class _Lines(RowWriter):
    def __init__(self, path: Path | None) -> None:
        super().__init__(path)
        if self._partial:
            self.file: IO[str] = self._partial.open("w", encoding="utf-8", newline="", errors="replace")
            return
        self.file = sys.stdout
        if isinstance(self.file, io.TextIOWrapper):
            self.file.reconfigure(encoding="utf-8", errors="replace")  # rows are for programs, whatever the locale

    def close(self) -> None:
        if self._partial:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
        else:
            self.file.flush()


class _JsonLines(_Lines):
    def write(self, row: Record) -> None:
        self.file.write(json.dumps(row, ensure_ascii=False) + "\n")


class _Csv(_Lines):
    def __init__(self, path: Path | None) -> None:
        super().__init__(path)
        self._rows = csv.DictWriter(self.file, ROW_FIELDS, lineterminator="\n")
        self._rows.writeheader()

    def write(self, row: Record) -> None:
        self._rows.writerow(row)


class _Parquet(RowWriter):
    def __init__(self, path: Path | None) -> None:
        import pyarrow.parquet as pq

        super().__init__(path)
        self._schema = arrow_schema()
        self._file = pq.ParquetWriter(str(self._partial), self._schema)
        self._waiting: list[Record] = []

    def write(self, row: Record) -> None:
        self._waiting.append(row)
        if len(self._waiting) >= 10_000:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        self._file.write_table(pa.Table.from_pylist(self._waiting, schema=self._schema))
        self._waiting.clear()

    def close(self) -> None:
        self._flush()
        self._file.close()
