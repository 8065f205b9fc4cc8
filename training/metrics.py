"""The measures of classification, as functions of counts summed over articles; see `stance.intervals`."""

from collections.abc import Sequence

import numpy as np

from stance.intervals import Counts, Measure


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
