"""What a stance rests on, whatever the model: words are left out, a few at a time, and the model is asked again.

The method is that of Li, Monroe & Jurafsky (arXiv:1612.08220). All variants of all mentions are classified together.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from stance.labels import STANCES
from stance.models.base import Array, Probabilities
from stance.models.explanation import LEAST, Explanation, reason, words
from stance.types import Mention, Span

MOST = 36
"""How many times words of a sentence are left out; in longer sentences neighbours go together."""


class Variant(NamedTuple):
    """A mention with something left out.

    Attributes:
        mention: What is left.
        text: What was left out, or what it is called.
        spans: Where that stands, counted from the beginning of the sentence; none for what does not stand in it.
    """

    mention: Mention
    text: str
    spans: tuple[Span, ...]


def explain(mentions: Sequence[Mention], classify: Callable[[Sequence[Mention]], Probabilities]) -> list[Explanation]:
    """Return what leaving out each word, and what stands around the sentence, does to the stance of each mention."""
    asked = [[Variant(mention, "", ()), *_variants(mention)] for mention in mentions]
    given = iter(classify([variant.mention for each in asked for variant in each]).stance)
    return [_explanation(each, np.array([next(given) for _ in each])) for each in asked]


def blanked(mention: Mention, spans: Iterable[Span]) -> Mention:
    """Return a mention without some words of its sentence; spaces in their place keep all offsets as they are."""
    text = mention.sentence.text
    for span in spans:
        text = f"{text[: span.start]}{' ' * len(span)}{text[span.end :]}"
    return replace(mention, sentence=replace(mention.sentence, text=text))


def _variants(mention: Mention) -> Iterator[Variant]:
    """Yield the mention without each of its words, and without what stands around it.

    The actor's own name stays: the question is asked about them.
    """
    text, own = mention.sentence.text, mention.place
    spans = [span for span in words(text) if own is None or not span.overlaps(own)]
    size = -(-len(spans) // MOST) or 1
    for start in range(0, len(spans), size):
        together = tuple(spans[start : start + size])
        yield Variant(blanked(mention, together), " ".join(span.of(text) for span in together), together)
    if mention.title:
        yield Variant(replace(mention, title=""), "the headline", ())
    if mention.previous:
        yield Variant(replace(mention, previous=""), "the sentence before", ())


def _explanation(variants: Sequence[Variant], stances: Array) -> Explanation:
    logs = np.log(np.maximum(stances, LEAST))
    reasons = [reason(each.text, each.spans, logs[0] - left) for each, left in zip(variants[1:], logs[1:], strict=True)]
    return Explanation(
        variants[0].mention,
        dict(zip(STANCES, map(float, stances[0]), strict=True)),
        words=tuple(each for each in reasons if each.spans),
        signals=tuple(each for each in reasons if not each.spans),
    )
