"""Articles from files, and what becomes of bad ones; rows to files."""

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stance.files import Problem, read_articles, rows_writer
from stance.types import ROW_FIELDS, Article

ROW = dict.fromkeys(ROW_FIELDS) | {
    "article": "a",
    "text": "Sie sagte, „nein“.\n",
    "sentence": 0,
    "p_none": 0.5,
    "abstained": False,
}


def read(*inputs: Path | str, form: str | None = None) -> list[Article | Problem]:
    return list(read_articles([str(each) for each in inputs], form))


def test_each_format_gives_the_same_articles(tmp_path: Path) -> None:
    records = [{"id": "x", "text": "One, “two”.\nThree.", "author": "Ng"}, {"id": "y", "text": "Four.", "author": ""}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)) + "\n\n", encoding="utf-8")
    with (tmp_path / "a.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, ["id", "text", "author"])
        writer.writeheader()
        writer.writerows(records)
    pq.write_table(pa.Table.from_pylist(records), tmp_path / "a.parquet")
    expected = [Article("x", "One, “two”.\nThree.", author="Ng"), Article("y", "Four.")]
    for name in ("a.jsonl", "a.csv", "a.parquet"):
        assert read(tmp_path / name) == expected


def test_text_comes_in_as_it_is(tmp_path: Path) -> None:
    text = "\ufeffOne.\r\nTwo.\0 \u200f😀"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "b.txt").write_bytes("Zwei".encode("utf-16"))
    assert read(tmp_path / "a.txt") == [Article("a.txt", text)]
    assert read(tmp_path / "b.txt") == [Article("b.txt", "Zwei")]


@pytest.mark.parametrize(
    "data",
    [
        b"id;text\nx;One, two.\n",
        b"id\ttext\nx\tOne, two.\n",
        b'id,text\rx,"One, two."\r',
        b'\xef\xbb\xbfid,text\r\n\r\nx,"One, two."\r\n',
        'id,text\nx,"One, two."\n'.encode("utf-16"),
    ],
)
def test_tables_of_other_programs_are_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    assert read(tmp_path / "a.csv") == [Article("x", "One, two.")]


def test_one_bad_line_does_not_spoil_the_next(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "A."}\n\xff\n{"text": "C."}\n')
    (tmp_path / "a.csv").write_bytes(b'text,id\nA.,1\n"B"x,2\nC.,3\n')
    for name in ("a.jsonl", "a.csv"):
        assert [each.text if isinstance(each, Article) else "bad" for each in read(tmp_path / name)] == [
            "A.",
            "bad",
            "C.",
        ]


def test_halves_of_surrogate_pairs_are_replaced_one_for_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(r'{"id": "\udc00", "text": "A \ud83d b \ud83d\ude00"}', encoding="utf-8")
    assert read(tmp_path / "a.jsonl") == [Article("\ufffd", "A \ufffd b 😀")]


def test_a_text_in_place_of_a_path_is_named() -> None:
    (problem,) = read("The troops leave. " * 100)
    assert isinstance(problem, Problem)
    assert "is no path" in problem.message


def test_one_path_needs_no_list(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.", encoding="utf-8")
    assert list(read_articles(tmp_path / "a.txt")) == [Article("a.txt", "Text.")]


def test_articles_of_a_file_come_one_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "A."}\n' * 3, encoding="utf-8")
    stream = read_articles(tmp_path / "a.jsonl")
    next(stream)
    with (tmp_path / "a.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "late", "text": "B."}\n' * 10_000)
    assert any(isinstance(each, Article) and each.id == "late" for each in stream)


def test_folders_and_globs_are_read_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", "d.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Text.", encoding="utf-8")
    assert [a.id for a in read(tmp_path) if isinstance(a, Article)] == ["a.txt", "b.txt", "c.txt"]
    assert [a.id for a in read(tmp_path / "*.txt") if isinstance(a, Article)] == ["a.txt", "b.txt"]


def test_an_id_that_came_before_gets_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "x", "text": "A."}\n{"id": "x", "text": "B."}\n', encoding="utf-8")
    assert [a.id for a in read(path) if isinstance(a, Article)] == ["x", f"x@{path}:2"]


