"""Packed files, files without an end, and web pages."""

import gzip
import json
import re
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from stance.files import Problem, decoding, read_articles
from stance.types import Article


def packed(name: str, data: bytes) -> bytes:
    if name.endswith(".gz"):
        return gzip.compress(data)
    return bytes(pa.compress(data, "zstd", asbytes=True))


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "A.JSONL.GZ"])
def test_packed_files_are_unpacked_as_they_are_read(tmp_path: Path, name: str) -> None:
    lines = "".join(json.dumps({"text": f"Text {n}."}) + "\n" for n in range(5000))
    (tmp_path / name).write_bytes(packed(name.lower(), lines.encode()))
    found = list(read_articles(tmp_path))
    assert [article.text for article in found if isinstance(article, Article)] == [f"Text {n}." for n in range(5000)]
    assert found[1].id == f"{name}:2"


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
@pytest.mark.parametrize("keep", [0.5, 0.0])
def test_packed_files_that_are_cut_off_give_what_came_before_and_a_problem(
    tmp_path: Path, name: str, keep: float
) -> None:
    lines = "".join(json.dumps({"text": f"Text {n * 7919 % 50021}."}) + "\n" for n in range(50_000))
    whole = packed(name, lines.encode())
    (tmp_path / name).write_bytes(whole[: int(len(whole) * keep) or 1])
    *articles, problem = read_articles(tmp_path)
    assert isinstance(problem, Problem)
    assert re.search("damaged or cut off|is empty", problem.message)
    assert all(isinstance(article, Article) for article in articles)
    assert bool(articles) == (keep > 0)


def test_a_line_without_end_is_a_problem_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "LONGEST", 100)
    (tmp_path / "a.jsonl").write_text(f'{{"text": "{"a" * 350}"}}\n{{"text": "Short."}}\n', encoding="utf-8")
    first, second = read_articles(tmp_path / "a.jsonl")
    assert str(first) == f"{tmp_path / 'a.jsonl'}:1: is longer than 100 bytes; no article is. Break it up."
    assert isinstance(second, Article)
    assert second.text == "Short."


PAGE = """<html><head><title>Parliament votes</title><script>alert("no")</script></head><body><nav>Home | News</nav>
<article><h1>Parliament votes</h1><p>Senator Ines Okoye said on Monday that the troops should leave the valley before
the winter, and that nobody had asked the families of the soldiers.</p><p>The defence ministry answered that the
soldiers would stay for as long as the government of the country wanted them to, as it had promised.</p></article>
<footer>All rights reserved</footer></body></html>"""


def test_of_a_page_the_main_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    [article] = read_articles(tmp_path)
    assert isinstance(article, Article)
    assert "the troops should leave the valley" in article.text
    assert article.title == "Parliament votes"
    assert not any(words in article.text for words in ("alert", "Home", "All rights"))


def test_a_page_without_a_text_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body></body></html>", encoding="utf-8")
    [problem] = read_articles(tmp_path)
    assert "holds no main text" in str(problem)


def test_without_trafilatura_the_way_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    [problem] = read_articles(tmp_path)
    assert "pip install 'actor-stance[html]'" in str(problem)


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.zst"])
def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(decoding, "LONGEST", 1000)
    (tmp_path / name).write_bytes(packed(name, b"He left. " * 1000))
    [problem] = read_articles(tmp_path / name)
    assert "is longer than 1,000 bytes" in str(problem)
