"""One pass: passages are read once by the encoder, and everything else is told from its states."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from stance.labels import GROUPS, STANCES
from stance.models.base import Array
from stance.models.transformer.encoding import Passage, Reader, Window, passage_of
from stance.models.transformer.heads import Heads, source_score, sources
from stance.models.transformer.session import Session, States
from stance.types import Document, Mention, Span

SENTENCES = 1000


@dataclass(frozen=True, slots=True)
class Encoder:
    """All that turns text into scores; it holds nothing of any text."""

    reader: Reader
    session: Session
    heads: Heads


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage after the encoder: its windows, their states and the tags of their tokens."""

    windows: list[Window]
    states: list[States]
    tags: list[Array]

    def locate(self, mention: Mention) -> tuple[int, tuple[int, int] | None]:
        """Return the window that has the mention whole, and its tokens there."""
        place = mention.place
        for number, window in enumerate(self.windows):
            if place is None or window.covers(place):
                return number, window.tokens(place)
        return 0, self.windows[0].tokens(place)


@dataclass(slots=True)
class Forward:
    """What the encoder has read for one call: a sentence with the same context and speaker is read once.

    Attributes:
        encoder: What reads.
    """

    encoder: Encoder
    _found: dict[Passage, _Read] = field(default_factory=dict)

    def read(self, passages: Iterable[Passage]) -> None:
        """Read the passages that were not read before, all of them together."""
        new = list(dict.fromkeys(each for each in passages if each not in self._found))
        windows = self.encoder.reader.windows(new)
        states = iter(self.encoder.session.states(list(chain.from_iterable(windows))))
        for passage, own in zip(new, windows, strict=True):
            read = [next(states) for _ in own]
            tags = [self.encoder.heads.tags(one) for one in read]
            self._found[passage] = _Read(own, read, tags)

    def sources(self, passage: Passage) -> list[Span]:
        """Return where a sentence names sources, counted from its beginning, as the token head has it."""
        read = self._reading(passage)
        return list(dict.fromkeys(chain.from_iterable(map(sources, read.windows, read.tags))))

    def source_scores(self, mentions: Sequence[Mention]) -> list[float]:
        """Return the token head's log-odds that each mention is a source."""
        located = [(read := self._reading(passage_of(mention)), *read.locate(mention)) for mention in mentions]
        return [source_score(read.tags[number], place) for read, number, place in located]

    def scores(self, mentions: Sequence[Mention]) -> tuple[Array, Array]:
        """Return the scores of the stances, shape (n, 4), and of the groups, shape (n, 10)."""
        if not mentions:
            return np.zeros((0, len(STANCES))), np.zeros((0, len(GROUPS)))
        self.read([passage_of(mention) for mention in mentions])
        located = [(read := self._reading(passage_of(mention)), *read.locate(mention)) for mention in mentions]
        pool = self.encoder.heads.pool
        pooled = [pool(read.states[number], read.windows[number], place) for read, number, place in located]
        return self.encoder.heads.scores(np.stack(pooled))

    def _reading(self, passage: Passage) -> _Read:
        if passage not in self._found:
            self.read([passage])
        return self._found[passage]


def parts(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """Yield documents by so many sentences that their states fit into memory; no documents are one empty part."""
    part: list[Document] = []
    size = 0
    for document in documents:
        if part and size + len(document.sentences) > SENTENCES:
            yield part
            part, size = [], 0
        part.append(document)
        size += len(document.sentences)
    yield part
