"""Figures with intervals: everything counted once an article, so that articles can be drawn again and again.

A measure is a function of counts summed over articles. Bootstrapping draws articles with replacement, sums their counts
and measures again: sentences of one article are never torn apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
Measure = Callable[[Counts], Counts]

DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with the bounds of its 95% interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        interval = f" [{self.low:.3f}, {self.high:.3f}]" if self.low < self.high else ""
        return f"{self.value:.3f}{interval}"


def measured(measure: Measure, counts: Counts, *, seed: int = 0, draws: int = DRAWS) -> Figure:
    """Return `measure` of the counts, one row an article, with its bootstrap interval over articles."""
    articles = len(counts)
    value = float(measure(counts.sum(axis=0)[None])[0])
    if articles < 2:
        return Figure(value, value, value)
    drawn = np.random.default_rng(seed).multinomial(articles, np.full(articles, 1 / articles), size=draws)
    flat = drawn @ counts.reshape(articles, -1)
    low, high = np.quantile(measure(flat.reshape(draws, *counts.shape[1:])), [0.025, 0.975])
    return Figure(value, float(low), float(high))


def difference(measure: Measure, first: Counts, second: Counts, *, seed: int = 0, draws: int = DRAWS) -> Figure:
    """Return by how much `measure` of `second` exceeds that of `first` on the same articles, by paired bootstrap.

    Each draw of articles is measured for both, so that what makes an article hard cancels out (Berg-Kirkpatrick et al.,
    EMNLP 2012).
    """
    both = np.stack([first, second], axis=1)

    def gain(counts: Counts) -> Counts:
        return measure(counts[:, 1]) - measure(counts[:, 0])

    return measured(gain, both, seed=seed, draws=draws)


def confusion(gold: Sequence[int], predicted: Sequence[int], articles: Sequence[int], labels: int) -> Counts:
    """Return a table of gold by predicted labels for each article; articles are numbered from 0."""
    table = np.zeros((max(articles, default=-1) + 1, labels, labels))
    np.add.at(table, (list(articles), list(gold), list(predicted)), 1)
    return table


def f1_by_label(tables: Counts) -> Counts:
    """Return the F1 of each label for each of many tables; NaN for labels that gold does not hold."""
    right = np.diagonal(tables, axis1=-2, axis2=-1)
    gold, predicted = tables.sum(axis=-1), tables.sum(axis=-2)
    values: Counts = np.where(gold > 0, 2 * right / np.maximum(gold + predicted, 1), np.nan)
    return values


def f1_of(label: int) -> Measure:
    """Return the measure of one label's F1; 0 where gold does not hold it."""
    return lambda tables: np.nan_to_num(f1_by_label(tables)[..., label])


def macro_f1(tables: Counts) -> Counts:
    """Return the mean F1 over the labels that gold holds; 0 for empty tables.

    >>> macro_f1(np.array([[[2, 0], [1, 1]]])).round(3).tolist()
    [0.733]
    """
    values = f1_by_label(tables)
    held = ~np.isnan(values)
    mean: Counts = np.where(held, values, 0).sum(axis=-1) / np.maximum(held.sum(axis=-1), 1)
    return mean


def accuracy(tables: Counts) -> Counts:
    """Return the share of right labels; 0 for empty tables."""
    right = np.diagonal(tables, axis1=-2, axis2=-1).sum(axis=-1)
    share: Counts = right / np.maximum(tables.sum(axis=(-2, -1)), 1)
    return share


def f1(counts: Counts) -> Counts:
    """Return F1 from columns of hits, false alarms and misses.

    >>> f1(np.array([[3.0, 1.0, 1.0]])).tolist()
    [0.75]
    """
    hits, alarms, misses = np.moveaxis(counts, -1, 0)
    score: Counts = 2 * hits / np.maximum(2 * hits + alarms + misses, 1)
    return score


def precision(counts: Counts) -> Counts:
    """Return precision from columns of hits, false alarms and misses."""
    return counts[..., 0] / np.maximum(counts[..., 0] + counts[..., 1], 1)


def recall(counts: Counts) -> Counts:
    """Return recall from columns of hits, false alarms and misses."""
    return counts[..., 0] / np.maximum(counts[..., 0] + counts[..., 2], 1)
