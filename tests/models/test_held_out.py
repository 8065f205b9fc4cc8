"""What a model promises about text like its held-out text."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from stance.models import Model
from stance.models.held_out import HeldOut, possible, unknown
from stance.models.ngrams import ngrams
from stance.types import Mention


def drawn(size: int, seed: int = 0) -> HeldOut:
    """Return mentions whose stances are drawn by the very probabilities that are given for them."""
    rng = np.random.default_rng(seed)
    stance = rng.dirichlet([0.4] * 4, size)
    gold = [rng.choice(4, p=row / row.sum()) for row in stance]
    return held_out(stance, gold)


def held_out(stance: NDArray[np.floating], gold: Sequence[int]) -> HeldOut:
    size = len(gold)
    group, unknown = np.zeros(size, np.int8), np.zeros(size, np.float32)
    return HeldOut(stance.astype(np.float32), group, np.array(gold, np.int8), unknown, np.zeros(1, np.uint64))


@pytest.mark.parametrize("risk", [0.2, 0.3, 0.4])
def test_among_the_stances_that_are_sure_enough_no_more_are_wrong_than_the_risk(risk: float) -> None:
    broken = 0
    for seed in range(20):
        least = drawn(1500, seed).confidence(risk)
        new = drawn(4000, seed + 100)
        kept = new.stance.max(axis=1) >= least
        assert kept.mean() > 0.05
        broken += (new.stance.argmax(axis=1) != new.gold)[kept].mean() > risk
    assert broken <= 2


def test_a_smaller_risk_asks_for_more_confidence() -> None:
    asked = [drawn(1000).confidence(risk) for risk in (1.0, 0.4, 0.2, 0.1, 0.0)]
    assert asked == sorted(asked)
    assert (asked[0], asked[-1]) == (0, math.inf)


def test_a_model_that_is_always_wrong_is_never_sure_enough() -> None:
    assert held_out(np.tile([1.0, 0, 0, 0], (500, 1)), [1] * 500).confidence(0.5) == math.inf


@pytest.mark.parametrize("coverage", [0.8, 0.9, 0.95])
def test_the_true_stance_is_as_often_among_the_possible_as_promised(coverage: float) -> None:
    level = drawn(2000).level(coverage)
    new = drawn(20_000, seed=1)
    covered = possible(new.stance.astype(float), level)[np.arange(len(new.gold)), new.gold]
    assert covered.mean() == pytest.approx(coverage, abs=0.02)


def test_the_best_stance_is_possible_in_any_case() -> None:
    assert possible(np.array([[0.3, 0.25, 0.25, 0.2]]), 0.9).tolist() == [[True, False, False, False]]


def test_from_nothing_nothing_is_promised() -> None:
    nothing = drawn(0)
    assert nothing.confidence(0.3) == math.inf
    assert nothing.level(0.9) == 0


def test_it_holds_what_the_model_says(model: Model, mentions: list[Mention]) -> None:
    given = model.classify(mentions)
    np.testing.assert_allclose(model.held_out_.stance, given.stance, atol=1e-6)
    assert (model.held_out_.group == given.group.argmax(axis=1)).all()


def test_arrays_that_do_not_fit_each_other_are_refused() -> None:
    arrays = drawn(5).arrays()
    arrays["held_out.gold"] = arrays["held_out.gold"][:-1]
    with pytest.raises(ValueError, match=r"shapes that do not belong together: .*\(4,\)"):
        HeldOut.restore(arrays)


def test_the_share_of_unknown_words_of_each_text() -> None:
    words = np.unique(ngrams(["the troops leave"], (1, 1), (0, 0)).hashes)
    assert unknown(["The troops leave", "the ships sail", "", "?!"], words) == pytest.approx([0, 2 / 3, 0, 0])
