"""What the network learns from: windows of labelled documents with the labels of tokens and mentions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stance.attribution import find, people
from stance.labels import GROUPS, STANCES
from stance.models.transformer.encoding import Passage, Reader, Window, passage, passage_of, speaker_of
from stance.models.transformer.heads import BEGIN, INSIDE, OUTSIDE
from stance.types import Example, LabelledDocument

IGNORED = -100
"""The label of tokens that nothing is learned from."""


@dataclass(frozen=True, slots=True)
class Item:
    """A window with the labels of its tokens and of the mentions in it (first token, end, stance, group)."""

    window: Window
    tags: tuple[int, ...]
    mentions: tuple[tuple[int, int, int, int], ...]


def items(documents: Sequence[LabelledDocument], reader: Reader) -> Iterator[Item]:
    """Yield what is learned from each sentence: its sources, and whether the speaker before it speaks indeed.

    The inputs are those that predicting makes: a mention that the sentence names is judged without a speaker before it,
    one that it does not name with itself as the speaker. The words of sources are learned from every input.
    """
    for labelled in documents:
        by_sentence: dict[int, list[Example]] = {}
        for example in labelled.examples:
            by_sentence.setdefault(example.mention.sentence.index, []).append(example)
        speakers = {
            each.sentence.index: speaker_of(each.actor) for each in reversed(find(labelled.document)) if not each.place
        }
        where = people(labelled.document)
        for number in range(len(labelled.document.sentences)):
            examples = by_sentence.get(number, [])
            named = [example for example in examples if example.mention.place]
            outside: dict[str, list[Example]] = {}
            for example in examples:
                if not example.mention.place:
                    outside.setdefault(speaker_of(example.mention.actor), []).append(example)
            if not outside and number in speakers:
                outside[speakers[number]] = []
            each = passage_of(examples[0].mention) if examples else passage(labelled.document, number, where[number])
            for speaker, spoken in outside.items():
                yield from _items(each._replace(speaker=speaker), named, spoken, reader)
            if named or not outside:
                yield from _items(each._replace(speaker=""), named, named, reader)


def _items(each: Passage, tagged: Sequence[Example], judged: Sequence[Example], reader: Reader) -> Iterator[Item]:
    """Yield the windows of a passage: the words of `tagged` and `judged` are sources, the labels those of `judged`."""
    for position, window in enumerate(reader.windows([each])[0]):
        tags = [IGNORED] * window.first + [OUTSIDE] * len(window.bounds)
        tags += [IGNORED] * (len(window.ids) - len(tags))
        for example in {id(example): example for example in (*tagged, *judged)}.values():
            if own := _tokens(example, window):
                tags[own[0] : own[1]] = [BEGIN, *[INSIDE] * (own[1] - own[0] - 1)]
        mentions = []
        for example in judged:
            own = _tokens(example, window)
            if own or (not example.mention.place and not position):
                mentions.append((*(own or (0, 1)), STANCES.index(example.stance), GROUPS.index(example.group)))
        yield Item(window, tuple(tags), tuple(mentions))


def _tokens(example: Example, window: Window) -> tuple[int, int] | None:
    place = example.mention.place
    return window.tokens(place) if place is None or window.covers(place) else None
