"""Figures with intervals: everything counted once an article, so that articles can be drawn again and again.

A measure is a function of counts summed over articles. Bootstrapping draws articles with replacement, sums their counts
and measures again: sentences of one article are never torn apart.
"""

from collections.abc import Callable
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
