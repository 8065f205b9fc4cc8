"""How well a model does on labelled documents: who speaks, what they hold, and how sure it may be of that."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stance.intervals import Counts, Figure, measured
from stance.labels import GROUPS, STANCES, Stance
from stance.models import Model
from stance.models.calibration import expected_calibration_error
from stance.models.matching import pairs
from stance.types import LabelledDocument
from training.metrics import accuracy, confusion, f1, f1_of, macro_f1, precision, recall
from training.promises import Promises, promises
from training.promises import figures as promised

NONE = STANCES.index(Stance.NONE)
Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Part:
    """How a model does on the attributions that share a value, such as those of experts.

    Attributes:
        attributions: How many there are; never 0.
        stance_macro_f1, stance_accuracy: How well their stances are told.
        kept, kept_error: The share that does not abstain at the usual risk, and the share of errors in it.
        set_coverage: In which share the true stance is among those that stay possible.
    """

    attributions: int
    stance_macro_f1: float
    stance_accuracy: float
    kept: float
    kept_error: float
    set_coverage: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a model reached on some documents.

    Attributes:
        articles, attributions: How many were looked at.
        figures: The measures by name, each with its interval over articles. The stance and group are judged with the
            true actors given; `actor_…` judges who is found, `pair_f1` the actors found together with their stance
            where a side is taken.
        parts: The stance by group, mode, conflict and genre.
        confusion: Stances, true by predicted.
        confidence, right: How sure the model was of each stance, and whether it was right.
    """

    articles: int
    attributions: int
    figures: Mapping[str, Figure]
    parts: Mapping[str, Mapping[str, Part]]
    confusion: Counts
    confidence: NDArray[np.float64] = field(repr=False)
    right: NDArray[np.bool_] = field(repr=False)

    def metrics(self) -> dict[str, float]:
        """Return all numbers under flat names."""
        flat = {name: figure.value for name, figure in self.figures.items()}
        for facet, values in self.parts.items():
            for value, part in values.items():
                flat[f"stance_macro_f1/{facet}/{value}"] = part.stance_macro_f1
        return flat

    def to_json(self) -> dict[str, Any]:
        """Return what JSON can hold of it."""
        return {
            "articles": self.articles,
            "attributions": self.attributions,
            "figures": {name: asdict(figure) for name, figure in self.figures.items()},
            "parts": {name: {k: asdict(v) for k, v in values.items()} for name, values in self.parts.items()},
            "confusion": {
                str(stance): dict(zip(map(str, STANCES), map(int, row), strict=True))
                for stance, row in zip(STANCES, self.confusion, strict=True)
            },
        }


@dataclass(frozen=True, slots=True)
class _Judged:
    """The labels of all attributions as positions, true and predicted, and the number of each one's document."""

    document: Numbers
    stance: Numbers
    group: Numbers
    given_stance: Numbers
    given_group: Numbers
    confidence: NDArray[np.float64]
    promises: Promises


def evaluate(
    model: Model,
    documents: Sequence[LabelledDocument],
    facets: Mapping[str, Sequence[str]] | None = None,
    *,
    seed: int = 0,
) -> Evaluation:
    """Measure `model` on `documents`.

    Args:
        model: Any fitted model.
        documents: The labelled documents.
        facets: More to break the stance down by, such as the conflict: one value a document.
        seed: Seed of the bootstrap.
    """
    judged = _judge(model, documents)
    stances = _by_document(judged.stance, judged.given_stance, judged.document, len(documents), len(STANCES))
    groups = _by_document(judged.group, judged.given_group, judged.document, len(documents), len(GROUPS))
    actors, sides = _found(model, documents)
    right = judged.stance == judged.given_stance
    figures = {
        "stance_macro_f1": measured(macro_f1, stances, seed=seed),
        "stance_accuracy": measured(accuracy, stances, seed=seed),
        **{f"stance_f1/{stance}": measured(f1_of(n), stances, seed=seed) for n, stance in enumerate(STANCES)},
        "group_accuracy": measured(accuracy, groups, seed=seed),
        "actor_precision": measured(precision, actors, seed=seed),
        "actor_recall": measured(recall, actors, seed=seed),
        "actor_f1": measured(f1, actors, seed=seed),
        "pair_f1": measured(f1, sides, seed=seed),
        **promised(judged.promises, judged.document, len(documents), seed=seed),
    }
    error = expected_calibration_error(judged.confidence, right)
    figures["stance_ece"] = Figure(error, error, error)
    return Evaluation(
        articles=len(documents),
        attributions=len(right),
        figures=figures,
        parts=_parts(judged, documents, facets or {}),
        confusion=stances.sum(axis=0),
        confidence=judged.confidence,
        right=right,
    )


