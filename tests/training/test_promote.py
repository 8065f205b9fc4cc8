from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from stance.labels import GROUPS, STANCES
from stance.models import Probabilities
from stance.models.held_out import HeldOut
from stance.models.linear import LinearModel
from stance.types import LabelledDocument, Mention
from tests.corpora import documents, folder
from training.config import GateSettings
from training.data import Corpus
from training.promote import judge, other_codebook

OPEN = GateSettings(milliseconds=10_000, ece=1.0)


class Oracle(LinearModel):
    """Knows every stance but those of some group, which it gets wrong; as sure as it is told to be."""

    def __init__(self, texts: Sequence[LabelledDocument], wrong: str = "", sure: float = 1.0) -> None:
        super().__init__()
        self.known = {
            (example.mention.sentence.text, example.mention.actor.name): example
            for text in texts
            for example in text.examples
        }
        self.wrong = wrong
        self.sure = sure
        self.held_out_ = HeldOut.of(self, [], texts)

    def classify(self, mentions: Sequence[Mention]) -> Probabilities:
        stance = np.full((len(mentions), len(STANCES)), (1 - self.sure) / (len(STANCES) - 1))
        for row, mention in zip(stance, mentions, strict=True):
            example = self.known.get((mention.sentence.text, mention.actor.name))
            if example is not None:
                right = STANCES.index(example.stance)
                row[(right + (example.group == self.wrong)) % len(STANCES)] = self.sure
        return Probabilities(stance, np.full((len(mentions), len(GROUPS)), 0.1), np.ones(len(mentions)))


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> list[LabelledDocument]:
    return documents(tmp_path_factory.mktemp("promote"))


def test_an_equal_passes_where_no_gain_is_asked_for(texts: list[LabelledDocument]) -> None:
    verdict = judge(Oracle(texts), Oracle(texts), texts, OPEN)
    assert verdict.passes
    assert verdict.gain.value == 0


def test_labels_under_other_rules_are_told(texts: list[LabelledDocument], tmp_path: Path) -> None:
    corpus = Corpus.load(folder(tmp_path / "data"))
    model = Oracle(texts)
    model.codebook_ = "0" * 64
    assert other_codebook(model, corpus) == [
        f"it was trained under codebook 00000000, the corpus follows {corpus.codebook[:8]}"
    ]
    model.codebook_ = corpus.codebook
    assert other_codebook(model, corpus) == []


def test_a_gain_that_is_asked_for_must_be_sure(texts: list[LabelledDocument]) -> None:
    gate = OPEN.model_copy(update={"margin": 0.1})
    assert judge(Oracle(texts), Oracle(texts, "expert"), texts, gate).passes
    [reason] = judge(Oracle(texts), Oracle(texts), texts, gate).reasons
    assert "must not fall under +0.100" in reason


def test_losses_are_named_by_stance_and_group(texts: list[LabelledDocument]) -> None:
    gate = OPEN.model_copy(update={"margin": -1.0, "group_size": 1})
    reasons = "\n".join(judge(Oracle(texts, "expert"), Oracle(texts), texts, gate).reasons)
    assert "F1 of support changes by" in reasons
    assert "stance accuracy for expert changes by -1.000" in reasons
    assert "armed_opposition" not in reasons


def test_a_candidate_that_is_too_sure_or_too_slow_is_refused(texts: list[LabelledDocument]) -> None:
    gate = OPEN.model_copy(update={"ece": 0.1, "milliseconds": 1e-9})
    first, second = judge(Oracle(texts, sure=0.3), Oracle(texts), texts, gate).reasons
    assert first.startswith("ECE is 0.700")
    assert "ms; at most" in second
