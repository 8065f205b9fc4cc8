import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from training.data.corpus import SPLITS, CorpusError, read, read_split, write

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def record(corpus_folder: Path) -> dict[str, Any]:
    texts = [text for split in SPLITS for text in read_split(corpus_folder, split)]
    article = next(text for text in texts if text.title)
    return dict(json.loads(article.model_dump_json()))


def test_what_is_written_is_read_back_the_same(corpus_folder: Path, tmp_path: Path) -> None:
    texts = [text for split in SPLITS for text in read_split(corpus_folder, split)]
    write(reversed(texts), tmp_path / "again.jsonl")
    assert read(tmp_path / "again.jsonl") == sorted(texts, key=lambda text: text.id)


CHANGES: list[tuple[Change, str]] = [
    (lambda r: r.pop("genre"), "genre: Field required; add it"),
    (lambda r: r.update(gnere="x"), "gnere: Extra inputs are not permitted; got 'x'; remove it"),
    (lambda r: r["sentences"][0]["attributions"][0].update(stance="neutral"), "'support', 'oppose', 'conditional' or"),
    (lambda r: r["sentences"][0]["attributions"][0].update(group="senate"), "got 'senate'"),
    (lambda r: r.update(date="May"), "date: Input should be a valid date"),
    (lambda r: r.update(id="17"), "id: String should match pattern"),
    (lambda r: r["sentences"][0].update(end=9999), "sentence 0-9999 must start at 0 or later and end by"),
    (lambda r: r["sentences"][0].update(start=3), "no sentence covers 'Mar'"),
    (lambda r: r["sentences"].pop(1), "no sentence covers"),
    (lambda r: r["sentences"].pop(), "no sentence covers"),
    (lambda r: r["sentences"][0].update(end=r["sentences"][0]["end"] + 1), "begins or ends with white space"),
    (lambda r: r["sentences"][3].update(paragraph=5), "number them 0, 1, 2"),
    (lambda r: r["sentences"][1]["attributions"][0].update(start=0, end=3), "lies outside of its sentence"),
    (lambda r: r["sentences"][1]["attributions"][0].update(end=None), "is half a span"),
    (lambda r: r["sentences"][1]["attributions"][0].update(start=None, end=None), "only continued and author may be"),
    (lambda r: r["sentences"][1]["attributions"][0].update(start="8"), "should be a valid integer"),
]


@pytest.mark.parametrize(("change", "message"), CHANGES, ids=[message for _, message in CHANGES])
def test_a_wrong_line_is_named_with_value_and_remedy(
    record: dict[str, Any], tmp_path: Path, change: Change, message: str
) -> None:
    good = json.dumps(record)
    change(record)
    path = tmp_path / "train.jsonl"
    path.write_text(f"{good}\n{json.dumps(record)}\n", encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:2: ")
    assert message in str(caught.value)


def test_all_wrong_lines_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    path.write_text('{"id": 1\n\n[]\n', encoding="utf-8")
    with pytest.raises(CorpusError, match=r":1: Invalid JSON.*write one JSON object a line\n.*:2: .*\n.*:3: "):
        read(path)


def test_a_missing_file_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"train\.jsonl: no such file; make the corpus with"):
        read_split(tmp_path, "train")


def test_a_wrong_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    path.write_bytes(b'{"id": "caf\xe9"}')
    with pytest.raises(CorpusError, match="not UTF-8 at byte 11"):
        read(path)
