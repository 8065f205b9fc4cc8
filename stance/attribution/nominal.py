"""Sources without a cue verb: adjectives, «according to», and nouns with their owner."""

from collections.abc import Iterator
from functools import cache

from stance.attribution.clause import Clause, Utterance, is_hypothetical, skip_helpers, subject_ending
from stance.attribution.lexicon import content_nouns, table, targets, words
from stance.attribution.phrases import Phrase, after, before, head, is_agent, is_text

_REACH = 12
"""How many tokens behind a noun tell what it is about."""


def adjectives(clause: Clause) -> Iterator[Utterance]:
    """Yield the subjects of «is willing to», «are opposed to», «was confident that»."""
    adjectives, particles = _adjective_words()
    lower, classes = clause.tokens.lower, clause.classes
    for i in range(2, len(lower) - 1):
        if lower[i] not in adjectives or lower[i + 1] not in particles or clause.tokens.quoted[i]:
            continue
        j, helpers = skip_helpers(clause, i)
        source = subject_ending(clause, j) if j >= 0 and not helpers.isdisjoint(words("be")) else None
        if source is None or is_hypothetical(clause, source) or lower[source[0]] in ("i", "we", "you"):
            continue
        if is_agent(clause.tokens, classes, head(classes, source)):
            yield Utterance(source, i, ((i + 1, len(lower) - 1),), "adjective", False)


@cache
def _adjective_words() -> tuple[frozenset[str], frozenset[str]]:
    lists = table("cues")["adjectives"]
    return frozenset(lists["words"].split()), frozenset(lists["particles"].split())


def according(clause: Clause) -> Iterator[Utterance]:
    """Yield sources after «according to» and its like."""
    lower, classes = clause.tokens.lower, clause.classes
    for phrase in _according_phrases():
        size = len(phrase)
        for i, word in enumerate(lower):
            if word == phrase[0] and lower[i : i + size] == phrase and not clause.tokens.quoted[i]:
                source = after(classes, i + size)
                if source is not None and lower[source[1] + 1 : source[1] + 2] in (("by",), ("from",)):
                    source = after(classes, source[1] + 2) or source
                if source is None or not _speaks(clause, source):
                    continue
                rest = [(0, i - 1)] if i > 1 else [(source[1] + 1, len(lower) - 1)]
                if rest[0][0] <= rest[0][1]:
                    yield Utterance(source, i, tuple(rest), "according", True)


def _speaks(clause: Clause, source: Phrase) -> bool:
    top = head(clause.classes, source)
    return is_agent(clause.tokens, clause.classes, top) or is_text(clause.tokens, top)


@cache
def _according_phrases() -> list[tuple[str, ...]]:
    return [tuple(phrase.split()) for phrase in table("cues")["phrases"]["according"]]


def nouns(clause: Clause) -> Iterator[Utterance]:
    """Yield the owners of utterance nouns: «Trump's decision to …», «a statement by the ministry that …»."""
    tokens, classes, lower = clause.tokens, clause.classes, clause.tokens.lower
    nouns = content_nouns()
    for i, word in enumerate(lower):
        if word not in nouns or tokens.quoted[i] or i + 1 >= len(lower):
            continue
        source = _owner(clause, i)
        if source is None and lower[i + 1] in ("by", "from"):
            source = after(classes, i + 2)
        if source is None or not (classes[source[0]] == "d" or is_agent(tokens, classes, head(classes, source))):
            continue
        if targets().isdisjoint(lower[i + 1 : i + _REACH]):
            continue
        yield Utterance(source, i, ((i + 1, len(lower) - 1),), "noun", False)


def _owner(clause: Clause, i: int) -> Phrase | None:
    classes, lower = clause.classes, clause.tokens.lower
    j = i - 1
    while j > 0 and classes[j] in "weN":
        j -= 1
    if j >= 0 and classes[j] == "s":
        return before(classes, j - 1)
    if j >= 0 and lower[j] in ("his", "her", "their", "its", "our", "my"):
        return j, j
    if j > 0 and lower[j] == "'":
        return before(classes, j - 1)
    return None
