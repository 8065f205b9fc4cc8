"""How far two readers agree: Krippendorff's alpha (2004) for nominal labels, and F1 over who is an actor."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from stance.labels import GROUPS, STANCES, Label
from training.data.corpus import SPLITS, Attribution, read_split
from training.data.readings import Matched, load, matched


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two readers gave to the same sentences.

    Attributes:
        texts, sentences: How many both have read.
        actor_f1: Of the attributions of either, how many both have: twice the common ones by the sum of all.
        stance, group: Alpha over the attributions that both have; 1 is perfect, 0 what chance gives.
    """

    texts: int
    sentences: int
    actor_f1: float
    stance: float
    group: float


def agreement(folder: Path) -> dict[str, Agreement]:
    """Return the agreement in each split of which anything was read twice, and in all together."""
    first, second = load(folder, "first"), load(folder, "second")
    found: dict[str, Agreement] = {}
    sums: tuple[int, int, int, Matched] = (0, 0, 0, [])
    for split in SPLITS:
        counted: tuple[int, int, int, Matched] = (0, 0, 0, [])
        for text in read_split(folder, split):
            if text.id in second:
                labels = list(zip(first[text.id].labels, second[text.id].labels, strict=True))
                both = [pair for number, each in enumerate(labels) for pair in matched(text, number, *each)]
                given = sum(len(one) + len(other) for one, other in labels)
                counted = (counted[0] + 1, counted[1] + len(labels), counted[2] + given, counted[3] + both)
        if counted[0]:
            found[split] = _agreement(*counted)
        sums = (sums[0] + counted[0], sums[1] + counted[1], sums[2] + counted[2], sums[3] + counted[3])
    return found | ({"all": _agreement(*sums)} if sums[0] else {})


def _agreement(texts: int, sentences: int, given: int, both: Matched) -> Agreement:
    return Agreement(
        texts,
        sentences,
        actor_f1=2 * len(both) / given if given else 1.0,
        stance=_alpha(both, "stance", STANCES),
        group=_alpha(both, "group", GROUPS),
    )


def _alpha(both: Sequence[tuple[Attribution, Attribution]], name: str, labels: Sequence[Label]) -> float:
    """Return alpha for one label; 1 where only one value was ever given, for which alpha has none."""
    from krippendorff import alpha

    values = np.array([[labels.index(getattr(label, name)) for label in pair] for pair in both], float).reshape(-1, 2)
    if len(np.unique(values)) < 2:
        return 1.0
    return float(alpha(values.T, level_of_measurement="nominal", value_domain=list(range(len(labels)))))
