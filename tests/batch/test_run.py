"""Many articles: in order, a few at a time, with what went wrong counted."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from stance.batch import classify_files, write_to
from stance.files import Problem, rows_writer
from stance.predictor import Predictor, Row
from stance.types import Document


class Counting(Predictor):
    """The predictor of the package, counting how many documents come at once."""

    def __init__(self) -> None:
        from stance import load_model

        super().__init__(load_model())
        self.sizes: list[int] = []

    def predict_documents(self, documents: Sequence[Document], *, all_sentences: bool = False) -> list[list[Row]]:
        self.sizes.append(len(documents))
        return super().predict_documents(documents, all_sentences=all_sentences)


@pytest.fixture(scope="module")
def predictor() -> Counting:
    return Counting()


def write(path: Path, texts: Sequence[str]) -> Path:
    path.write_text("".join(json.dumps({"id": str(n), "text": t}) + "\n" for n, t in enumerate(texts)), "utf-8")
    return path


def test_articles_come_back_in_order_with_their_rows(tmp_path: Path, predictor: Counting) -> None:
    path = write(tmp_path / "a.jsonl", ["Marou said the troops should leave. He left."] * 150)
    seen: list[tuple[str, int]] = []
    summary = classify_files(predictor, [str(path)], lambda doc, rows: seen.append((doc.article.id, len(rows))))
    assert [name for name, _ in seen] == [str(n) for n in range(150)]
    assert (summary.articles, summary.sentences, summary.problems) == (150, 300, 0)
    assert summary.rows == sum(rows for _, rows in seen) > 0


@pytest.mark.parametrize(
    ("texts", "sizes"),
    [
        (["He left."] * 150, [64, 64, 22]),
        (["He left. " * 30_000] * 4, [2, 2]),
        (["He left. " * 50_000, "He left."], [1, 1]),
    ],
)
def test_articles_are_taken_together_up_to_a_number_and_a_length(
    tmp_path: Path, predictor: Counting, texts: list[str], sizes: list[int]
) -> None:
    predictor.sizes.clear()
    classify_files(predictor, [str(write(tmp_path / "a.jsonl", texts))], lambda *_: None)
    assert predictor.sizes == sizes


def test_problems_are_told_in_turn_and_the_rest_goes_on(tmp_path: Path, predictor: Counting) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "A."}\n{\n{"text": "B."}\n', encoding="utf-8")
    told: list[Problem] = []
    ids: list[str] = []
    summary = classify_files(
        predictor, [str(path), "none"], lambda document, _: ids.append(document.article.id), on_problem=told.append
    )
    assert ids == ["a.jsonl:1", "a.jsonl:3"]
    assert [problem.place for problem in told] == [f"{path}:2", "none"]
    assert (summary.articles, summary.problems) == (2, 2)


def test_all_sentences_give_as_many_rows_as_sentences_or_more(tmp_path: Path, predictor: Counting) -> None:
    path = write(tmp_path / "a.jsonl", ["It rained. Marou said the troops should leave.", "It rained."])
    with rows_writer(tmp_path / "rows.jsonl") as writer:
        summary = classify_files(predictor, [str(path)], write_to(writer), all_sentences=True)
    rows = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["text"] for row in rows] == ["It rained.", "Marou said the troops should leave.", "It rained."]
    assert summary.rows == len(rows)
