"""All rules together: cues, quotations, speakers' labels, headlines and the author make the mentions of a document."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stance.attribution.clause import Clause, around, main_subject
from stance.attribution.cues import utterances
from stance.attribution.lexicon import cues, targets
from stance.attribution.linking import Link, Reading, link
from stance.attribution.people import places
from stance.attribution.phrases import Phrase, head, is_agent
from stance.attribution.resolution import Resolver
from stance.attribution.speakers import Turn, turns
from stance.attribution.tokens import overlapping, tokenize
from stance.labels import Mode
from stance.types import Actor, Document, Mention, Sentence, Span

PROPOSED = ("proposed", "proposed pronoun", "proposed object")
"""The rules of mentions that no rule found, but somebody else proposed."""

_FOUND = tuple[Actor, Span | None, tuple[Span, ...], str]
_LETTER = re.compile(r"[^\W_]")


def find(document: Document, proposed: Sequence[Span] = ()) -> list[Mention]:
    """Return who speaks in each sentence of a document, sentence by sentence.

    Args:
        document: The article as read.
        proposed: Words that name a source according to somebody else, in characters of the article. Where no rule
            finds a source in them they become mentions of the rules `PROPOSED`, with names resolved as all others.

    Returns:
        At most one mention for each pair of sentence and actor. A sentence for which the narrator of a report speaks
        has none; in a text with an author such a sentence is the author's.
    """
    readings = _read(document)
    resolver = Resolver([reading.clause for reading in readings], document.author)
    links: dict[int, list[Link]] = {}
    for linked in link(document, readings):
        for number in linked.sentences:
            links.setdefault(number, []).append(linked)
    spoken = turns(document, readings)
    named = places(document.sentences, [reading.clause for reading in readings], resolver.people)
    found: list[Mention] = []
    for k, reading in enumerate(readings):
        here = [*_utterances(k, reading, resolver)]
        here += _quoted(reading, links.get(k, ()), resolver)
        if not here and reading.sentence.heading:
            here += _headline(k, reading, resolver)
        here = _with_speaker(here, spoken[k], resolver)
        here += _proposed(k, reading, proposed, here, resolver)
        found.extend(_mentions(document, k, here, named[k]))
    return found


def _read(document: Document) -> list[Reading]:
    readings = []
    for sentence in document.sentences:
        clause = Clause.of(tokenize(sentence, document.quotations))
        readings.append(Reading(sentence, clause, tuple(utterances(clause))))
    return readings


def _utterances(k: int, reading: Reading, resolver: Resolver) -> Iterator[_FOUND]:
    for utterance in reading.utterances:
        contents = tuple(reading.span(content) for content in utterance.contents)
        yield resolver.resolve(k, utterance.source), reading.span(utterance.source), contents, utterance.rule


def _quoted(reading: Reading, links: Sequence[Link], resolver: Resolver) -> Iterator[_FOUND]:
    span = reading.sentence.span
    for found in links:
        part = Span(max(span.start, found.quotation.start), min(span.end, found.quotation.end))
        at = found.reading.sentence.index
        yield resolver.resolve(at, found.source), found.reading.span(found.source), (part,), found.rule


def _proposed(
    k: int, reading: Reading, proposed: Sequence[Span], here: Sequence[_FOUND], resolver: Resolver
) -> Iterator[_FOUND]:
    """Yield the proposed sources of a sentence that overlap none of those found `here`."""
    sentence = reading.sentence.span
    for span in overlapping(proposed, sentence):
        phrase = around(reading.clause, span)
        if phrase is None:
            continue
        own = reading.span(phrase)
        if not any(source is not None and source.overlaps(own) for _, source, _, _ in here):
            yield resolver.peek(k, phrase), own, (sentence,), _rule_of_proposal(reading.clause.classes, phrase)


def _rule_of_proposal(classes: str, phrase: Phrase) -> str:
    """Tell apart proposals that are rarely right: pronouns, which mostly repeat a source, and behind prepositions."""
    if classes[phrase[0]] == "p":
        return PROPOSED[1]
    return PROPOSED[2] if phrase[0] and classes[phrase[0] - 1] in "io" else PROPOSED[0]


def _headline(k: int, reading: Reading, resolver: Resolver) -> Iterator[_FOUND]:
    """Yield the source of a headline: «Report: …», «…: minister», «NATO not leaving before …»."""
    clause = reading.clause
    phrase = _before_or_after_colon(clause) or _actor_of_headline(clause)
    if phrase is not None:
        yield resolver.resolve(k, phrase), reading.span(phrase), (reading.sentence.span,), "headline"


def _before_or_after_colon(clause: Clause) -> Phrase | None:
    colon = clause.classes.rfind(":")
    if colon < 1:
        return None
    last = len(clause.classes) - 1
    for phrase in ((colon + 1, last), (0, colon - 1)):
        if 1 <= clause.size(phrase) <= 4 and is_agent(clause.tokens, clause.classes, phrase[1]):
            return phrase
    return None


def _actor_of_headline(clause: Clause) -> Phrase | None:
    """Return the subject of a headline that tells what somebody does about troops."""
    if targets().isdisjoint(clause.tokens.lower) and "leaving" not in clause.tokens.lower:
        return None
    for i in range(1, len(clause.classes)):
        word = clause.tokens.lower[i]
        cue = cues().get(word)
        if word in ("to", "not", "will", "won't") or (cue is not None and cue.form in ("third", "gerund", "base")):
            subject = main_subject(Clause(clause.tokens, clause.classes[:i]))
            if subject is not None and is_agent(clause.tokens, clause.classes, head(clause.classes, subject)):
                return subject
            return None
    return None


def _with_speaker(here: list[_FOUND], turn: Turn | None, resolver: Resolver) -> list[_FOUND]:
    """Add the speaker whose turn or text it is, where nobody else is quoted."""
    if turn is None or here:
        return here
    actor = Actor(turn.name)
    person = resolver.people.named(turn.name)
    if person is not None:
        actor = Actor(person.name, person.description)
    elif turn.description:
        actor = Actor(turn.name, turn.description)
    own = (actor, turn.source, (turn.content,), "label" if turn.source else "author")
    return [own]


def _mentions(document: Document, k: int, here: Sequence[_FOUND], named: tuple[Span, ...]) -> Iterator[Mention]:
    sentence = document.sentences[k]
    merged: dict[str, _FOUND] = {}
    contents: dict[str, set[Span]] = {}
    for found in here:
        key = found[0].name.lower()
        merged.setdefault(key, found)
        contents.setdefault(key, set()).update(found[2])
    if not merged:
        return
    letters = _Letters.of(document, sentence)
    for key, (actor, source, own, rule) in merged.items():
        parts = own if len(contents[key]) == len(own) else tuple(sorted(contents[key]))
        yield Mention(
            sentence=sentence,
            actor=actor,
            source=source,
            mode=_mode(sentence, letters, source, parts, rule),
            contents=parts,
            rule=rule,
            title=document.headline,
            previous=document.sentences[k - 1].text if k else "",
            following=document.sentences[k + 1].text if k + 1 < len(document.sentences) else "",
            people=named,
        )


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters and digits of a sentence, counted once for all that is said in it.

    Attributes:
        places: Where they stand, in characters of the article.
        quoted: How many of those before each, and before the end, stand inside a quotation.
    """

    places: list[int]
    quoted: list[int]

    @classmethod
    def of(cls, document: Document, sentence: Sentence) -> "_Letters":
        span = sentence.span
        places = [match.start() for match in _LETTER.finditer(document.article.text, span.start, span.end)]
        near = iter(overlapping(document.quotations, span))
        quotation = next(near, None)
        quoted = [0]
        for place in places:
            while quotation is not None and quotation.end <= place:
                quotation = next(near, None)
            quoted.append(quoted[-1] + (quotation is not None and quotation.start <= place))
        return cls(places, quoted)

    def within(self, span: Span) -> tuple[int, int]:
        """Return how many of them `span` covers, and how many of those are quoted."""
        first, last = (bisect_left(self.places, place) for place in (span.start, span.end))
        return last - first, self.quoted[last] - self.quoted[first]


def _mode(sentence: Sentence, letters: _Letters, source: Span | None, contents: Sequence[Span], rule: str) -> Mode:
    if rule in ("author", "label"):
        return Mode.AUTHOR
    if source is not None and not sentence.span.overlaps(source):
        return Mode.CONTINUED
    counts = [letters.within(content) for content in contents]
    total, quoted = sum(count for count, _ in counts), sum(count for _, count in counts)
    if not quoted:
        return Mode.INDIRECT
    return Mode.DIRECT if quoted >= 0.9 * total else Mode.MIXED
