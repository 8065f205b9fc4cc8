"""Shares of stances: sums of probabilities, with intervals as wide as errors that are alike make them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.intervals import Figure
from stance.labels import STANCES, Stance
from stance.report.shares import Shares, shares
from tests.report.rows import said


def width(share: Figure) -> float:
    return share.high - share.low


def test_shares_are_the_mean_of_the_probabilities_not_of_the_best_guesses() -> None:
    found = shares([said(p=0.6), said(p=0.6), said(p=0.6)])
    assert found.count == 3
    assert found.of[Stance.OPPOSE].value == pytest.approx(0.6)
    assert found.of[Stance.SUPPORT].value == pytest.approx(0.4 / 3)


def test_one_sentence_tells_nothing_about_the_share_unless_it_is_sure() -> None:
    oppose = shares([said(p=0.7)]).of[Stance.OPPOSE]
    assert (oppose.low, oppose.high) == (0, 1)
    oppose = shares([said(p=0.99)]).of[Stance.OPPOSE]
    assert (oppose.low, oppose.high) == (pytest.approx(0.99), 1)


def test_ten_times_the_actors_narrow_the_interval_but_forty_sentences_of_one_tell_no_more_than_four_actors() -> None:
    many = shares([said(f"Actor {n}") for n in range(40)])
    one = shares([said() for _ in range(40)])
    few = shares([said(f"Actor {n}") for n in range(4)])
    assert width(many.of[Stance.OPPOSE]) < 0.6 * width(few.of[Stance.OPPOSE])
    assert width(one.of[Stance.OPPOSE]) > 0.9 * width(few.of[Stance.OPPOSE])


def test_no_number_of_sentences_takes_the_doubt_of_unlike_texts_away() -> None:
    rows = [said(f"Actor {n}") for n in range(6000)]
    assert width(shares(rows).of[Stance.OPPOSE]) > 0.1
    assert width(shares(rows[:4000]).of[Stance.OPPOSE]) == pytest.approx(
        width(shares(rows).of[Stance.OPPOSE]), abs=0.01
    )


@given(st.lists(st.tuples(st.sampled_from(STANCES), st.floats(0, 1), st.sampled_from("abc")), min_size=1, max_size=30))
def test_shares_add_up_and_lie_in_their_intervals(given_: list[tuple[Stance, float, str]]) -> None:
    found = shares([said(actor, stance, p) for stance, p, actor in given_])
    assert sum(share.value for share in found.of.values()) == pytest.approx(1)
    for share in found.of.values():
        assert 0 <= share.low <= share.value <= share.high <= 1


@pytest.mark.parametrize(
    ("values", "lean", "certainty"),
    [
        ({"support": (0.6, 0.5, 0.7), "oppose": (0.1, 0, 0.2)}, "support", "clearly"),
        ({"support": (0.6, 0.2, 0.7), "oppose": (0.1, 0, 0.3)}, "support", "probably"),
        ({"support": (0.4, 0.2, 0.7), "oppose": (0.3, 0, 0.5)}, "support", "perhaps"),
        ({"support": (0.5, 0.2, 0.7), "none": (0.3, 0, 0.5)}, "support", "probably"),
        ({"support": (0.4, 0.2, 0.7), "oppose": (0.38, 0, 0.5)}, "support", "divided"),
        ({"conditional": (0.3, 0.1, 0.7), "none": (0.4, 0, 0.9)}, "conditional", "perhaps"),
        ({"oppose": (0.3, 0, 0.6), "none": (0.6, 0.2, 0.8)}, "none", "probably"),
        ({"oppose": (0.3, 0, 0.4), "none": (0.6, 0.5, 0.8)}, "none", "clearly"),
    ],
)
def test_who_leans_where_and_how_surely(
    values: dict[str, tuple[float, float, float]], lean: str, certainty: str
) -> None:
    found = Shares(5, {stance: Figure(*values.get(stance, (0.0, 0.0, 0.1))) for stance in STANCES})
    assert (found.lean, found.certainty) == (lean, certainty)


def test_the_intervals_hold_the_share_of_a_calibrated_models_truth() -> None:
    random = np.random.default_rng(0)
    held = []
    for _ in range(100):
        p = random.dirichlet([0.8] * len(STANCES), 30)
        rows = [said(f"Actor {n}", STANCES[each.argmax()], each.max()) for n, each in enumerate(p)]
        truth = [random.choice(STANCES, p=list(row.p_stance.values())) for row in rows]
        found = shares(rows).of
        held += [found[s].low - 1e-9 <= truth.count(s) / 30 <= found[s].high + 1e-9 for s in STANCES]
    assert np.mean(held) >= 0.95