def stance_tables(model: Model, documents: Sequence[LabelledDocument]) -> Counts:
    """Return for each document its stances, true by predicted, with the true actors given."""
    judged = _judge(model, documents)
    return _by_document(judged.stance, judged.given_stance, judged.document, len(documents), len(STANCES))


def _judge(model: Model, documents: Sequence[LabelledDocument]) -> _Judged:
    placed = [(number, example) for number, each in enumerate(documents) for example in each.examples]
    given = model.classify([example.mention for _, example in placed])
    gold = np.array([STANCES.index(example.stance) for _, example in placed], np.intp)
    return _Judged(
        np.array([number for number, _ in placed], np.intp),
        gold,
        np.array([GROUPS.index(example.group) for _, example in placed], np.intp),
        given.stance.argmax(axis=1),
        given.group.argmax(axis=1),
        given.stance.max(axis=1, initial=0),
        promises(model.held_out_, given.stance, gold),
    )


def _by_document(gold: Numbers, given: Numbers, document: Numbers, count: int, labels: int) -> Counts:
    tables = np.zeros((count, labels, labels))
    found = confusion(gold.tolist(), given.tolist(), document.tolist(), labels)
    tables[: len(found)] = found
    return tables


def _found(model: Model, documents: Sequence[LabelledDocument]) -> tuple[Counts, Counts]:
    """Return hits, false alarms and misses a document: of the actors, and of actors with a side."""
    found, probabilities = model.attribute([each.document for each in documents])
    given = probabilities.stance.argmax(axis=1)
    actors, sides = np.zeros((len(documents), 3)), np.zeros((len(documents), 3))
    start = 0
    for number, (document, mentions) in enumerate(zip(documents, found, strict=True)):
        predicted = given[start : start + len(mentions)]
        start += len(mentions)
        gold = [STANCES.index(example.stance) for example in document.examples]
        matched = pairs(mentions, [example.mention for example in document.examples])
        actors[number] = len(matched), len(mentions) - len(matched), len(gold) - len(matched)
        hits = sum(predicted[i] == gold[j] != NONE for i, j in matched)
        sides[number] = hits, (predicted != NONE).sum() - hits, sum(side != NONE for side in gold) - hits
    return actors, sides


def _parts(
    judged: _Judged, documents: Sequence[LabelledDocument], facets: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, Part]]:
    examples = [example for each in documents for example in each.examples]
    values = {
        "group": [str(example.group) for example in examples],
        "mode": [str(example.mention.mode) for example in examples],
        **{name: [given[number] for number in judged.document] for name, given in facets.items()},
    }
    parts: dict[str, dict[str, Part]] = {}
    for name, found in values.items():
        labels = np.array(found, dtype=object)
        parts[name] = {value: _part(judged, labels == value) for value in sorted(set(found))}
    return parts


def _part(judged: _Judged, chosen: NDArray[np.bool_]) -> Part:
    gold, given = judged.stance[chosen].tolist(), judged.given_stance[chosen].tolist()
    table = confusion(gold, given, [0] * len(gold), len(STANCES))
    kept, covered = judged.promises.kept[-1][chosen], judged.promises.covered[chosen]
    return Part(
        attributions=len(gold),
        stance_macro_f1=float(macro_f1(table)[0]),
        stance_accuracy=float(accuracy(table)[0]),
        kept=float(kept.mean()),
        kept_error=float(1 - judged.promises.right[chosen][kept].mean()) if kept.any() else 0.0,
        set_coverage=float(covered.mean()),
    )