@pytest.mark.parametrize(
    ("name", "data", "place", "message"),
    [
        ("a.txt", b"", "a.txt", "is empty; give a file with text in it"),
        ("a.txt", b"caf\xe9", "a.txt", r"is not UTF-8 at byte 3; convert it first, such as with iconv"),
        ("a.txt", b"\x7fELF\0\0\0\0\0\0", "a.txt", "is a binary file"),
        ("a.jsonl", b'{"text": "A."}\n{"text": \n{"text": "C."}\n', "a.jsonl:2", "is not JSON"),
        ("a.jsonl", b'{"text": "A."}\n[1]\n', "a.jsonl:2", "is a list; one object with a field 'text' a line"),
        ("a.jsonl", b'{"text": "A."}\n{"body": "B."}\n', "a.jsonl:2", r"has no 'text' .*its fields: body"),
        ("a.jsonl", b'{"text": "A."}\n' + b"[" * 100_000, "a.jsonl:2", "is not JSON"),
        ("a.csv", b"id,body\n1,x\n", "a.csv", r"has no column 'text' \(it has: id, body\)"),
        ("a.parquet", b"PAR1nonsense", "a.parquet", "is not a Parquet file that can be read"),
        ("a.txt", b"\xef\xbb\xbf \r\n ", "a.txt", "has no letter or digit in it"),
        ("a.txt", b"%PDF-1.7 text", "a.txt", "is a binary file"),
        ("a.txt", b"\xff\xfeA\0B", "a.txt", "is not UTF-16 at byte 4"),
        ("a.jsonl", b" \n\n", "a.jsonl", "holds no articles"),
        ("a.jsonl", b'{"text": "A."}\n{"text": "caf\xe9"}\n', "a.jsonl:2", "is not UTF-8 at byte 28"),
        ("a.jsonl", b'{"text": " ... "}\n', "a.jsonl:1", "has no 'text' that is a string with something in it"),
        ("a.csv", b"id,text\n", "a.csv", "holds no articles"),
        (
            "a.csv",
            b"id,text\n1,Stay, he said.\n",
            "a.csv:2",
            "has 3 fields, the header 2; quote fields that hold commas",
        ),
        ("a.csv", b'id,text\n1,A.\n2,"B.\n3,C.\n', "a.csv:3", "is not CSV"),
        ("a.csv", b"id,text\n1,caf\xe9\n", "a.csv", "is not UTF-8 at byte 13"),
        ("a.csv", b"", "a.csv", "is empty"),
        ("a.parquet", b"", "a.parquet", "is not a Parquet file"),
        ("a.docx", b"x", "a.docx", r"unknown kind of file 'docx'; use \.txt"),
    ],
)
def test_bad_input_is_named_and_the_rest_goes_on(
    tmp_path: Path, name: str, data: bytes, place: str, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text("Good.", encoding="utf-8")
    *_, last = found = read(tmp_path / name, tmp_path / "z.txt")
    problems = [each for each in found if isinstance(each, Problem)]
    assert [problem.place for problem in problems] == [str(tmp_path / place)]
    with pytest.raises(ValueError, match=message):
        raise ValueError(problems[0].message)
    assert last == Article("z.txt", "Good.")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert read(tmp_path / "none.txt") == [
        Problem(str(tmp_path / "none.txt"), "no such file or folder; check the path.")
    ]


def test_rows_come_back_from_each_format(tmp_path: Path) -> None:
    for form in ("jsonl", "csv", "parquet"):
        with rows_writer(tmp_path / f"rows.{form}") as writer:
            writer.write(ROW)
    assert json.loads((tmp_path / "rows.jsonl").read_text(encoding="utf-8")) == ROW
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["text"] == ROW["text"]
    assert pq.read_table(tmp_path / "rows.parquet").to_pylist() == [ROW]


def test_an_error_leaves_the_old_file_and_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(TypeError), rows_writer(path) as writer:
        writer.write(ROW | {"text": object()})
    assert [(p.name, p.read_text(encoding="utf-8")) for p in tmp_path.iterdir()] == [("rows.jsonl", "old")]


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"Cannot write rows as 'xlsx' here; use a file that ends in \.jsonl"):
        rows_writer(tmp_path / "rows.xlsx")
