"""Figures over articles, with their intervals."""

import numpy as np

from stance.intervals import difference, measured


def share(counts: np.ndarray) -> np.ndarray:
    return counts[..., 0] / counts.sum(axis=-1)


def test_intervals_hold_the_value_narrow_with_more_articles_and_repeat_with_the_seed() -> None:
    counts = np.random.default_rng(0).integers(1, 5, (400, 2)).astype(float)
    many, few = measured(share, counts), measured(share, counts[:20])
    assert many.low < many.value < many.high
    assert many.high - many.low < few.high - few.low
    assert measured(share, counts) == many
    assert measured(share, counts, seed=1) != many


def test_one_article_has_no_interval() -> None:
    figure = measured(share, np.array([[2.0, 1.0]]))
    assert figure.low == figure.value == figure.high
    assert str(figure) == "0.667"


def test_a_difference_on_the_same_articles_is_surer_than_its_parts() -> None:
    first = np.random.default_rng(0).integers(1, 9, (100, 2)).astype(float)
    second = first + np.array([1.0, 0.0])
    gain, alone = difference(share, first, second), measured(share, first)
    assert 0 < gain.low < gain.value < gain.high
    assert gain.high - gain.low < alone.high - alone.low
