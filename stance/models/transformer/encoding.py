"""What the encoder reads of a sentence: target, headline and the sentence before, then the sentence itself.

    [CLS] troop withdrawal . HEADLINE . SENTENCE BEFORE [SEP] SPEAKER : SENTENCE [SEP]

The speaker stands before the sentence, as in a transcript, where a mention points to words outside of it: the author of
a text, whoever is quoted on. So each mention has a place in the input. A sentence that is too long is read in windows,
so that neither it nor an actor in it is ever cut off. People are read as `someone`, whatever they are called, and women
as men are, so that nobody is judged by a name or a gender.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tokenizers import Encoding, Tokenizer

from stance.attribution import is_person
from stance.models.genders import gendered, neutral
from stance.types import Actor, Document, Mention, Span

SOMEONE = "someone"
"""What the encoder reads in place of a person's name."""
SEPARATOR = " : "
_SURROGATE = re.compile("[\ud800-\udfff]")
OVERLAP = 16
LEAST = 8


class Passage(NamedTuple):
    """What is read together.

    Attributes:
        headline: The article's, or the target where a row has one of its own.
        previous: The sentence before.
        speaker: Who speaks the sentence without being named in it; empty where nobody is known to.
        text: The sentence.
        people: Where it names people.
    """

    headline: str
    previous: str
    speaker: str
    text: str
    people: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens of a passage, or of a part of it, as the encoder takes them.

    Attributes:
        ids, types: The tokens and which segment each belongs to.
        first: The position of the first token of speaker and sentence.
        bounds: Where each token from `first` on begins and ends, in characters of the sentence; those of the speaker
            count from its own beginning, minus the length of what stands before the sentence, and so are negative.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    first: int
    bounds: tuple[tuple[int, int], ...]

    def tokens(self, span: Span | None) -> tuple[int, int] | None:
        """Return the positions of the tokens of `span`, of the speaker for None; None where the window has none."""
        found = [
            self.first + number
            for number, (start, end) in enumerate(self.bounds)
            if (end <= -len(SEPARATOR) if span is None else start < span.end and end > span.start)
        ]
        return (found[0], found[-1] + 1) if found else None

    def covers(self, span: Span) -> bool:
        """Tell whether all of `span` is in the window."""
        return bool(self.bounds) and self.bounds[0][0] <= span.start and span.end <= self.bounds[-1][1]


_Token = tuple[int, tuple[int, int]]
"""A token with where it begins and ends in the sentence."""


class _Frame(NamedTuple):
    """The special tokens around and between two segments, and the type of the second."""

    opening: tuple[int, ...]
    middle: tuple[int, ...]
    closing: tuple[int, ...]
    type: int

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> "_Frame":
        pair = tokenizer.encode("a", "a")
        places = pair.sequence_ids
        first, second = places.index(0), places.index(1)
        end_of_first, end_of_second = (len(places) - places[::-1].index(number) for number in (0, 1))
        ids = tuple(pair.ids)
        return cls(ids[:first], ids[end_of_first:second], ids[end_of_second:], pair.type_ids[second])

    @property
    def size(self) -> int:
        return len(self.opening) + len(self.middle) + len(self.closing)


