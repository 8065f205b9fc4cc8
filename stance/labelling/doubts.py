"""Labels that are likely errors: those that a model, which has not learned from them, finds least likely.

Labels are ranked by cleanlab (Northcutt et al., 2021). `python -m training doubts` measures on our corpus how many of
those that were turned to another are found so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stance.labelling.documents import labelled
from stance.labelling.records import Label, Reading
from stance.labels import GROUPS, STANCES, Group, Stance
from stance.models import Model
from stance.models.base import Array
from stance.types import Mention

ORDERS: dict[str, tuple[Stance, ...] | tuple[Group, ...]] = {"stance": STANCES, "group": GROUPS}
"""What can be doubted of an attribution, with its labels in their order."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A label of an attribution that a model finds unlikely.

    Attributes:
        reading: Whose label it is, and of which article.
        label: The whole attribution, as it was given.
        mention: The actor in its sentence, as the model saw it.
        given, likely: The label that is in doubt, and what the model would say.
        p_given, p_likely: The model's probabilities of both.
    """

    reading: Reading
    label: Label
    mention: Mention
    given: Stance | Group
    likely: Stance | Group
    p_given: float
    p_likely: float

    def row(self) -> dict[str, object]:
        """Return it as it is written to a file.

        `annotator`, `article` and the sentence's `start` and `end` in it tell where to find it in the readings.
        """
        sentence = self.mention.sentence
        return {
            "annotator": self.reading.annotator,
            "article": self.reading.article.id,
            "start": sentence.span.start,
            "end": sentence.span.end,
            "text": sentence.text,
            "actor": self.label.actor,
            "actor_start": self.label.start,
            "actor_end": self.label.end,
            "given": str(self.given),
            "p_given": round(self.p_given, 4),
            "likely": str(self.likely),
            "p_likely": round(self.p_likely, 4),
        }


def doubts(readings: Sequence[Reading], model: Model, *, kind: str = "stance", count: int = 50) -> list[Doubt]:
    """Return the labels that `model` finds least likely, the worst first; none that it would give itself.

    The actors are the annotators': that the model would find nobody where they did, or somebody else, is no doubt.

    Args:
        readings: What was labelled, by one annotator or several; each one's labels are judged alone.
        model: A model that has not learned from these labels.
        kind: Which label of an attribution, of `ORDERS`.
        count: How many to return at most.

    Raises:
        ImportError: cleanlab is missing; the message says how to install it.
    """
    order = ORDERS[kind]
    labels = [(reading, label) for reading in readings for each in reading.sentences for label in each.labels]
    if not labels:
        return []
    mentions = [example.mention for reading in readings for example in labelled(reading).examples]
    probabilities: Array = getattr(model.classify(mentions), kind)
    given = np.array([order.index(getattr(label, kind)) for _, label in labels], dtype=int)
    likely = probabilities.argmax(axis=1)
    ranked: list[int] = [n for n in least_likely(given, probabilities).tolist() if given[n] != likely[n]]
    return [
        Doubt(
            *labels[n],
            mentions[n],
            order[given[n]],
            order[likely[n]],
            float(probabilities[n, given[n]]),
            float(probabilities[n, likely[n]]),
        )
        for n in ranked[:count]
    ]


def least_likely(given: NDArray[np.int_], probabilities: Array) -> NDArray[np.int_]:
    """Return the rows in the order of how likely the given labels are, the least likely first."""
    try:
        from cleanlab.rank import get_label_quality_scores
    except ImportError:
        raise ImportError(
            "Finding labels in doubt needs cleanlab; install it with: pip install 'actor-stance[labelling]'"
        ) from None
    return np.argsort(get_label_quality_scores(given, probabilities, method="self_confidence"), kind="stable")
