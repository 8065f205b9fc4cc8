"""Whose a quotation is: linking what stands between quotation marks, over all its sentences, to a source.

A quotation takes the source of a cue in its own sentences, else that of the sentence before it, else that of the
quotation before it: the order in which newspapers name the speaker (O'Keefe et al., EMNLP 2012).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stance.attribution.clause import Clause, Utterance, main_subject
from stance.attribution.phrases import head, is_agent
from stance.types import Document, Sentence, Span

_SHORTEST = 20
"""A quotation of fewer characters is taken for a quoted term unless a cue stands beside it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence as the rules see it."""

    sentence: Sentence
    clause: Clause
    utterances: tuple[Utterance, ...]

    def span(self, source: tuple[int, int]) -> Span:
        """Return the span of a phrase of this sentence."""
        return self.clause.tokens.span(*source)


@dataclass(frozen=True, slots=True)
class Link:
    """A quotation with the place where its source is named.

    Attributes:
        quotation: The quotation.
        sentences: The numbers of the sentences that it touches.
        reading: The sentence that names the source.
        source: The phrase that names it, in tokens of that sentence.
        rule: How it was found.
    """

    quotation: Span
    sentences: range
    reading: Reading
    source: tuple[int, int]
    rule: str


def link(document: Document, readings: Sequence[Reading]) -> list[Link]:
    """Return a link for each quotation of which the source is found, in order."""
    links: list[Link] = []
    at = 0
    for quotation in document.quotations:
        while at < len(readings) and readings[at].sentence.span.end <= quotation.start:
            at += 1
        end = at
        while end < len(readings) and readings[end].sentence.span.start < quotation.end:
            end += 1
        if at == end:
            continue
        found = _source(quotation, readings, at, end, links)
        if found is not None:
            links.append(found)
    return links


def _source(quotation: Span, readings: Sequence[Reading], at: int, end: int, links: Sequence[Link]) -> Link | None:
    own = _own_cue(quotation, readings, at, end)
    if own is not None:
        return Link(quotation, range(at, end), *own, "quotation")
    if len(quotation) < _SHORTEST and not all(readings[at].clause.tokens.quoted[1:-1]):
        return None
    before = _before(readings, at, links)
    if before is not None and _stands_alone(readings[at]):
        return Link(quotation, range(at, end), *before)
    return None


def _own_cue(quotation: Span, readings: Sequence[Reading], at: int, end: int) -> tuple[Reading, tuple[int, int]] | None:
    best: tuple[int, Reading, tuple[int, int]] | None = None
    for reading in {id(r): r for r in (readings[end - 1], readings[at])}.values():
        for utterance in reading.utterances:
            cue = reading.clause.tokens.starts[utterance.cue]
            distance = cue - quotation.end if cue >= quotation.end else quotation.start - cue
            distance += 0 if utterance.spoken else 80
            if best is None or distance < best[0]:
                best = (distance, reading, utterance.source)
    return None if best is None else best[1:]


def _stands_alone(reading: Reading) -> bool:
    """Tell whether the sentence has next to nothing outside of its quotations."""
    quoted = reading.clause.tokens.quoted
    words = [inside for inside, c in zip(quoted, reading.clause.classes, strict=True) if c.isalpha() and c != "q"]
    outside = words.count(False)
    return outside == 0 or words.count(True) > 2 * outside


def _before(readings: Sequence[Reading], at: int, links: Sequence[Link]) -> tuple[Reading, tuple[int, int], str] | None:
    if (links and at - 1 in links[-1].sentences) or (links and at in links[-1].sentences):
        return links[-1].reading, links[-1].source, "carried"
    if at == 0:
        return None
    previous = readings[at - 1]
    if previous.utterances:
        return previous, previous.utterances[-1].source, "before"
    subject = main_subject(previous.clause)
    if subject is None or previous.clause.tokens.quoted[subject[0]]:
        return None
    top = head(previous.clause.classes, subject)
    return (previous, subject, "before") if is_agent(previous.clause.tokens, previous.clause.classes, top) else None
