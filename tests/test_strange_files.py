"""Files that are no files, that lie, that never end or that vanish: a clear line for each, and the rest goes on."""

import gzip
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stance import load_model
from stance.batch import Workers, classify_archive
from stance.files import Problem, articles, decoding, read_articles
from stance.predictor import Predictor
from stance.types import Article

GOOD = Article("z.txt", "Good.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with one sound file, the last in order."""
    (tmp_path / "z.txt").write_text("Good.", encoding="utf-8")
    return tmp_path


@pytest.fixture
def longest(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let nothing be longer than a thousand bytes."""
    for module in (decoding, articles):
        monkeypatch.setattr(module, "LONGEST", 1000)
    return 1000


def problems(folder: Path | str) -> list[str]:
    """Return what is wrong with all but the sound file, which must come whole."""
    found = list(read_articles(folder))
    assert [each for each in found if isinstance(each, Article)] == [GOOD]
    return [each.message for each in found if isinstance(each, Problem)]


def test_pipes_devices_and_links_to_nothing_are_named_and_never_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "a.txt")
    (folder / "b.txt").symlink_to("/dev/zero")
    (folder / "c.txt").symlink_to("nowhere")
    (folder / "d.txt").symlink_to("d.txt")
    (folder / "e.txt").mkdir()
    pipe, device, nothing, loop = problems(folder)
    assert "is a pipe or a device, not a file" in pipe
    assert "is a pipe or a device, not a file" in device
    assert "cannot be read (No such file or directory)" in nothing
    assert "cannot be read (Too many levels of symbolic links)" in loop
    [problem] = read_articles(folder / "a.txt")
    assert "is a pipe or a device, not a file; let it be read from standard input" in str(problem)


def test_links_that_lead_back_are_not_followed(folder: Path) -> None:
    for name in ("one", "two"):
        (folder / name).symlink_to(folder, target_is_directory=True)
    assert problems(folder) == problems(f"{folder}/**/*.txt") == []


@pytest.mark.parametrize("pattern", ["**.txt", "*" * 300, "[", "a\0*"])
def test_a_pattern_that_means_nothing_is_a_problem(folder: Path, pattern: str) -> None:
    [problem] = read_articles(str(folder / pattern))
    assert isinstance(problem, Problem)


def test_folders_that_cannot_be_listed_are_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "closed").mkdir()
    scandir = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert problems(folder) == ["cannot be listed (Permission denied); check its permissions."]


def test_files_that_vanish_after_they_were_listed_are_named(folder: Path) -> None:
    for name in ("a.txt", "b.txt", "c.jsonl.gz"):
        (folder / name).write_text("Text.", encoding="utf-8")
    stream = read_articles(folder)
    assert next(stream) == Article("a.txt", "Text.")
    (folder / "b.txt").unlink()
    (folder / "c.jsonl.gz").unlink()
    first, second, last = stream
    assert "cannot be read (No such file or directory)" in str(first)
    assert "cannot be read (No such file or directory)" in str(second)
    assert last == GOOD


def test_rows_name_files_of_any_name(tmp_path: Path) -> None:
    names = [b"new\nline.jsonl", b"\x1b[31mred.jsonl", b"\xff\xfe.jsonl", "“quoted”.jsonl".encode()]
    (tmp_path / "in").mkdir()
    for name in names:
        path = os.fsencode(tmp_path / "in") + b"/" + name
        Path(os.fsdecode(path)).write_text(
            '{"id": "same", "text": "Ng said that troops leave."}\n{\n', encoding="utf-8"
        )
    workers = Workers(Predictor(load_model()))
    for output in ("rows.parquet", "rows.jsonl", "rows.csv"):
        summary = classify_archive(workers, [str(tmp_path / "in")], tmp_path / output)
        assert (summary.articles, summary.problems) == (4, 4)
    assert len(set(pq.read_table(tmp_path / "rows.parquet")["article"].to_pylist())) == 4
    quarantine = (tmp_path / "rows.jsonl.quarantine.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["place"].endswith(".jsonl:2") for line in quarantine] == [True] * 4


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.jsonl.gz", b"no gzip", "is damaged or cut off"),
        ("a.jsonl.zst", b"no zstd", "is damaged or cut off"),
        ("a.jsonl.gz", gzip.compress(b"{}")[:-4], "is damaged or cut off"),
        ("a.txt.gz", gzip.compress(b"\xff\xfe\x00"), "is not UTF-16"),
        ("a.jsonl", b'{"text": ' + b"9" * 5000 + b"}", "is not JSON (Exceeds the limit"),
        ("a.jsonl", b'{"text": ' + b'{"text": ' * 50_000, "is not JSON (nested too deeply)"),
        ("a.jsonl", b"\0" * 100, "is a binary file"),
        ("a.jsonl", b'{"text": "' + b"\0" + b"a" * 100 + b'"}', "is not JSON (Invalid control character at)"),
        ("a.jsonl", b'{"text": {"text": ["a"]}}', "has no 'text' that is a string"),
        ("a.csv", b"text\n\xff\n", "is not UTF-8 at byte 5"),
        ("a.csv", b'"text\na.\n', "has no column 'text'"),
        ("a.csv", b"text,text\n\n,\n", "has no 'text' that is a string"),
        ("a.parquet", b"PAR1" + b"\xff" * 100 + b"PAR1", "is not a Parquet file"),
        ("a.parquet.gz", b"no gzip", "is damaged or cut off"),
        ("a.html", b"<html><script>text</script>", "holds no main text"),
        ("a.html", b"<div>" * 50_000, "holds no main text"),
        ("a.html", b"\0\xff" * 1000, "h"),
    ],
)
def test_files_that_are_not_what_their_names_say_are_named(folder: Path, name: str, data: bytes, message: str) -> None:
    (folder / name).write_bytes(data)
    [problem] = problems(folder)
    assert message in problem
    assert "\n" not in problem


def test_a_message_names_the_first_few_of_many_fields(folder: Path) -> None:
    fields = [f"{'long' * 50}{number}" for number in range(1000)]
    (folder / "a.jsonl").write_text(json.dumps(dict.fromkeys(fields)), encoding="utf-8")
    (folder / "b.csv").write_text(",".join(fields), encoding="utf-8")
    for problem in problems(folder):
        assert problem.count("long, ") == 20
        assert "…" in problem
        assert len(problem) < 2000


def test_rows_of_a_table_may_be_short_but_not_long(folder: Path) -> None:
    (folder / "a.csv").write_text("id,text,author\n1\n2,\n3,A.,Ng,x\n,B.,Ng\n", encoding="utf-8")
    found = list(read_articles(folder / "a.csv"))
    assert [isinstance(each, Problem) for each in found] == [True, True, True, False]
    assert found[-1] == Article("a.csv:5", "B.", author="Ng")


def test_a_field_without_an_end_does_not_take_the_rest_of_the_file(folder: Path, longest: int) -> None:
    lines = ["text", '"Never closed.', *(f"Line {number}." for number in range(500)), "Last."]
    (folder / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    first, *others = read_articles(folder / "a.csv")
    assert str(first).startswith(f"{folder / 'a.csv'}:2: is not CSV (field larger than field limit ({longest}))")
    assert len(others) > 300
    assert isinstance(others[-1], Article)
    assert others[-1].text == "Last."


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.parquet.gz", "a.txt.gz", "a.html.gz"])
@pytest.mark.usefixtures("longest")
def test_what_unpacks_to_more_than_memory_holds_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_bytes(gzip.compress('{"text": "He left."}\n'.encode("utf-16") * 1000))
    [problem] = problems(folder)
    assert "is longer than 1,000 bytes" in problem


STRANGE = {
    "lists": pa.array([["a"]]),
    "structures": pa.array([{"a": "b"}]),
    "bytes": pa.array([b"\xff"]),
    "numbers": pa.array([1]),
    "nothing": pa.array([None], pa.null()),
}


@pytest.mark.parametrize("kind", STRANGE)
def test_a_column_of_another_type_is_named(folder: Path, kind: str) -> None:
    pq.write_table(pa.table({"text": STRANGE[kind]}), folder / "a.parquet")
    [problem] = problems(folder)
    assert "has no 'text' that is a string" in problem


@pytest.mark.parametrize(
    "values", [pa.array([2**62] * 2, pa.timestamp("us")), pa.array([1, 2], pa.timestamp("us", tz="No/Where"))]
)
def test_a_value_that_nobody_can_read_is_named(folder: Path, values: pa.Array) -> None:
    pq.write_table(pa.table({"text": ["A.", "B."], "published": values}), folder / "a.parquet")
    first, second = problems(folder)
    assert "has a value that cannot be read" in first
    assert "has a value that cannot be read" in second


@pytest.mark.parametrize("type_", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_strings_of_any_kind_are_read(folder: Path, type_: pa.DataType) -> None:
    table = pa.table({"text": pa.array(["A.", "B."]).cast(type_), "other": [[{"a": 1}], None], "id": [7, 8]})
    pq.write_table(table, folder / "a.parquet")
    assert list(read_articles(folder / "a.parquet")) == [Article("7", "A."), Article("8", "B.")]


def test_a_text_that_stands_in_every_row_is_in_memory_once(folder: Path) -> None:
    text = "troops " * 300_000
    table = pa.table({"text": pa.DictionaryArray.from_arrays(pa.array([0] * 2000, pa.int32()), [text])})
    pq.write_table(table, folder / "a.parquet", store_schema=False)
    before = pa.total_allocated_bytes()
    assert next(iter(read_articles(folder / "a.parquet"))) == Article("a.parquet:1", text)
    assert pa.default_memory_pool().max_memory() - before < 50 * len(text)
