"""Many articles: in order, a few at a time, every one of them accounted for."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from stance import load_model
from stance.batch import Outcome, Workers, classify_archive, classify_files
from stance.predictor import Predictor, Row
from stance.types import Document

SAID = "Marou said the troops should leave. He left."


class Counting(Predictor):
    """The predictor of the package, counting how many documents come at once and failing on one word."""

    def __init__(self) -> None:
        super().__init__(load_model())
        self.sizes: list[int] = []

    def predict_documents(self, documents: Sequence[Document], *, all_sentences: bool = False) -> list[list[Row]]:
        self.sizes.append(len(documents))
        if any("Xyzzy" in document.article.text for document in documents):
            raise ArithmeticError("nothing happens")
        return super().predict_documents(documents, all_sentences=all_sentences)


@pytest.fixture(scope="module")
def predictor() -> Counting:
    return Counting()


def write(path: Path, texts: Sequence[str]) -> Path:
    path.write_text("".join(json.dumps({"id": str(n), "text": t}) + "\n" for n, t in enumerate(texts)), "utf-8")
    return path


def rows_of(outcomes: Sequence[Outcome]) -> list[dict[str, object]]:
    return [json.loads(row) for outcome in outcomes for row in outcome.rows]


def test_articles_come_back_in_order_with_their_rows(tmp_path: Path, predictor: Counting) -> None:
    path = write(tmp_path / "a.jsonl", [f"{SAID} {n}." for n in range(150)] + ["It rained."])
    outcomes: list[Outcome] = []
    summary = classify_files(Workers(predictor), [str(path)], outcomes.append)
    assert list(dict.fromkeys(row["article"] for row in rows_of(outcomes))) == [str(n) for n in range(150)]
    assert (summary.articles, summary.silent, summary.problems) == (151, 1, 0)
    assert summary.rows == len(rows_of(outcomes)) > 0


@pytest.mark.parametrize(
    ("sizes_of_texts", "sizes"),
    [([1] * 150, [64, 64, 22]), ([30_000] * 4, [2, 2]), ([50_000, 1], [1, 1])],
)
def test_articles_are_taken_together_up_to_a_number_and_a_length(
    tmp_path: Path, predictor: Counting, sizes_of_texts: list[int], sizes: list[int]
) -> None:
    texts = [f"{number} " + "He left. " * size for number, size in enumerate(sizes_of_texts)]
    predictor.sizes.clear()
    classify_files(Workers(predictor), [str(write(tmp_path / "a.jsonl", texts))], lambda _: None)
    assert predictor.sizes == sizes


def test_the_same_text_is_classified_once_and_has_its_rows_in_every_place(tmp_path: Path, predictor: Counting) -> None:
    predictor.sizes.clear()
    outcomes: list[Outcome] = []
    classify_files(Workers(predictor), [str(write(tmp_path / "a.jsonl", [SAID] * 3))], outcomes.append)
    assert predictor.sizes == [1]
    assert [row["article"] for row in rows_of(outcomes)] == ["0", "1", "2"]


def test_problems_keep_their_place_and_the_rest_goes_on(tmp_path: Path, predictor: Counting) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Marou said no."}\n{\n{"text": "Marou said yes."}\n', encoding="utf-8")
    outcomes: list[Outcome] = []
    summary = classify_files(Workers(predictor), [str(path), "none"], outcomes.append)
    assert [row["article"] for row in rows_of(outcomes)] == ["a.jsonl:1", "a.jsonl:3"]
    assert [problem.place for outcome in outcomes for problem in outcome.problems] == [f"{path}:2", "none"]
    assert (summary.articles, summary.problems) == (2, 2)


def test_an_article_on_which_the_model_fails_is_quarantined_alone(tmp_path: Path, predictor: Counting) -> None:
    path = write(tmp_path / "a.jsonl", [SAID, "Xyzzy said so.", f"{SAID} Again."])
    summary = classify_archive(Workers(predictor), [str(path)], tmp_path / "rows.jsonl")
    assert (summary.articles, summary.problems) == (2, 1)
    [line] = (tmp_path / "rows.jsonl.quarantine.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "place": "1",
        "message": "could not be classified (ArithmeticError: nothing happens).",
    }
    assert {path.name for path in tmp_path.iterdir()} == {"a.jsonl", "rows.jsonl", "rows.jsonl.quarantine.jsonl"}


def test_all_sentences_give_as_many_rows_as_sentences_or_more(tmp_path: Path, predictor: Counting) -> None:
    path = write(tmp_path / "a.jsonl", ["It rained. Marou said the troops should leave.", "It rained."])
    summary = classify_archive(Workers(predictor, all_sentences=True), [str(path)], tmp_path / "rows.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["text"] for row in rows] == ["It rained.", "Marou said the troops should leave.", "It rained."]
    assert summary.rows == len(rows)


def test_two_processes_give_the_rows_of_one(tmp_path: Path, predictor: Counting) -> None:
    path = write(tmp_path / "a.jsonl", [f"{SAID} {n}." for n in range(300)])
    for count in (1, 2):
        classify_archive(Workers(predictor, count=count), [str(path)], tmp_path / f"{count}.jsonl")
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    assert len((tmp_path / "1.jsonl").read_text(encoding="utf-8").splitlines()) >= 300


@pytest.mark.parametrize("given", ["{}", "{}/*.jsonl"])
def test_rows_written_into_the_archive_are_no_articles_of_the_next_run(
    tmp_path: Path, predictor: Counting, given: str
) -> None:
    write(tmp_path / "a.jsonl", [SAID, "Xyzzy said so."])
    found = [classify_archive(Workers(predictor), [given.format(tmp_path)], tmp_path / "rows.jsonl") for _ in range(2)]
    assert [(each.articles, each.problems) for each in found] == [(1, 1), (1, 1)]
