"""How sure it is that a mention is a source: what the rules and the token head say, put together.

Where both find a source they are right far more often than where one of them does (the head alone knows no quotations
that run on, the rules no verbs beyond their lexicon), so a logistic regression over both gives the probability.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from stance.attribution import PROPOSED
from stance.models.base import Array
from stance.types import Mention

FEATURES = 5
_LEAST = 0.01


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic regression over rule and token head.

    Attributes:
        weights: One for each feature, and the intercept last.
        precision: How often each rule is right.
        threshold: The probability under which a mention is dropped.
        likely: The same for those that no rule finds, if it is higher.
    """

    weights: tuple[float, ...]
    precision: Mapping[str, float]
    threshold: float
    likely: float

    def probabilities(self, mentions: Sequence[Mention], scores: Sequence[float]) -> Array:
        """Return how likely each mention is a source, from the token head's log-odds for it."""
        values = features(mentions, scores, self.precision)
        logits = values @ np.array(self.weights[:-1]) + self.weights[-1]
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))

    def keeps(self, mentions: Sequence[Mention], probabilities: Array) -> NDArray[np.bool_]:
        """Tell which mentions are likely enough to be told of."""
        proposed = np.array([mention.rule in PROPOSED for mention in mentions], np.bool_)
        least = np.where(proposed, max(self.threshold, self.likely), self.threshold)
        return np.asarray(probabilities >= least)


def features(mentions: Sequence[Mention], scores: Sequence[float], precision: Mapping[str, float]) -> Array:
    """Return what is known of each mention: the head's log-odds and the rule's, apart for sources outside."""
    rows = np.zeros((len(mentions), FEATURES))
    for row, mention, score in zip(rows, mentions, scores, strict=True):
        outside = mention.place is None
        odds = np.clip(precision.get(mention.rule, 0.5), _LEAST, 1 - _LEAST)
        row[:] = (score * (not outside), score * outside, np.log(odds / (1 - odds)), outside, mention.rule in PROPOSED)
    return rows


def fit(
    mentions: Sequence[Mention],
    scores: Sequence[float],
    right: NDArray[np.bool_],
    precision: Mapping[str, float],
    gold: int,
    likely: float,
) -> Confidence:
    """Learn from mentions of which it is known whether they are right.

    Args:
        mentions: What rules and head found together.
        scores: The head's log-odds for each.
        right: Whether each is a source indeed.
        precision: How often each rule is right.
        gold: How many sources there are in all. The threshold is half of the best F1 that any threshold reaches, which
            is the one that calibrated probabilities have their best F1 at (Lipton et al., ECML 2014): where F1 is flat
            around its best, the threshold that happens to reach it says little of other text.
        likely: How likely a mention must be that no rule finds.
    """
    from sklearn.linear_model import LogisticRegression

    if len(set(right.tolist())) < 2:
        return Confidence((0.0,) * FEATURES + (2.0,), precision, 0.0, likely)
    learner = LogisticRegression(C=1.0).fit(features(mentions, scores, precision), right)
    weights = (*map(float, learner.coef_[0]), float(learner.intercept_[0]))
    confidence = Confidence(weights, precision, 0.0, likely)
    probabilities = confidence.probabilities(mentions, scores)
    told = np.flatnonzero(confidence.keeps(mentions, probabilities))
    hits = np.cumsum(right[told[np.argsort(-probabilities[told])]])
    f1 = 2 * hits / (np.arange(1, len(told) + 1) + gold)
    return replace(confidence, threshold=float(f1.max(initial=0.0)) / 2)
