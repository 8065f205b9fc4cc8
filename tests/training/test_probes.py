from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from stance import models
from stance.intervals import difference
from stance.labels import GROUPS, STANCES, Stance
from stance.models import Probabilities
from stance.models.linear import LinearModel
from stance.types import LabelledDocument, Mention
from tests.corpora import documents
from training import swaps
from training.metrics import macro_f1
from training.probes import Flips, probe
from training.swaps import NAMES


class Reader(LinearModel):
    """Opposes where the sentence has a word; knows nothing else."""

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.words = words

    def classify(self, mentions: Sequence[Mention]) -> Probabilities:
        stance = np.zeros((len(mentions), len(STANCES)))
        for row, mention in zip(stance, mentions, strict=True):
            opposed = any(word in mention.sentence.text for word in self.words)
            row[STANCES.index(Stance.OPPOSE if opposed else Stance.SUPPORT)] = 1
        return Probabilities(stance, np.full((len(mentions), len(GROUPS)), 0.1), np.ones(len(mentions)))


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> list[LabelledDocument]:
    return documents(tmp_path_factory.mktemp("probes"))


def test_a_model_that_goes_by_words_never_flips_with_the_name(texts: list[LabelledDocument]) -> None:
    found = probe(Reader("mistake", "not"), texts).flips["name"]
    assert found.share == 0
    people = [example for text in texts for example in text.examples if example.mention.actor.name == "Ines Okoye"]
    assert found.judged == len(NAMES) * len(people) > 0
    assert set(found.by_group) == {str(example.group) for example in people}


def test_a_model_that_goes_by_names_flips(texts: list[LabelledDocument]) -> None:
    assert probe(Reader(NAMES[0]), texts).flips["name"].share == pytest.approx(1 / len(NAMES))


def test_the_same_name_again_changes_nothing(texts: list[LabelledDocument], monkeypatch: pytest.MonkeyPatch) -> None:
    [*first] = [text for text in texts if text.examples][:1]
    name = first[0].examples[0].mention.actor.name
    alone = [replace(first[0], examples=first[0].examples[:1])]
    monkeypatch.setattr(swaps, "NAMES", (name,))
    assert probe(models.load(models.BASELINE), alone).flips["name"].share == 0


def test_a_swap_that_fits_nobody_judges_nothing(texts: list[LabelledDocument]) -> None:
    assert probe(Reader(), [replace(text, examples=()) for text in texts]).flips["gender"] == Flips(0, 0.0, {})


def test_negations_count_where_both_sides_are_understood(texts: list[LabelledDocument]) -> None:
    assert probe(Reader(), texts).negations == 0
    assert 0 < probe(Reader(" not ", "against"), texts).negations < 1


def test_a_difference_is_measured_on_the_same_articles() -> None:
    easy, hard = np.diag([2.0, 2.0]), np.array([[1.0, 1.0], [1.0, 1.0]])
    same = difference(macro_f1, np.stack([easy, hard] * 5), np.stack([easy, hard] * 5))
    assert (same.value, same.low, same.high) == (0, 0, 0)
    better = difference(macro_f1, np.stack([hard] * 10), np.stack([easy] * 10))
    assert better.value == pytest.approx(0.5)
    assert better.low == pytest.approx(0.5)