class Reader:
    """Turns passages into windows.

    Args:
        tokenizer: The encoder's own.
        length: How many tokens a window holds at most.
        context: How many of them headline and sentence before may take; the headline at most half of them.
        target: The words for what the stance is about.
    """

    def __init__(self, tokenizer: Tokenizer, length: int, context: int, target: str) -> None:
        self._tokenizer = tokenizer
        self._context = context
        self._target = tuple(tokenizer.encode(f"{target} . ", add_special_tokens=False).ids)
        self._stop = tuple(tokenizer.encode(" . ", add_special_tokens=False).ids)
        self._words: dict[str, tuple[int, ...]] = {}
        self._someone = self._word(SOMEONE)
        self._frame = _Frame.of(tokenizer)
        self._room = length - self._frame.size - len(self._target)
        if self._room <= LEAST + OVERLAP:
            raise ValueError(f"Windows of {length} tokens leave no room for a sentence; use more, such as 160.")

    def windows(self, passages: Sequence[Passage]) -> list[list[Window]]:
        """Return the windows of each passage, in the order of the sentence."""
        distinct = list(dict.fromkeys(text for each in passages for text in (each.headline, each.previous)))
        read = self._tokenized([neutral(text) for text in distinct])
        around = dict(zip(distinct, (encoding.ids for encoding in read), strict=True))
        bodies = self._tokenized([_body(each) for each in passages])
        return [
            list(self._windows(self._before(around[each.headline], around[each.previous]), self._blind(each, body)))
            for each, body in zip(passages, bodies, strict=True)
        ]

    def _blind(self, passage: Passage, body: Encoding) -> list[_Token]:
        """Return the tokens of speaker and sentence with their bounds in the sentence, none of names and genders."""
        body_text = _body(passage)
        shift = len(body_text) - len(passage.text)
        read = {(span.start, span.end): self._someone for span in passage.people}
        for span, word in gendered(body_text):
            read.setdefault((span.start - shift, span.end - shift), self._word(word))
        tokens: list[_Token] = []
        last: tuple[int, int] | None = None
        for token, (begin, stop) in zip(body.ids, body.offsets, strict=True):
            start, end = begin - shift, stop - shift
            inside = next((place for place in read if start < place[1] and place[0] < end), None)
            if inside is None:
                tokens.append((token, (start, end)))
            elif inside != last:
                tokens += [(each, inside) for each in read[inside]]
            last = inside
        return tokens

    def _word(self, word: str) -> tuple[int, ...]:
        if word not in self._words:
            self._words[word] = tuple(self._tokenizer.encode(word, add_special_tokens=False).ids)
        return self._words[word]

    def _before(self, headline: Sequence[int], previous: Sequence[int]) -> list[int]:
        """Return the beginning of the headline and the end of the sentence before, a stop between them."""
        first = [*headline[: self._context // 2], *self._stop] if headline else []
        room = self._context - len(first)
        return [*first, *(previous[-room:] if room > 0 else ())]

    def _tokenized(self, texts: Sequence[str]) -> list[Encoding]:
        # The tokenizer refuses halves of surrogate pairs; a character in the place of each keeps the offsets.
        whole = [_SURROGATE.sub("\ufffd", text) for text in texts]
        return self._tokenizer.encode_batch(whole, add_special_tokens=False)

    def _windows(self, before: Sequence[int], body: Sequence[_Token]) -> Iterator[Window]:
        frame, start = self._frame, 0
        while True:
            end = min(start + self._room - min(LEAST, len(before)), len(body))
            most = self._room - (end - start)
            opening = (*frame.opening, *self._target, *before[:most], *frame.middle)
            ids = (*opening, *(token for token, _ in body[start:end]), *frame.closing)
            types = (0,) * len(opening) + (frame.type,) * (len(ids) - len(opening))
            yield Window(ids, types, len(opening), tuple(bounds for _, bounds in body[start:end]))
            if end == len(body):
                return
            start = end - OVERLAP


def passage(document: Document, number: int, people: tuple[Span, ...], speaker: str = "") -> Passage:
    """Return sentence `number` of a document, which names `people`, with its context."""
    sentences = document.sentences
    previous = sentences[number - 1].text if number else ""
    return _passage(document.headline, previous, speaker, sentences[number].text, people)


def passage_of(mention: Mention) -> Passage:
    """Return the sentence of a mention with its context, and the actor before it where the sentence has not got it."""
    speaker = "" if mention.place else speaker_of(mention.actor)
    return _passage(mention.title, mention.previous, speaker, mention.sentence.text, mention.people)


def speaker_of(actor: Actor) -> str:
    """Return what stands before a sentence for its speaker: a body's name, or what the article calls a person."""
    if not is_person(actor.name):
        return actor.name
    return ", ".join([SOMEONE, *actor.description.split("; ")[:1]]) if actor.description else SOMEONE


def _passage(headline: str, previous: str, speaker: str, text: str, people: tuple[Span, ...]) -> Passage:
    return Passage(headline, previous if previous != headline else "", speaker, text, people)


def _body(passage: Passage) -> str:
    return f"{passage.speaker}{SEPARATOR}{passage.text}" if passage.speaker else passage.text
