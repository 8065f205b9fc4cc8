"""How far annotators agree, with intervals over articles, and on what they do not.

Alpha is Krippendorff's (2004) and kappa Cohen's (1960), both for nominal labels. Both are functions of the table of the
labels of one annotator by those of the other, so that bootstrapping sums tables instead of labels.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from stance.intervals import Counts, Figure, Measure, measured
from stance.labelling.comparison import Compared
from stance.labels import GROUPS, STANCES, Label


class Confusion(NamedTuple):
    """Two labels of which the annotators gave one each to the same actor, how often, and the rule between them."""

    labels: tuple[Label, Label]
    times: int
    rule: str


@dataclass(frozen=True, slots=True)
class Scale:
    """What two annotators gave of one kind of label to the actors that both found.

    Attributes:
        labels: The labels in their order.
        tables: For each article the labels of the first annotator by those of the second.
    """

    labels: tuple[Label, ...]
    tables: Counts

    @property
    def alpha(self) -> Figure:
        """Krippendorff's alpha: 1 is perfect, 0 what chance gives."""
        return measured(alpha, self.tables)

    @property
    def kappa(self) -> Figure:
        """Cohen's kappa."""
        return measured(kappa, self.tables)

    def alpha_of(self, label: Label) -> Figure:
        """Return alpha where all other labels are one."""
        return measured(_against_rest(self.labels.index(label)), self.tables)

    def given(self, label: Label) -> tuple[int, int]:
        """Return how often each annotator gave a label."""
        table, place = self.tables.sum(axis=0), self.labels.index(label)
        return int(table[place].sum()), int(table[:, place].sum())

    def confusions(self) -> list[Confusion]:
        """Return the pairs of labels that were mixed up, the most frequent first."""
        table = self.tables.sum(axis=0)
        places = np.argwhere(np.triu(table + table.T, 1))
        found = [(int(table[one, other] + table[other, one]), one, other) for one, other in places.tolist()]
        ranked = sorted(found, key=lambda each: (-each[0], *each[1:]))
        pairs = (((self.labels[one], self.labels[other]), times) for times, one, other in ranked)
        return [Confusion(pair, times, rule(*pair)) for pair, times in pairs]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two annotators gave to the same sentences.

    Attributes:
        articles, sentences: How many both have read.
        found: For each article how many actors both found, and how many only the first and only the second did.
        stance, group: The labels of the actors that both found.
    """

    articles: int
    sentences: int
    found: Counts
    stance: Scale
    group: Scale

    @property
    def actor_f1(self) -> Figure:
        """Of the actors that either found, how many both did: twice the common ones by the sum of all."""
        return measured(_f1, self.found)


def agreement(sentences: Sequence[Compared]) -> Agreement:
    """Return how far the two annotators of each of `sentences` agree."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(each.article.id for each in sentences))}
    found = np.zeros((len(numbers), 3))
    stances, groups = (np.zeros((len(numbers), len(labels), len(labels))) for labels in (STANCES, GROUPS))
    for each in sentences:
        article, common = numbers[each.article.id], len(each.both)
        found[article] += common, len(each.first.labels) - common, len(each.second.labels) - common
        for one, other in each.both:
            stances[article, STANCES.index(one.stance), STANCES.index(other.stance)] += 1
            groups[article, GROUPS.index(one.group), GROUPS.index(other.group)] += 1
    return Agreement(len(numbers), len(sentences), found, Scale(STANCES, stances), Scale(GROUPS, groups))


def alpha(tables: Counts) -> Counts:
    """Return Krippendorff's alpha of each of many tables; 1 where one value alone was given, for which it has none.

    >>> alpha(np.array([[[2, 0], [1, 1]]])).round(3).tolist()
    [0.533]
    """
    pairs = tables + tables.swapaxes(-1, -2)
    given, total = pairs.sum(axis=-1), pairs.sum(axis=(-2, -1))
    differing = total - np.trace(pairs, axis1=-2, axis2=-1)
    return _above_chance(differing * (total - 1), total**2 - (given**2).sum(axis=-1))


def kappa(tables: Counts) -> Counts:
    """Return Cohen's kappa of each of many tables; 1 where both gave one value alone, for which it has none.

    >>> kappa(np.array([[[2, 0], [1, 1]]])).tolist()
    [0.5]
    """
    total = tables.sum(axis=(-2, -1))
    differing = total - np.trace(tables, axis1=-2, axis2=-1)
    return _above_chance(differing * total, total**2 - (tables.sum(axis=-1) * tables.sum(axis=-2)).sum(axis=-1))


def rule(first: Label, second: Label) -> str:
    """Return the codebook's rule between two stances or two groups, in its own words."""
    rules = _rules()[type(first).__name__.lower()]
    return rules.get(f"{first} {second}") or rules.get(f"{second} {first}") or rules["otherwise"]


@cache
def _rules() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("stance.labelling").joinpath("rules.toml").read_text(encoding="utf-8"))


def _above_chance(observed: Counts, expected: Counts) -> Counts:
    """Return one minus the observed disagreement by the one that chance gives."""
    above: Counts = 1 - observed / np.where(expected > 0, expected, np.inf)
    return above


def _against_rest(label: int) -> Measure:
    def measure(tables: Counts) -> Counts:
        both, first, second = tables[..., label, label], tables[..., label, :].sum(-1), tables[..., :, label].sum(-1)
        neither = tables.sum(axis=(-2, -1)) - first - second + both
        rows = np.stack([both, first - both]), np.stack([second - both, neither])
        return alpha(np.moveaxis(np.stack(rows), (0, 1), (-2, -1)))

    return measure


def _f1(counts: Counts) -> Counts:
    """Return F1 from columns of common, first's own and second's own; 1 where nobody found anything."""
    total = 2 * counts[..., 0] + counts[..., 1] + counts[..., 2]
    score: Counts = np.where(total > 0, 2 * counts[..., 0] / np.maximum(total, 1), 1.0)
    return score
