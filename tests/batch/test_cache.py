"""Articles that were seen before are not classified again, and give the same rows."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from stance import load_model
from stance.batch import Workers, classify_archive
from stance.batch.cache import Cache
from stance.predictor import Predictor

from .test_run import SAID, Counting, write


@pytest.fixture
def predictor() -> Counting:
    return Counting()


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_only_new_articles_are_classified_and_all_have_their_rows(tmp_path: Path, predictor: Counting) -> None:
    cache = tmp_path / "seen.db"
    monday = write(tmp_path / "monday.jsonl", [f"{SAID} {n}." for n in range(70)])
    tuesday = write(tmp_path / "tuesday.jsonl", ["It rained.", *(f"{SAID} {n}." for n in range(60, 80)), "{Xyzzy}"])
    classify_archive(Workers(predictor), [str(monday)], tmp_path / "monday.csv", cache=cache)
    predictor.sizes.clear()
    summary = classify_archive(Workers(predictor), [str(tuesday)], tmp_path / "a.jsonl", cache=cache)
    assert predictor.sizes[0] == 12
    assert (summary.articles, summary.cached, summary.problems) == (21, 10, 1)
    classify_archive(Workers(predictor), [str(tuesday)], tmp_path / "b.jsonl")
    assert rows(tmp_path / "a.jsonl") == rows(tmp_path / "b.jsonl")


def test_another_model_or_setting_is_another_article(tmp_path: Path, predictor: Counting) -> None:
    cache = tmp_path / "seen.db"
    path = str(write(tmp_path / "a.jsonl", [SAID]))
    others = [
        Workers(predictor),
        Workers(predictor, all_sentences=True),
        Workers(Predictor(load_model(), risk=0.1)),
    ]
    for number, workers in enumerate(others):
        assert classify_archive(workers, [path], tmp_path / f"{number}.jsonl", cache=cache).cached == 0
    assert classify_archive(others[1], [path], tmp_path / "again.jsonl", cache=cache).cached == 1
    assert rows(tmp_path / "again.jsonl") == rows(tmp_path / "1.jsonl")


def test_a_file_that_is_no_cache_is_refused_and_kept(tmp_path: Path, predictor: Counting) -> None:
    cache = write(tmp_path / "seen.db", [SAID])
    before = cache.read_bytes()
    with pytest.raises(ValueError, match=r"seen\.db cannot be used as a cache .*; name another file"):
        classify_archive(Workers(predictor), [str(cache)], tmp_path / "rows.jsonl", form="jsonl", cache=cache)
    assert cache.read_bytes() == before


@pytest.mark.parametrize("change", ["replace(done, 'said', 'sang')", "substr(done, 9)", "''", "x'00ff'", "1"])
def test_rows_that_were_damaged_are_made_again(tmp_path: Path, predictor: Counting, change: str) -> None:
    cache, path = tmp_path / "seen.db", str(write(tmp_path / "a.jsonl", [SAID, "Ng said that troops leave."]))
    classify_archive(Workers(predictor), [path], tmp_path / "first.jsonl", cache=cache)
    with closing(sqlite3.connect(cache)) as base, base:
        base.execute(f"UPDATE seen SET done = {change}")  # noqa: S608
    for name, cached in (("second", 0), ("third", 2)):
        summary = classify_archive(Workers(predictor), [path], tmp_path / f"{name}.jsonl", cache=cache)
        assert summary.cached == cached
        assert rows(tmp_path / f"{name}.jsonl") == rows(tmp_path / "first.jsonl")


def test_a_cache_that_cannot_grow_stops_the_run_and_what_was_done_is_kept(
    tmp_path: Path, predictor: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(write(tmp_path / "a.jsonl", [f"{SAID} {n}." for n in range(130)]))
    keep = Cache._keep
    kept: list[int] = []

    def full(cache: Cache, new: object) -> None:
        kept.append(1)
        if len(kept) > 1:
            cache._base.execute("PRAGMA query_only = 1")
        keep(cache, new)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Cache, "_keep", full)
        with pytest.raises(OSError, match=r"seen\.db: attempt to write a readonly database"):
            classify_archive(Workers(predictor), [path], tmp_path / "rows.jsonl", cache=tmp_path / "seen.db")
    summary = classify_archive(Workers(predictor), [path], tmp_path / "rows.jsonl", cache=tmp_path / "seen.db")
    assert (summary.articles, summary.resumed, summary.cached) == (130, 64, 0)
