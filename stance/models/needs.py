"""What the stances that were not chosen would have needed: the words that stand in their way.

The words that speak most for the chosen stance against another one are left out, one more each time, and the model is
asked whether that one is ahead now. What is told of other stances is therefore never a guess.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from stance.labels import STANCES, Stance
from stance.models.base import Array, Probabilities
from stance.models.explanation import FEW, LEAST, Explanation, Need, Reason
from stance.models.occlusion import blanked
from stance.types import Mention


def with_needs(
    explanations: Sequence[Explanation], classify: Callable[[Sequence[Mention]], Probabilities]
) -> list[Explanation]:
    """Return the explanations with what the other stances would have needed; all trials are classified together."""
    rivals = [[(other, _in_the_way(each, other)) for other in _others(each)] for each in explanations]
    trials = [
        blanked(each.mention, [span for word in words[: count + 1] for span in word.spans])
        for each, own in zip(explanations, rivals, strict=True)
        for _, words in own
        for count in range(len(words))
    ]
    given = iter(classify(trials).stance)
    return [
        replace(each, needs=_sorted(_need(each, other, words, given) for other, words in own))
        for each, own in zip(explanations, rivals, strict=True)
    ]


def _others(explanation: Explanation) -> list[Stance]:
    return [stance for stance in STANCES if stance is not explanation.stance]


def _in_the_way(explanation: Explanation, other: Stance) -> list[Reason]:
    """Return the words that speak most for the chosen stance against another, the strongest first."""
    lead = {word: word.weights[explanation.stance] - word.weights[other] for word in explanation.words}
    return sorted((word for word in lead if lead[word] > 0), key=lambda word: -lead[word])[:FEW]


def _need(explanation: Explanation, other: Stance, words: Sequence[Reason], given: Iterator[Array]) -> Need:
    """Return what `other` would have needed; `given` has the trials next, one without each number of `words`."""
    chosen = STANCES.index(explanation.stance)
    ahead = [bool(row[STANCES.index(other)] > row[chosen]) for row in (next(given) for _ in words)]
    enough = ahead.index(True) + 1 if any(ahead) else 0
    odds = explanation.p_stance[explanation.stance] / max(explanation.p_stance[other], LEAST)
    return Need(other, odds, tuple(words[:enough]))


def _sorted(needs: Iterator[Need]) -> tuple[Need, ...]:
    return tuple(sorted(needs, key=lambda need: need.odds))
