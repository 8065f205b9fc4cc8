"""Why a sentence got its stance: what its words, and what else was known, speak for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stance.labels import STANCES, Stance
from stance.types import Mention, Span

FEW = 3
LEAST = 1e-12
"""The smallest probability of which the logarithm is taken."""

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks for some stances and against others.

    Attributes:
        text: The words; or what else it is, such as "the headline and the sentence before".
        spans: Where the words stand, counted from the beginning of the sentence; none for what does not stand in it.
        weights: What it adds to the logarithm of each stance's probability, beyond what it adds to all of them.
    """

    text: str
    spans: tuple[Span, ...]
    weights: Mapping[Stance, float] = field(hash=False)

    def row(self, start: int) -> dict[str, object]:
        """Return it as plain values, the spans as those of the article, in which the sentence begins at `start`."""
        spans = [[span.start + start, span.end + start] for span in self.spans]
        return {"text": self.text, "spans": spans} | {str(each): round(self.weights[each], 4) for each in STANCES}


@dataclass(frozen=True, slots=True)
class Need:
    """What a stance that was not chosen would have needed.

    Attributes:
        stance: The stance.
        odds: How many times less likely it is than the chosen one.
        words: The words without which the model does put it ahead of that; none where `FEW` of them do not do.
    """

    stance: Stance
    odds: float
    words: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a mention got its stance.

    Attributes:
        mention: Who speaks where.
        p_stance: Calibrated probability of each stance, as `Model.classify` gives it.
        words: The words of the sentence in order; neighbours together where a long sentence was probed by phrases.
        signals: What speaks without standing in the sentence.
        phrases: The same weights as those of the words, kept with all the words that an n-gram needs; none where words
            were left out one by one.
        needs: What the other stances would have needed, the nearest first.
        exact: Whether the weights of words and signals add up to the logarithms of the probabilities, but for what is
            the same for all stances. If not, each tells what leaving it out alone does.
    """

    mention: Mention
    p_stance: Mapping[Stance, float] = field(hash=False)
    words: tuple[Reason, ...]
    signals: tuple[Reason, ...]
    phrases: tuple[Reason, ...] = ()
    needs: tuple[Need, ...] = ()
    exact: bool = False

    @property
    def stance(self) -> Stance:
        """The most probable stance."""
        return max(STANCES, key=self.p_stance.__getitem__)

    def reasons(self, count: int = FEW) -> list[Reason]:
        """Return what speaks most for the stance, the strongest first."""
        speaking = [each for each in self._all() if each.weights[self.stance] > 0]
        return sorted(speaking, key=lambda each: -each.weights[self.stance])[:count]

    def doubts(self, count: int = FEW) -> list[Reason]:
        """Return what speaks most against the stance, the strongest first."""
        speaking = [each for each in self._all() if each.weights[self.stance] < 0]
        return sorted(speaking, key=lambda each: each.weights[self.stance])[:count]

    def without(self, reason: Reason) -> dict[Stance, float]:
        """Return what the probabilities would be if `reason` did not count, and all the rest did as it does."""
        left = np.array([np.log(max(self.p_stance[each], LEAST)) - reason.weights[each] for each in STANCES])
        odds = np.exp(left - left.max())
        return dict(zip(STANCES, map(float, odds / odds.sum()), strict=True))

    def because(self) -> list[str]:
        """Return the strongest reasons as sentences."""
        before = f"{self.stance}: {self.p_stance[self.stance]:.0%} with"
        return [f"{before} {_named(each)}, {self.without(each)[self.stance]:.0%} without." for each in self.reasons()]

    def otherwise(self) -> list[str]:
        """Return what the other stances would have needed as sentences."""
        return [self._told(need) for need in self.needs]

    def _told(self, need: Need) -> str:
        if not need.words:
            return f"{need.stance} is {need.odds:,.1f} times less likely."
        words = sorted(need.words, key=lambda word: word.spans)
        return f"{need.stance} would be ahead of {self.stance} without {', '.join(map(_named, words))}."

    def _all(self) -> tuple[Reason, ...]:
        return (*(self.phrases or self.words), *self.signals)

    def row(self) -> dict[str, object]:
        """Return it as plain values: what JSON holds, and a report shows."""
        start = self.mention.sentence.span.start
        return {
            "exact": self.exact,
            "words": [word.row(start) for word in self.words],
            "signals": [signal.row(start) for signal in self.signals],
            "reasons": [reason.row(start) for reason in self.reasons()],
            "doubts": [doubt.row(start) for doubt in self.doubts()],
            "needs": [
                {"stance": str(need.stance), "odds": round(need.odds, 4), "words": [word.text for word in need.words]}
                for need in self.needs
            ],
            "sentences": [*self.because(), *self.otherwise()],
        }


def _named(reason: Reason) -> str:
    return f"“{reason.text}”" if reason.spans else reason.text


def reason(text: str, spans: Sequence[Span], scores: NDArray[np.float64]) -> Reason:
    """Return the reason that adds `scores` to those of the stances; what it adds to all of them alike says nothing."""
    return Reason(text, tuple(spans), dict(zip(STANCES, map(float, scores - scores.mean()), strict=True)))


def words(text: str) -> list[Span]:
    """Return the words of a sentence, punctuation left out, counted from its beginning.

    >>> [span.of("“We won’t,” he said.") for span in words("“We won’t,” he said.")]
    ['We', 'won’t', 'he', 'said']
    """
    return [Span(*word.span()) for word in _WORD.finditer(text)]
