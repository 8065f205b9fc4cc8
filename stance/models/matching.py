"""When two mentions mean the same source of the same sentence."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from stance.types import Mention

WEAK = frozenset({"the", "of", "a", "an", "and", "us", "u", "s"})
_WORD = re.compile(r"\w+")


def name_words(name: str) -> frozenset[str]:
    """Return the words of a name that tell it from others.

    >>> sorted(name_words("the U.S. Secretary of State"))
    ['secretary', 'state']
    """
    return frozenset(_WORD.findall(name.lower())) - WEAK


def same_source(first: Mention, second: Mention) -> bool:
    """Tell whether both are of one sentence and their names share a word, or they point to the same words."""
    return likeness(first, second) > 0


def likeness(first: Mention, second: Mention) -> int:
    """Return how surely both mean the same: 3 the same words of a sentence, 2 the same name, 1 a word of it, 0 not."""
    if first.sentence.span != second.sentence.span:
        return 0
    if first.source and second.source and first.source.overlaps(second.source):
        return 3
    words = name_words(first.actor.name), name_words(second.actor.name)
    return 2 if words[0] == words[1] and words[0] else int(bool(words[0] & words[1]))


def pairs(found: Sequence[Mention], gold: Sequence[Mention]) -> list[tuple[int, int]]:
    """Return which of `found` is which of `gold`, each at most once, in the order of `found`; the surest go first."""
    by_sentence: dict[int, list[int]] = {}
    for place, mention in enumerate(gold):
        by_sentence.setdefault(mention.sentence.index, []).append(place)
    likely = [
        (-alike, number, place)
        for number, mention in enumerate(found)
        for place in by_sentence.get(mention.sentence.index, [])
        if (alike := likeness(mention, gold[place]))
    ]
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, place in sorted(likely):
        if number not in matched and place not in taken:
            matched[number] = place
            taken.add(place)
    return sorted(matched.items())


def right(found: Sequence[Mention], gold: Sequence[Mention]) -> list[bool]:
    """Return for each of `found` whether `gold` has it."""
    hits = {number for number, _ in pairs(found, gold)}
    return [number in hits for number in range(len(found))]


def precision_by_rule(
    mentions: Sequence[Mention], hits: Iterable[bool], expected: float, weight: float
) -> dict[str, float]:
    """Return how often each rule is right, drawn toward `expected` as if by `weight` more mentions."""
    tried = Counter(mention.rule for mention in mentions)
    right_ones = Counter(mention.rule for mention, hit in zip(mentions, hits, strict=True) if hit)
    return {rule: (right_ones[rule] + expected * weight) / (tried[rule] + weight) for rule in sorted(tried)}
