import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from stance.labelling import Reading, ReadingError, read_readings, write_readings
from stance.labelling.jsonl import parse, record
from tests.labelling.readings import ARTICLE, TEXT, reading, readings


def lines(path: Path, *records: object) -> Path:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")
    return path


def test_a_file_holds_a_reading_a_line_with_the_fields_of_the_corpus(tmp_path: Path) -> None:
    written = [reading("anna"), reading("ben")]
    write_readings(written, tmp_path / "r.jsonl")
    assert read_readings(tmp_path / "r.jsonl") == written
    first = json.loads((tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert list(first) == [
        *("id", "text", "title", "author", "published", "source", "url"),
        *("annotator", "codebook", "sentences"),
    ]
    assert first["sentences"][0] == {
        "start": 0,
        "end": 24,
        "paragraph": 0,
        "attributions": [
            {"actor": "Ada Okoro", "start": 0, "end": 5, "mode": "indirect", "group": "expert", "stance": "support"}
        ],
    }
    assert [path.name for path in tmp_path.iterdir()] == ["r.jsonl"]


@given(readings())
def test_nothing_is_lost(any_reading: Reading) -> None:
    assert parse(json.loads(json.dumps(record(any_reading)))) == any_reading


def changed(change: Callable[[Any], object]) -> object:
    value: dict[str, Any] = record(reading())
    change(value)
    return value


def without(name: str) -> object:
    return {key: value for key, value in record(reading()).items() if key != name}


def in_label(**values: object) -> object:
    return changed(lambda line: line["sentences"][0]["attributions"][0].update(values))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ([1], "the reading is a list; write an object with id, text"),
        (without("annotator"), "the reading has no field 'annotator'; add it."),
        (
            changed(lambda line: line.update(genre="brief")),
            "the reading has a field 'genre'; remove it, or use one",
        ),
        (changed(lambda line: line.update(text=None)), "'text' of the reading is 'None'; write a string."),
        (changed(lambda line: line.update(id="\ud800")), "'id' of the reading holds half of a character"),
        (changed(lambda line: line["sentences"][1].pop("end")), "sentences.1 has no field 'end'; add it."),
        (changed(lambda line: line["sentences"][1].update(end=3)), "sentence 25-3 of paragraph 0 is no range"),
        (in_label(stance="neutral"), "sentences.0.attributions.0: Unknown stance 'neutral'; use one of: support,"),
        (in_label(group="army"), "sentences.0.attributions.0: Unknown group 'army'; use one of: deploying_government,"),
        (in_label(start=True), "'start' of sentences.0.attributions.0 is 'True'; write a whole number or null."),
        (in_label(start=30, end=34), "mention 30-34 of 'Ada Okoro' does not lie in its sentence 0-24"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_remedy(tmp_path: Path, line: object, message: str) -> None:
    path = lines(tmp_path / "r.jsonl", record(reading("ben")), line)
    with pytest.raises(ReadingError) as caught:
        read_readings(path)
    assert str(caught.value).startswith(f"{path}:2: {message}")


def test_every_faulty_line_is_told(tmp_path: Path) -> None:
    path = lines(tmp_path / "r.jsonl", 1, record(reading()), 2)
    with pytest.raises(ReadingError, match=rf"^{path}:1: .*\n{path}:3: .*$"):
        read_readings(path)


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (reading("anna"), "'anna' has read 'a1' in line 1 already; remove one of the two."),
        (reading("ben", replace(ARTICLE, text=f"{TEXT} ")), "another text is called 'a1' above; give each article"),
    ],
)
def test_what_goes_not_together(tmp_path: Path, second: Reading, message: str) -> None:
    write_readings([reading("anna"), second], tmp_path / "r.jsonl")
    with pytest.raises(ReadingError, match=message):
        read_readings(tmp_path / "r.jsonl")


@pytest.mark.parametrize(("content", "message"), [(b"", "is empty"), (b"\xff", "line 1 is not UTF-8 at byte 0")])
def test_no_text(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "r.jsonl").write_bytes(content)
    with pytest.raises(ReadingError, match=message):
        read_readings(tmp_path / "r.jsonl")


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="No such file"):
        read_readings(tmp_path / "none.jsonl")


def test_a_fault_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    def faulty() -> object:
        yield reading()
        raise KeyboardInterrupt

    (tmp_path / "r.jsonl").write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_readings(faulty(), tmp_path / "r.jsonl")  # type: ignore[arg-type]
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("r.jsonl", "old")]
