"""How attributions are shared out between the stances, estimated from their probabilities, with intervals.

Counting each row's most probable stance repeats what the model gets wrong again and again. Adding up its calibrated
probabilities does not (Bella et al., ICDM 2010, "probability average"), and needs nothing but the rows. Correcting with
a confusion matrix, or re-estimating the shares by EM (Saerens et al., 2002), was tried as well: on conflicts that the
model had not seen, both were further from the truth.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from stance.intervals import Figure
from stance.labels import STANCES, Stance
from stance.types import Attribution

SAME_SPEAKER, OTHERS = 0.2, 0.03
"""How alike the model's errors are: in two sentences of a speaker in an article, and in any other two.

The first was measured on the validation texts (.08 to .37 by stance). The second stands for texts unlike those that the
model was calibrated on: .05 was measured on unseen conflicts, 0 on seen ones.
"""
SIDES = (Stance.SUPPORT, Stance.OPPOSE, Stance.CONDITIONAL)
_LEVEL, _MOSTLY, _LEAD, _AHEAD = 0.95, 0.45, 0.15, 0.03
_MANY = 5000


class Certainty(StrEnum):
    """How sure it is where somebody leans: `divided` is nowhere, two sides being nearly as likely."""

    CLEARLY = "clearly"
    PROBABLY = "probably"
    PERHAPS = "perhaps"
    DIVIDED = "divided"


@dataclass(frozen=True, slots=True)
class Shares:
    """The estimated shares of the stances in some attributions.

    Attributes:
        count: How many attributions these are.
        of: The share of each stance with its interval; the shares add up to 1.
    """

    count: int
    of: Mapping[Stance, Figure]

    @property
    def lean(self) -> Stance:
        """The side that is taken most; `none` where most of the attributions, or nearly most, take no side."""
        if self.of[Stance.NONE].value >= _MOSTLY:
            return Stance.NONE
        return max(SIDES, key=lambda side: self.of[side].value)

    @property
    def certainty(self) -> Certainty:
        """How sure the lean is, by its interval and by how far it is ahead of the other stances."""
        lean, others = self.of[self.lean], [self.of[stance] for stance in STANCES if stance != self.lean]
        rival = max(self.of[side].value for side in SIDES if side != self.lean)
        if lean.low > max(other.high for other in others):
            return Certainty.CLEARLY
        if lean.value - max(other.value for other in others) >= _LEAD:
            return Certainty.PROBABLY
        return Certainty.PERHAPS if lean.value - rival >= _AHEAD else Certainty.DIVIDED


def shares(attributions: Sequence[Attribution]) -> Shares:
    """Estimate the shares of the stances in `attributions`, of which there must be one at least.

    The interval is that of a beta-binomial count: its mean is the sum of the probabilities, its variance the sum of
    p (1 - p), widened as errors that are alike widen it.
    """
    from scipy.stats import beta, betabinom

    p = np.array([[each.p_stance[stance] for stance in STANCES] for each in attributions])
    p /= p.sum(axis=1, keepdims=True)
    count, mean = len(p), p.mean(axis=0).clip(1e-6, 1 - 1e-6)
    spread = (p * (1 - p)).mean(axis=0) / (mean * (1 - mean))
    extra = (spread * (1 + (count - 1) * _alike(attributions)) - 1) / max(count - 1, 1)
    weight = 1 / extra.clip(1e-6, 1 - 1e-6) - 1
    tails, a, b = [[(1 - _LEVEL) / 2], [(1 + _LEVEL) / 2]], mean * weight, (1 - mean) * weight
    # For many the count's own chance is nothing beside the rest, and its quantiles take long.
    low, high = beta.ppf(tails, a, b) if count > _MANY else betabinom.ppf(tails, count, a, b) / count
    value = p.mean(axis=0)
    bounds = zip(STANCES, value, np.minimum(low, value), np.maximum(high, value), strict=True)
    return Shares(count, {stance: Figure(*map(float, values)) for stance, *values in bounds})


def _alike(attributions: Sequence[Attribution]) -> float:
    """Return how alike the errors of two of the attributions are, in the mean over all pairs."""
    count = len(attributions)
    if count < 2:
        return 0.0
    speakers = Counter((each.article, each.mention.actor.name) for each in attributions)
    same = sum(n * (n - 1) for n in speakers.values()) / (count * (count - 1))
    return SAME_SPEAKER * same + OTHERS * (1 - same)
