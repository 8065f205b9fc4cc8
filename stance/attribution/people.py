"""Where an article names people, so that a model can be kept from judging them by their names."""

from collections.abc import Sequence
from functools import lru_cache

from stance.attribution.clause import Clause
from stance.attribution.names import People, after_titles, is_full_name
from stance.attribution.tokens import tokenize
from stance.types import Document, Sentence, Span


def people(document: Document) -> list[tuple[Span, ...]]:
    """Return for each sentence where it names people, counted from its beginning.

    A person is who has a first and a last name or a title somewhere in the article; the surname alone counts, too.
    """
    clauses = [Clause.of(tokenize(sentence, document.quotations)) for sentence in document.sentences]
    return places(document.sentences, clauses, People(clauses))


def places(sentences: Sequence[Sentence], clauses: Sequence[Clause], found: People) -> list[tuple[Span, ...]]:
    """Return for each sentence where it names those whom `found` knows, counted from its beginning."""
    named = []
    for number, (sentence, clause) in enumerate(zip(sentences, clauses, strict=True)):
        spans = (clause.tokens.span(*phrase) for phrase in found.places(number))
        named.append(tuple(Span(span.start - sentence.span.start, span.end - sentence.span.start) for span in spans))
    return named


@lru_cache(maxsize=10_000)
def is_person(name: str) -> bool:
    """Tell whether `name` looks like a person's first and last name, titles before it or not."""
    clause = Clause.of(tokenize(Sentence(0, Span(0, len(name)), name, 0, heading=False), ()))
    run = (0, len(clause.tokens) - 1)
    if run[1] < 0:
        return False
    first = after_titles(clause, run)
    return first <= run[1] and (first > 0 or is_full_name(clause, run)) and set(clause.classes[first:]) <= set("N.")
