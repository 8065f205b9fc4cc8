"""The one contract of all models: `find` who speaks, `classify` what they hold, `explain` it, `fit`, `save`, `load`.

Training, evaluation, tracking, packaging and prediction know this class alone and never ask for the kind.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from stance.models.explanation import Explanation
from stance.models.held_out import HeldOut
from stance.types import Document, LabelledDocument, Mention

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Calibrated probabilities for n mentions, in the order in which they were given.

    Attributes:
        stance: Shape (n, 4), columns in the order of `Stance`; each row adds up to 1.
        group: Shape (n, 10), columns in the order of `Group`; each row adds up to 1.
        actor: Shape (n,); how likely the actor is a source of the sentence at all.
    """

    stance: Array
    group: Array
    actor: Array

    def __post_init__(self) -> None:
        """Refuse what is no number.

        Raises:
            ValueError: There is something; the model is damaged.
        """
        if not all(np.isfinite(each).all() for each in (self.stance, self.group, self.actor)):
            raise ValueError("The model gives what is no number, so it is damaged; save it again, or take another.")


def joined(parts: Sequence[Probabilities]) -> Probabilities:
    """Return the probabilities of all parts, one after the other; there must be one at least."""
    stance, group, actor = ([getattr(part, name) for part in parts] for name in ("stance", "group", "actor"))
    return Probabilities(np.concatenate(stance), np.concatenate(group), np.concatenate(actor))


class FitError(ValueError):
    """A model cannot be fitted as it is set, or on what it is given."""


class Model(ABC):
    """Finds actors and classifies them.

    Constructors only store settings; learned attributes end in an underscore and exist after `fit` or `load`.

    Attributes:
        kind: The name under which configurations and saved folders know the class.
        threaded: Whether it uses all cores by itself, so that more processes gain nothing.
        codebook_: Digest of the codebook that the labels followed.
        held_out_: What it said of the mentions on which it was calibrated.
        name_: What rows cite: the kind and a digest of all that was learned.
    """

    kind: ClassVar[str]
    threaded: ClassVar[bool] = False
    codebook_: str
    held_out_: HeldOut
    name_: str

    @abstractmethod
    def get_params(self) -> dict[str, object]:
        """Return the settings given to the constructor, as plain values."""

    @abstractmethod
    def find(self, documents: Sequence[Document]) -> list[list[Mention]]:
        """Return the mentions of each document, in the order of its sentences."""

    @abstractmethod
    def classify(self, mentions: Sequence[Mention]) -> Probabilities:
        """Return the probabilities for each mention; no mentions give arrays of length 0."""

    @abstractmethod
    def fit(self, train: Sequence[LabelledDocument], validation: Sequence[LabelledDocument], codebook: str) -> Self:
        """Learn from `train`, calibrate on `validation` and remember the digest of the labels' codebook."""

    @abstractmethod
    def state(self) -> tuple[Mapping[str, object], Mapping[str, NDArray[np.generic]]]:
        """Return all that was learned, as values that JSON holds and as named arrays."""

    def files(self) -> Mapping[str, bytes]:
        """Return whatever was learned that is neither value nor array, as files by their names; nothing by default."""
        return {}

    @abstractmethod
    def restore(
        self,
        values: Mapping[str, object],
        arrays: Mapping[str, NDArray[np.generic]],
        files: Mapping[str, bytes],
    ) -> Self:
        """Take back what `state` and `files` returned."""

    def attribute(self, documents: Sequence[Document]) -> tuple[list[list[Mention]], Probabilities]:
        """Return what `find` returns, and what `classify` tells of all of it, in the same order.

        Models that can do both in one pass do.
        """
        found = self.find(documents)
        return found, self.classify([mention for each in found for mention in each])

    def explain(self, mentions: Sequence[Mention]) -> list[Explanation]:
        """Return why each mention gets its stance, and what the other stances would have needed."""
        from stance.models.needs import with_needs

        return with_needs(self.reasons(mentions), self.classify)

    def reasons(self, mentions: Sequence[Mention]) -> list[Explanation]:
        """Return what speaks for the stance of each mention, by leaving out word after word.

        Models that know what each word adds tell that instead.
        """
        from stance.models.occlusion import explain

        return explain(mentions, self.classify)

    def save(self, folder: Path | str) -> None:
        """Write the model as a folder; see `stance.models.store`."""
        from stance.models.store import save

        save(self, Path(folder))
