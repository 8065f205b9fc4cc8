"""Whether a batch of rows looks like what the model learned from; where it does not, its figures promise less."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from stance.labels import GROUPS, STANCES, Label
from stance.models import Model
from stance.models.held_out import unknown
from stance.predictor import Row
from stance.types import Attribution

Numbers = NDArray[np.floating]

TOLERATED = 0.25
"""The index from which a change counts as large by custom (Siddiqi, Credit Risk Scorecards, 2006)."""
CHANCE = 0.001
FEWEST = 30
_AT_ONCE = 4096
BINS = 10


@dataclass(frozen=True, slots=True)
class Shift:
    """How one thing is spread in a batch, beside how it was in the model's held-out text.

    Attributes:
        what: `words`, `groups`, `stances` or `confidence`.
        index: The population stability index: 0 where both are spread alike.
        limit: What it may be; chance alone exceeds it in one batch of a thousand at most.
        before, now: A telling number of the held-out text and of the batch.
        told: What this number is.
    """

    what: str
    index: float
    limit: float
    before: float
    now: float
    told: str

    @property
    def unlike(self) -> bool:
        """Whether the batch is unlike the held-out text in this."""
        return self.index > self.limit


def drift(model: Model, rows: Iterable[Row]) -> list[Shift]:
    """Compare rows with what `model` said of its held-out mentions.

    Args:
        model: The model that gave the rows.
        rows: Its rows, read as a stream; those without an actor do not count.

    Raises:
        ValueError: There are too few rows to tell, another model gave them, or the model has nothing to compare with.
    """
    found = np.concatenate([np.empty((0, 4)), *(_looked_at(model, part) for part in _parts(rows))])
    if len(found) < FEWEST:
        raise ValueError(f"{len(found)} attributions are too few to compare; give {FEWEST} or more.")
    held_out = model.held_out_
    if len(held_out.gold) < FEWEST:
        raise ValueError("The model keeps too few held-out mentions to compare with; fit it with a validation split.")
    words, sure, groups, stances = found.T
    return [
        _measured("words", held_out.unknown, words, "share of words not learned"),
        _measured("confidence", held_out.stance.max(axis=1), sure, "mean probability of the stance"),
        _counted("groups", held_out.group, groups.astype(int), GROUPS),
        _counted("stances", held_out.stance.argmax(axis=1), stances.astype(int), STANCES),
    ]


def _parts(rows: Iterable[Row]) -> Iterator[list[Attribution]]:
    found = (row for row in rows if isinstance(row, Attribution))
    while part := list(islice(found, _AT_ONCE)):
        yield part


def _looked_at(model: Model, rows: list[Attribution]) -> Numbers:
    """Return of each row the share of unknown words, the confidence, and the places of group and stance."""
    others = sorted({row.model for row in rows} - {model.name_})
    if others:
        raise ValueError(f"The rows are of {', '.join(others)}, not of {model.name_}; give the model that wrote them.")
    words = unknown([row.mention.sentence.text for row in rows], model.held_out_.words)
    known = [(max(row.p_stance.values()), GROUPS.index(row.group), STANCES.index(row.stance)) for row in rows]
    return np.column_stack([words, np.array(known)])


def _measured(what: str, before: NDArray[np.floating], now: Numbers, told: str) -> Shift:
    """Compare numbers by the bins that part those of the held-out text into equal shares."""
    edges = np.unique(np.quantile(before, np.linspace(0, 1, BINS + 1)[1:-1]))
    first, second = (np.bincount(np.searchsorted(edges, each), minlength=len(edges) + 1) for each in (before, now))
    index, limit = _index(first, second)
    return Shift(what, float(index.sum()), limit, float(before.mean()), float(now.mean()), told)


def _counted(what: str, before: NDArray[np.integer], now: NDArray[np.integer], labels: Sequence[Label]) -> Shift:
    """Compare how often each label is given; the one that changes most tells of it."""
    first, second = (np.bincount(each, minlength=len(labels)) for each in (before, now))
    index, limit = _index(first, second)
    most = int(index.argmax())
    was, is_now = (float(each[most] / each.sum()) for each in (first, second))
    return Shift(what, float(index.sum()), limit, was, is_now, f"share of {labels[most]}")


def _index(before: NDArray[np.integer], now: NDArray[np.integer]) -> tuple[Numbers, float]:
    """Return each bin's part of the population stability index, and what chance leaves it at.

    Without any change the index is distributed as chi-squared, scaled by both sizes (Yurdakul, 2018). Half a case is
    added to every bin, so that an empty one is no infinite change.
    """
    from scipy.special import chdtri

    first, second = ((each + 0.5) / (each.sum() + len(each) / 2) for each in (before, now))
    chance = float(chdtri(len(before) - 1, CHANCE)) * (1 / before.sum() + 1 / now.sum())
    return (second - first) * np.log(second / first), float(max(TOLERATED, chance))
