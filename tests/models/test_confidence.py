"""How sure it is that a mention is a source."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from stance.models.transformer.confidence import Confidence, fit
from stance.types import Mention

LIKELY = 0.6
RULES = {"subject": 0.9, "nested": 0.5, "proposed": 0.5, "proposed pronoun": 0.3}


@pytest.fixture
def found(mentions: list[Mention]) -> list[Mention]:
    rules = [*["subject"] * 40, *["nested"] * 40, *["proposed"] * 40, *["proposed pronoun"] * 40]
    return [replace(mentions[0], rule=rule) for rule in rules]


def fitted(found: Sequence[Mention], likely: float = LIKELY) -> tuple[Confidence, list[float], np.ndarray]:
    """Learn from mentions of which those of higher scores are right, as often as their rules say."""
    scores = [float(score) for _ in RULES for score in np.linspace(-4, 4, 40)]
    right = np.array([number % 40 >= 40 * (1 - RULES[each.rule]) for number, each in enumerate(found)])
    return fit(found, scores, right, RULES, int(right.sum()), likely), scores, right


def test_head_and_rule_both_count(found: list[Mention]) -> None:
    confidence, scores, _ = fitted(found)
    sure = confidence.probabilities(found, scores).reshape(len(RULES), 40)
    assert (np.diff(sure, axis=1) > 0).all()
    assert sure[0].mean() > sure[1].mean() > sure[3].mean()


def test_what_no_rule_finds_must_be_likely(found: list[Mention]) -> None:
    confidence, _, _ = fitted(found)
    assert confidence.threshold < LIKELY
    between = np.full(len(found), (confidence.threshold + LIKELY) / 2)
    assert confidence.keeps(found, between).tolist() == [True] * 80 + [False] * 80
    assert confidence.keeps(found, np.full(len(found), LIKELY)).all()


def test_what_no_rule_finds_need_be_no_likelier_than_the_rest(found: list[Mention]) -> None:
    confidence, _, _ = fitted(found, likely=0.0)
    assert confidence.keeps(found, np.full(len(found), confidence.threshold)).all()
    assert not confidence.keeps(found, np.full(len(found), confidence.threshold - 0.01)).any()


@pytest.mark.parametrize("likely", [0.0, LIKELY])
def test_the_threshold_is_half_of_the_best_f1(found: list[Mention], likely: float) -> None:
    confidence, scores, right = fitted(found, likely)
    sure = confidence.probabilities(found, scores)

    def f1(threshold: float) -> float:
        kept = replace(confidence, threshold=threshold).keeps(found, sure)
        return float(2 * (kept & right).sum() / (kept.sum() + right.sum()))

    best = max(map(f1, np.linspace(0, 1, 101)))
    assert confidence.threshold == pytest.approx(best / 2, abs=0.01)
    assert f1(confidence.threshold) > best - 0.02


def test_nothing_is_dropped_where_everything_is_right(mentions: list[Mention]) -> None:
    confidence = fit(mentions, [0.0] * len(mentions), np.ones(len(mentions), np.bool_), RULES, len(mentions), LIKELY)
    assert confidence.keeps(mentions, confidence.probabilities(mentions, [0.0] * len(mentions))).all()
