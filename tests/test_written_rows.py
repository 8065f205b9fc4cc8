"""Rows of a file read back: the same rows, or an error that names the line."""

import contextlib
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stance
from stance.files import holds_rows, read_rows, rows_writer
from stance.files.decoding import InputError
from stance.files.written import row_of
from stance.predictor import Row

TEXT = "Marou said the troops should leave.\n\nIt rained. “They must stay until the army\ncan fight,” said Ilda Renn."
ROWS = stance.predict(stance.Article("a,\n1", TEXT), all_sentences=True)


def written(path: Path, rows: list[Row] = ROWS) -> Path:
    with rows_writer(path) as writer:
        for row in rows:
            writer.write(row.row())
    return path


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_rows_come_back_as_they_were_written(tmp_path: Path, form: str) -> None:
    path = written(tmp_path / f"rows.{form}")
    assert holds_rows(path)
    assert [row.row() for row in read_rows(path)] == [row.row() for row in ROWS]
    assert {type(row) for row in ROWS} == {type(row) for row in read_rows(path)}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_rows_come_back_from_a_data_frame_that_was_filtered(tmp_path: Path, form: str) -> None:
    frame = pd.DataFrame([row.row() for row in ROWS])  # its missing offsets make numbers of the others
    frame.to_csv(tmp_path / "rows.csv", index=False)
    frame.to_parquet(tmp_path / "rows.parquet", index=False)
    assert [row.row() for row in read_rows(tmp_path / f"rows.{form}")] == [row.row() for row in ROWS]


def test_articles_are_no_rows(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "He left."}\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text("He left.", encoding="utf-8")
    assert not any(holds_rows(tmp_path / name) for name in ("a.jsonl", "a.txt", "none.csv"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stance": "neutral"}, "Unknown stance 'neutral'; use one of: support, oppose"),
        ({"group": "army"}, "Unknown group 'army'; use one of: deploying_government"),
        ({"p_oppose": 1.5}, "p_oppose is 1.5; a probability from 0 to 1 is needed"),
        ({"p_actor": float("nan")}, "p_actor is nan; a probability"),
        ({"p_group": None}, "p_group is None; a probability"),
        ({"p_support": 0.0, "p_oppose": 0.0, "p_conditional": 0.0, "p_none": 0.5}, "add up to 0.5, not 1"),
        ({"start": 1}, "has 35 characters of text for the offsets 1 to 35"),
        ({"start": -1}, "start is -1; a whole number from 0 is needed"),
        ({"sentence": True}, "sentence is True; a whole number"),
        ({"end": "x"}, "end is 'x'; a whole number"),
        ({"actor_start": 4, "actor_end": 4}, "actor_start 4 and actor_end 4 hold nothing between them"),
        ({"abstained": "maybe"}, "abstained is 'maybe'; true or false is needed"),
        ({"article": ""}, "article is ''; a string with something in it is needed"),
        ({"actor": 7}, "actor is 7; a string with something in it is needed"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(tmp_path: Path, change: dict[str, object], message: str) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [ROWS[0].row(), ROWS[0].row() | change]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list(read_rows(path))
    assert str(caught.value).startswith(f"{path}:2: ")
    assert message in str(caught.value)
    assert "stance classify" in str(caught.value) or "use one of" in str(caught.value)


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    row = ROWS[0].row()
    del row["p_none"]
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(InputError, match=r"rows\.jsonl:1: has no field 'p_none'; give rows as"):
        list(read_rows(path))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("r.jsonl", b'{"a": 1}\n{"b": \n', r"r\.jsonl:1: has no field 'article'"),
        ("r.jsonl", b"[1]\n", r"r\.jsonl:1: is a list, not an object"),
        ("r.jsonl", b"{\n", r"r\.jsonl:1: is not JSON"),
        ("r.jsonl", b"\xff\n", r"r\.jsonl:1: is not UTF-8"),
        ("r.jsonl", b"", r"r\.jsonl: is empty"),
        ("r.csv", b'a,b\n"x\ny",2\n1,2,3\n', r"r\.csv:2: has no field"),
        ("r.csv", b'a,b\n1,2,3\n"', r"r\.csv:2: has 3 fields, the header 2"),
        ("r.csv", b'a,b\n"1"x,2\n', r"r\.csv:2: is not CSV"),
        ("r.parquet", b"PAR1", r"r\.parquet: is not a Parquet file"),
        ("r.xlsx", b"x", r"r\.xlsx: cannot be read as rows; give a file that ends in \.jsonl, \.csv or \.parquet"),
    ],
)
def test_what_is_no_file_of_rows_is_named(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message):
        list(read_rows(tmp_path / name))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: cannot be read \(No such file or directory\); check the path"):
        list(read_rows(tmp_path / "none.csv"))


ODD = (None, -1, 0, 7, 0.5, float("nan"), float("inf"), True, "", "x", "0.5", "True", [], {})


@given(st.dictionaries(st.sampled_from(sorted(ROWS[0].row())), st.sampled_from(ODD)))
def test_any_change_gives_a_row_or_an_error_that_says_what_is_needed(change: dict[str, object]) -> None:
    with contextlib.suppress(ValueError):
        assert set(row_of(ROWS[0].row() | change).row()) == set(ROWS[0].row())
