"""Rows read back from the files that `stance classify` wrote, checked field by field; an error names file and line."""

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping
from math import nan
from pathlib import Path
from typing import IO, TypeVar

from stance.files.decoding import LONGEST, InputError, csv_lines, lines, opened, packing
from stance.labels import STANCES, Group, Label, Mode, Stance
from stance.predictor import Row
from stance.types import ROW_FIELDS, Actor, Attribution, Mention, Sentence, Span, Unattributed

Record = Mapping[str, object]
Numbered = Iterator[tuple[int, Record]]
L = TypeVar("L", bound=Label)
_MARKS = ("article", "p_support", "p_actor", "codebook")
_WAY_OUT = "write the rows again with `stance classify`"
_ROUNDING = 0.001  # probabilities are written with four digits


def holds_rows(path: str | os.PathLike[str]) -> bool:
    """Tell whether a file looks like rows (`.jsonl`, `.csv` or `.parquet` with their fields), not like articles."""
    if _form(path) not in _READERS or not Path(path).is_file():
        return False
    try:
        with opened(os.fspath(path)) as file:
            _, first = next(_READERS[_form(path)](file), (0, {}))
    except (InputError, OSError):
        return False
    return all(name in first for name in _MARKS)


def read_rows(path: str | os.PathLike[str]) -> Iterator[Row]:
    """Yield the rows of a file in order.

    What rows do not tell, such as the paragraph, has its default; `row()` of what is read is what was written.

    Raises:
        InputError: The file cannot be read, or a line of it is no row; the message names the line, what is wrong and
            the way out.
    """
    for number, record in _records(path):
        try:
            yield row_of(record)
        except ValueError as error:
            raise InputError(f"{path}:{number}: {error}") from None


def _records(path: str | os.PathLike[str]) -> Iterator[tuple[int, Record]]:
    form = _form(path)
    if form not in _READERS:
        raise InputError(f"{path}: cannot be read as rows; give a file that ends in .jsonl, .csv or .parquet.")
    try:
        with opened(os.fspath(path)) as file:
            yield from _READERS[form](file)
    except InputError as error:
        raise InputError(f"{path}{error}" if str(error).startswith(":") else f"{path}: {error}") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}); check the path.") from None


def row_of(record: Record) -> Row:
    """Return the row that has the fields `record`: the way back from `row()`.

    Raises:
        InputError: A field is missing, of another type or not possible.
    """
    missing = [name for name in ROW_FIELDS if name not in record]
    if missing:
        raise InputError(f"has no field {missing[0]!r}; give rows as `stance classify` writes them.")
    start, end = _whole(record, "start"), _whole(record, "end")
    text = _string(record, "text")
    if not start < end or len(text) != end - start:
        raise InputError(f"has {len(text)} characters of text for the offsets {start} to {end}; {_WAY_OUT}.")
    sentence = Sentence(_whole(record, "sentence"), Span(start, end), text, paragraph=0, heading=False)
    article, model, codebook = (_string(record, name) for name in ("article", "model", "codebook"))
    if _absent(record["actor"]):
        return Unattributed(article, sentence, model, codebook)
    return Attribution(
        article=article,
        mention=Mention(sentence, Actor(_string(record, "actor")), _source(record), _label(record, "mode", Mode)),
        group=_label(record, "group", Group),
        stance=_label(record, "stance", Stance),
        p_stance=_stances(record),
        p_group=_probability(record, "p_group"),
        p_actor=_probability(record, "p_actor"),
        possible=_possible(record),
        abstained=_truth(record, "abstained"),
        model=model,
        codebook=codebook,
    )


def _form(path: str | os.PathLike[str]) -> str:
    name = os.fspath(path)
    return Path(name.removesuffix(Path(name).suffix) if packing(name) else name).suffix.lstrip(".").lower()


