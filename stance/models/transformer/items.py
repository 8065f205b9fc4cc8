"""What the network learns from: windows of labelled documents with the labels of tokens and mentions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stance.attribution import find
from stance.labels import GROUPS, STANCES
from stance.models.transformer.encoding import Passage, Reader, Window, passage
from stance.models.transformer.heads import BEGIN, INSIDE, OUTSIDE
from stance.types import Example, LabelledDocument, Span

IGNORED = -100
"""The label of tokens that nothing is learned from."""


@dataclass(frozen=True, slots=True)
class Item:
    """A window with the labels of its tokens and of the mentions in it (first token, end, stance, group)."""

    window: Window
    tags: tuple[int, ...]
    mentions: tuple[tuple[int, int, int, int], ...]


def items(documents: Sequence[LabelledDocument], reader: Reader) -> Iterator[Item]:
    """Yield what is learned from each sentence: its sources, and whether the speaker before it speaks indeed."""
    for labelled in documents:
        by_sentence: dict[int, list[Example]] = {}
        for example in labelled.examples:
            by_sentence.setdefault(example.mention.sentence.index, []).append(example)
        ruled = {each.sentence.index: each.actor.name for each in find(labelled.document) if each.place is None}
        for number in range(len(labelled.document.sentences)):
            examples = by_sentence.get(number, [])
            named = [example for example in examples if example.mention.place]
            outside: dict[str, list[Example]] = {}
            for example in examples:
                if not example.mention.place:
                    outside.setdefault(example.mention.actor.name, []).append(example)
            for speaker in outside or {ruled.get(number, ""): []}:
                yield from _items(passage(labelled.document, number, speaker), named, outside.get(speaker, []), reader)
                named = []


def _items(each: Passage, named: Sequence[Example], outside: Sequence[Example], reader: Reader) -> Iterator[Item]:
    places: list[tuple[Span | None, Example]] = [(example.mention.place, example) for example in named]
    places += [(None, example) for example in outside]
    for position, window in enumerate(reader.windows([each])[0]):
        tags = [IGNORED] * window.first + [OUTSIDE] * len(window.bounds)
        tags += [IGNORED] * (len(window.ids) - len(tags))
        mentions = []
        for place, example in places:
            own = window.tokens(place) if place is None or window.covers(place) else None
            if own is None and (place is not None or position):
                continue
            start, end = own or (0, 1)
            if own:
                tags[start:end] = [BEGIN, *[INSIDE] * (end - start - 1)]
            mentions.append((start, end, STANCES.index(example.stance), GROUPS.index(example.group)))
        yield Item(window, tuple(tags), tuple(mentions))
