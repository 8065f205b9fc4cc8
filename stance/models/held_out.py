"""What a model said of mentions that it had not learned from: the ground for abstaining, label sets and drift."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, inf, log2
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from stance.labels import STANCES
from stance.models.ngrams import ngrams

if TYPE_CHECKING:
    from stance.models.base import Array, Model
    from stance.types import LabelledDocument

PREFIX = "held_out."
TYPES: dict[str, Any] = {
    "stance": np.float32,
    "group": np.int8,
    "gold": np.int8,
    "unknown": np.float32,
    "words": np.uint64,
}
DOUBT = 0.1
"""How likely the promise of a risk may be broken."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Held-out mentions, a row each, with the actors as the labels give them.

    What is promised holds for mentions drawn as these were: text of another kind may keep it or not.

    Attributes:
        stance: Shape (n, 4), the calibrated probabilities of the stances.
        group: Shape (n,), the position of the most probable group.
        gold: Shape (n,), the position of the true stance.
        unknown: Shape (n,), the share of the sentence's words that are not among `words`.
        words: Hashes of the words that the texts learned from hold more than once, in order.
    """

    stance: NDArray[np.float32]
    group: NDArray[np.int8]
    gold: NDArray[np.int8]
    unknown: NDArray[np.float32]
    words: NDArray[np.uint64]

    @classmethod
    def of(cls, model: "Model", learned: "Sequence[LabelledDocument]", held_out: "Sequence[LabelledDocument]") -> Self:
        """Return what `model`, which has learned from `learned`, says of the labelled mentions of `held_out`."""
        examples = [example for document in held_out for example in document.examples]
        given = model.classify([example.mention for example in examples])
        gold = [STANCES.index(example.stance) for example in examples]
        sentences = [sentence.text for document in learned for sentence in document.document.sentences]
        words, counts = np.unique(ngrams(sentences, (1, 1), (0, 0)).hashes, return_counts=True)
        return cls(
            given.stance.astype(np.float32),
            given.group.argmax(axis=1).astype(np.int8),
            np.array(gold, np.int8),
            unknown([example.mention.sentence.text for example in examples], words[counts > 1]),
            words[counts > 1],
        )

    def confidence(self, risk: float) -> float:
        """Return how sure a stance must be, so that of all stances as sure at most the share `risk` is wrong.

        A binary search for the lowest confidence above which an upper bound on the share of errors (Clopper & Pearson,
        1934) holds, all its steps together wrong in one of ten cases: selection with guaranteed risk (Geifman &
        El-Yaniv, NeurIPS 2017). Infinite where no confidence is enough.
        """
        if risk >= 1:
            return 0.0
        sure = self.stance.max(axis=1, initial=0)
        order = np.argsort(-sure, kind="stable")
        wrong = np.cumsum(self.stance.argmax(axis=1)[order] != self.gold[order])
        least, most, found = 1, len(order), inf
        doubt = DOUBT / max(1, ceil(log2(len(order) + 1)))
        while least <= most:
            kept = (least + most) // 2
            if _most_errors(int(wrong[kept - 1]), kept, doubt) <= risk:
                found, least = float(sure[order[kept - 1]]), kept + 1
            else:
                most = kept - 1
        return found

    def level(self, coverage: float) -> float:
        """Return how probable a stance must be to stay possible, so that the true one does in `coverage` of all cases.

        Split conformal prediction by the probability of the true label (Sadinle, Lei & Wasserman, JASA 2019).
        """
        true = np.sort(1 - self.stance[np.arange(len(self.gold)), self.gold])
        place = ceil((len(true) + 1) * coverage)
        return 1 - float(true[place - 1]) if 0 < place <= len(true) else float(place == 0)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays by their names, as they are saved beside those of the model."""
        return {f"{PREFIX}{name}": getattr(self, name) for name in TYPES}

    @classmethod
    def restore(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Self:
        """Take back what `arrays` returned.

        Raises:
            ValueError: The arrays do not fit each other.
        """
        own = {name: arrays[f"{PREFIX}{name}"] for name in TYPES}
        shapes = [array.shape for array in own.values()]
        size = shapes[0][:1]
        if shapes[:-1] != [(*size, len(STANCES)), size, size, size] or len(shapes[-1]) != 1:
            raise ValueError(f"the held-out arrays have shapes that do not belong together: {shapes}")
        return cls(**{name: array.astype(TYPES[name]) for name, array in own.items()})


def _most_errors(wrong: int, kept: int, doubt: float) -> float:
    """Return the share of errors that is exceeded with probability `doubt` at most, after `wrong` of `kept`."""
    from scipy.special import betaincinv

    return 1.0 if wrong >= kept else float(betaincinv(wrong + 1, kept - wrong, 1 - doubt))


def possible(stances: "Array", level: float) -> NDArray[np.bool_]:
    """Return, shaped as `stances`, which of them are as probable as `level`, and the best in any case."""
    best = stances.argmax(axis=1)[:, None] == np.arange(stances.shape[1])
    kept: NDArray[np.bool_] = (stances >= level) | best
    return kept


def unknown(texts: Sequence[str], words: NDArray[np.uint64]) -> NDArray[np.float32]:
    """Return the share of the words of each text whose hashes are not among `words`; 0 where it has none."""
    found = ngrams(texts, (1, 1), (0, 0))
    total = np.bincount(found.rows, minlength=len(texts))
    new = np.bincount(found.rows[~np.isin(found.hashes, words)], minlength=len(texts))
    return (new / np.maximum(total, 1)).astype(np.float32)
