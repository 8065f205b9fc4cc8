"""What a linear model's stance is made of: each n-gram's weight, given back to the words that it stands on.

A score is the intercept and the sum of what every n-gram of every view adds. Each n-gram is traced to the words of the
sentence that it was read from; one over several words is shared out evenly. What comes from elsewhere goes by the name
of what it is. Nothing is estimated and nothing left over.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise

import numpy as np

from stance.labels import STANCES
from stance.models.base import Array
from stance.models.calibration import softmax
from stance.models.classifier import Classifier
from stance.models.explanation import Explanation, Reason, reason, words
from stance.models.features import Pieces, View, joined, seen
from stance.types import Mention, Span

BEFORE = "what it takes for granted before reading"
SIGNALS = {
    "marked": "an actor not named in the sentence",
    "pattern": "an actor not named in the sentence",
    "frame": "how it is reported",
    "context": "the headline and the sentence before",
    "signals": "how the words are given (mode, heading, question)",
}
"""What an n-gram of a view is called that stands on no word of the sentence."""

Owners = Sequence[frozenset[int]]
"""For each character the numbers of the words that it stands for."""


def explain(mention: Mention, classifier: Classifier, views: Mapping[str, View], temperature: float) -> Explanation:
    """Return what each word, phrase and signal adds to the scores of the stances."""
    text = mention.sentence.text
    spans = words(text)
    phrases, signals = _sums(mention, classifier, views, spans)
    shares = np.zeros((len(spans), len(STANCES)))
    for numbers, scores in phrases.items():
        shares[list(numbers)] += scores / len(numbers)
    total = sum(signals.values()) + shares.sum(axis=0)
    return Explanation(
        mention,
        dict(zip(STANCES, map(float, softmax(total[None], temperature)[0]), strict=True)),
        words=tuple(reason(s.of(text), [s], own / temperature) for s, own in zip(spans, shares, strict=True)),
        signals=tuple(reason(name, (), scores / temperature) for name, scores in signals.items()),
        phrases=tuple(_phrase(text, [spans[n] for n in key], own / temperature) for key, own in phrases.items()),
        exact=True,
    )


def _sums(
    mention: Mention, classifier: Classifier, views: Mapping[str, View], spans: Sequence[Span]
) -> tuple[dict[tuple[int, ...], Array], dict[str, Array]]:
    """Return what n-grams add: those that stand on the same words together, and those of each signal."""
    pieces = {name: seen(views[name], mention) for name in classifier.blocks}
    sentence = _owners_of_sentence(mention.sentence.text, spans)
    owners = {name: _owners(each, sentence) for name, each in pieces.items()}
    phrases: dict[tuple[int, ...], Array] = defaultdict(lambda: np.zeros(len(STANCES)))
    signals: dict[str, Array] = defaultdict(lambda: np.zeros(len(STANCES)))
    signals[BEFORE] += classifier.intercept_
    for view, start, end, scores in classifier.additions({name: joined(each) for name, each in pieces.items()}):
        numbers = frozenset().union(*owners[view][start:end])
        if numbers:
            phrases[tuple(sorted(numbers))] += scores
        else:
            signals[SIGNALS.get(view, view)] += scores
    return phrases, signals


def _owners_of_sentence(text: str, spans: Sequence[Span]) -> Owners:
    """Return whose each character is: punctuation goes with the word that it touches, white space with none."""
    if not spans:
        return [frozenset()] * len(text)
    gaps = [range(one.end, other.start) for one, other in pairwise(spans)]
    borders = [next((place for place in gap if text[place].isspace()), gap.stop) for gap in gaps]
    numbers = np.searchsorted(borders, np.arange(len(text)), side="right").tolist()
    return [frozenset([number] if not each.isspace() else []) for each, number in zip(text, numbers, strict=True)]


def _owners(pieces: Pieces, sentence: Owners) -> Owners:
    """Return for each character of a view the words that it stands for."""
    owners: list[frozenset[int]] = []
    for text, origin in pieces:
        own = sentence[slice(*origin)] if origin else []
        owners += own if len(own) == len(text) else [frozenset().union(*own)] * len(text)
    return owners


def _phrase(text: str, spans: Sequence[Span], scores: Array) -> Reason:
    between = [text[one.end : other.start] for one, other in pairwise(spans)]
    gaps = [gap if gap.isspace() else " … " for gap in between]
    parts = zip((span.of(text) for span in spans), [*gaps, ""], strict=True)
    return reason("".join(chain.from_iterable(parts)), spans, scores)