def _json_lines(file: IO[bytes]) -> Numbered:
    for number, line in lines(file):
        if isinstance(line, InputError):
            raise InputError(f":{number}: {line}")
        if line.strip():
            yield number, _json_record(line, number)


def _json_record(line: str, number: int) -> Record:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        why = getattr(error, "msg", "nested too deeply")
        raise InputError(f":{number}: is not JSON ({why}); {_WAY_OUT}.") from None
    if not isinstance(record, dict):
        raise InputError(f":{number}: is a {type(record).__name__}, not an object; {_WAY_OUT}.")
    return record


def _csv(file: IO[bytes]) -> Numbered:
    csv.field_size_limit(LONGEST)
    reader = csv.reader(csv_lines(file), strict=True)
    line = 1  # where the record begins that is read next
    try:
        header = next(reader)
        line = reader.line_num + 1
        for values in reader:
            if len(values) != len(header):
                raise InputError(f":{line}: has {len(values)} fields, the header {len(header)}; {_WAY_OUT}.")
            yield line, dict(zip(header, values, strict=True))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f":{line}: is not CSV ({error}); {_WAY_OUT}.") from None


def _parquet(file: IO[bytes]) -> Numbered:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        source = pq.ParquetFile(file if file.seekable() else io.BytesIO(file.read()))
        columns = [name for name in source.schema_arrow.names if name in ROW_FIELDS]
        number = 0
        for batch in source.iter_batches(1024, columns=columns):
            for record in batch.to_pylist():
                number += 1
                yield number, record
    except pa.ArrowException as error:
        raise InputError(f"is not a Parquet file that can be read ({str(error).splitlines()[0]}).") from None


_READERS = {"jsonl": _json_lines, "csv": _csv, "parquet": _parquet}


def _string(record: Record, name: str) -> str:
    value = record[name]
    if not isinstance(value, str) or not value:
        raise InputError(f"{name} is {value!r}; a string with something in it is needed; {_WAY_OUT}.")
    return value


def _absent(value: object) -> bool:
    """Tell whether a field is empty, in any of the ways in which data frames write that."""
    return value is None or value == "" or value != value


def _number(value: object) -> float:
    """Return the number that a field holds, NaN where it holds none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return nan
    try:
        return float(value)
    except (ValueError, OverflowError):
        return nan


def _whole(record: Record, name: str) -> int:
    number = _number(record[name])
    if not (number >= 0 and number.is_integer()):
        raise InputError(f"{name} is {record[name]!r}; a whole number from 0 is needed; {_WAY_OUT}.")
    return int(number)


def _probability(record: Record, name: str) -> float:
    number = _number(record[name])
    if not 0 <= number <= 1:
        raise InputError(f"{name} is {record[name]!r}; a probability from 0 to 1 is needed; {_WAY_OUT}.")
    return number


def _truth(record: Record, name: str) -> bool:
    value = str(record[name]).lower()
    if value not in ("true", "false"):
        raise InputError(f"{name} is {record[name]!r}; true or false is needed; {_WAY_OUT}.")
    return value == "true"


def _label(record: Record, name: str, labels: type[L]) -> L:
    return labels.parse(_string(record, name))


def _possible(record: Record) -> tuple[Stance, ...]:
    return tuple(Stance.parse(name) for name in _string(record, "possible").split())


def _stances(record: Record) -> dict[Stance, float]:
    p = {stance: _probability(record, f"p_{stance}") for stance in STANCES}
    if abs(sum(p.values()) - 1) > _ROUNDING:
        raise InputError(f"the probabilities of the stances add up to {sum(p.values()):.4g}, not 1; {_WAY_OUT}.")
    return p


def _source(record: Record) -> Span | None:
    if _absent(record["actor_start"]) and _absent(record["actor_end"]):
        return None
    start, end = _whole(record, "actor_start"), _whole(record, "actor_end")
    if not start < end:
        raise InputError(f"actor_start {start} and actor_end {end} hold nothing between them; {_WAY_OUT}.")
    return Span(start, end)
