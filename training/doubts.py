"""How many wrong labels `stance label doubts` finds: labels are turned to another, and looked for among the doubts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from stance.labelling import Label, Reading
from stance.labelling.doubts import ORDERS, doubts
from stance.models import Model

TURNED = 0.05
"""Which share of the labels is turned."""


class Found(NamedTuple):
    """How many labels there were and were turned, and how many of these were among as many doubts."""

    labels: int
    turned: int
    found: int


def found(readings: Sequence[Reading], model: Model, kind: str, seed: int, share: float = TURNED) -> Found:
    """Turn labels of one kind, drawn by chance, and return how many of them are among as many doubts.

    A ranking by chance would find the share that was turned.
    """
    labels = [
        (reading.article.id, each.start, label)
        for reading in readings
        for each in reading.sentences
        for label in each.labels
    ]
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(labels), max(1, round(share * len(labels))), replace=False)
    turned = {labels[n]: _turned(labels[n][-1], kind, rng) for n in chosen}
    given = [_with(reading, turned) for reading in readings]
    wrong = {(article, start, label) for (article, start, _), label in turned.items()}
    told = doubts(given, model, kind=kind, count=len(chosen))
    hits = sum((each.reading.article.id, each.mention.sentence.span.start, each.label) in wrong for each in told)
    return Found(len(labels), len(chosen), hits)


def told(readings: Sequence[Reading], model: Model, seeds: Iterable[int]) -> str:
    """Return as a Markdown table which share of the turned labels is found, as the mean over several draws."""
    lines = ["| labels | turned | found | standard deviation | by chance |", "|---|---:|---:|---:|---:|"]
    draws = list(seeds)
    for kind in ORDERS:
        each = [found(readings, model, kind, seed) for seed in draws]
        shares = np.array([one.found / one.turned for one in each])
        labels, turned, _ = each[0]
        figures = f"{shares.mean():.3f} | {shares.std():.3f} | {turned / labels:.3f}"
        lines.append(f"| {labels:,} of {kind} | {turned} | {figures} |")
    return "\n".join(lines)


def _turned(label: Label, kind: str, rng: np.random.Generator) -> Label:
    others = [each for each in ORDERS[kind] if each != getattr(label, kind)]
    other: dict[str, Any] = {kind: others[rng.integers(len(others))]}
    return replace(label, **other)


def _with(reading: Reading, turned: dict[tuple[str, int, Label], Label]) -> Reading:
    def labels(start: int, given: Sequence[Label]) -> tuple[Label, ...]:
        return tuple(turned.get((reading.article.id, start, label), label) for label in given)

    sentences = (replace(each, labels=labels(each.start, each.labels)) for each in reading.sentences)
    return replace(reading, sentences=tuple(sentences))
