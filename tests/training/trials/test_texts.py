"""Mutated news: what must hold for any text holds, and is missed where it does not."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stance import load_model
from stance.models import Model
from stance.predictor import Predictor, Row
from stance.types import Attribution, Span
from training.trials import families
from training.trials.__main__ import app
from training.trials.texts import complaints, texts

SENTENCES = [
    "Prime Minister Ines Okoye said the troops must leave now.",
    "“We stay,” Senator Paul Brandt told reporters. “They can't go before winter.”",
    "According to the ministry, the army's decision to withdraw was made in May.",
]


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    return Predictor(load_model())


@pytest.mark.parametrize("seed", range(4))
def test_mutated_news_is_classified_whole_and_the_same_in_any_company(predictor: Predictor, seed: int) -> None:
    given = list(islice(texts(SENTENCES, seed), 100))
    assert list(complaints(predictor, given)) == []


@pytest.mark.parametrize("family", families.FAMILIES)
def test_pathological_texts_are_classified_whole_and_the_same_in_any_company(predictor: Predictor, family: str) -> None:
    given = [families.text(family, 3000), SENTENCES[0], f"{SENTENCES[1]} {families.text(family, 700)} {SENTENCES[2]}"]
    assert list(complaints(predictor, given)) == []


def test_a_seed_gives_the_same_texts_again() -> None:
    first, second, other = (list(islice(texts(SENTENCES, seed), 50)) for seed in (0, 0, 1))
    assert first == second != other


Spoil = Callable[[Attribution], Attribution]


class Wrong(Predictor):
    """Gives rows that a function spoils where there are several articles."""

    def __init__(self, model: Model, spoil: Spoil) -> None:
        super().__init__(model)
        self.spoil = spoil

    def predict(self, articles: object, **_: object) -> list[Row]:  # type: ignore[override]
        rows = super().predict(articles)  # type: ignore[arg-type]
        several = isinstance(articles, Sequence)
        return [self.spoil(row) if several and isinstance(row, Attribution) else row for row in rows]


def shifted(row: Attribution) -> Attribution:
    sentence = row.mention.sentence
    moved = replace(sentence, span=Span(sentence.span.start + 1, sentence.span.end + 1))
    return replace(row, mention=replace(row.mention, sentence=moved))


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (shifted, "do not slice back"),
        (lambda row: replace(row, p_stance=dict.fromkeys(row.p_stance, 0.4)), "probabilities of the stances"),
        (lambda row: replace(row, p_group=row.p_group / 2), "other probabilities among other texts"),
    ],
)
def test_what_does_not_hold_is_told(predictor: Predictor, spoil: Spoil, message: str) -> None:
    [(text, wrong)] = complaints(Wrong(predictor.model, spoil), [SENTENCES[0], "It rained."])
    assert text == SENTENCES[0]
    assert message in wrong


def test_the_command_counts_and_is_content(data: Path, tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["texts", "--count", "70", "--data", str(data), "--out", str(tmp_path)])
    assert told.exit_code == 0
    assert told.output.startswith("70 texts, ")
    assert told.output.endswith(" s: 0 complaints\n")
