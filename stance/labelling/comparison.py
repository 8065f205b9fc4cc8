"""Two readings side by side: which labels mean the same actor, and where they differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from stance.files import Problem
from stance.labelling.jsonl import ReadingError, read_readings
from stance.labelling.migration import one_codebook
from stance.labelling.records import Label, LabelledSentence, Reading
from stance.labelling.tools import unique
from stance.models.matching import pairs
from stance.types import Actor, Article, Mention, Sentence, Span

Matched = tuple[tuple[Label, Label], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A sentence that two annotators have read.

    Attributes:
        article: Where it stands.
        annotators: Whose labels they are.
        first, second: The sentence with the labels of each.
        both: The labels that mean the same actor, of the first and of the second.
    """

    article: Article
    annotators: tuple[str, str]
    first: LabelledSentence
    second: LabelledSentence
    both: Matched

    @property
    def text(self) -> str:
        """The sentence."""
        return self.article.text[self.first.start : self.first.end]

    @property
    def differences(self) -> int:
        """How many actors only one of them gives, and how many stances and groups differ for those that both give."""
        alone = len(self.first.labels) + len(self.second.labels) - 2 * len(self.both)
        return alone + sum((one.stance != other.stance) + (one.group != other.group) for one, other in self.both)


def gather(paths: Sequence[Path]) -> list[Reading]:
    """Return the readings of several files, which must follow one codebook.

    Raises:
        ReadingError: A file holds something else, or something twice.
        CodebookError: They follow several codebooks.
    """
    readings: list[Reading] = []
    for each in unique(reading for path in paths for reading in read_readings(path)):
        if isinstance(each, Problem):
            raise ReadingError(str(each))
        readings.append(each)
    one_codebook(readings)
    return readings


def matched(start: int, end: int, first: Sequence[Label], second: Sequence[Label]) -> Matched:
    """Return which labels of a sentence mean the same actor for both annotators."""
    sentence = Sentence(0, Span(start, end), "", 0, heading=False)
    found = pairs(*([_mention(sentence, label) for label in labels] for labels in (first, second)))
    return tuple((first[one], second[other]) for one, other in found)


def compared(first: Reading, second: Reading) -> list[Compared]:
    """Return the sentences that both annotators have read, with the same bounds, in order."""
    others = {(each.start, each.end): each for each in second.sentences}
    annotators = first.annotator, second.annotator
    return [
        Compared(first.article, annotators, each, other, matched(each.start, each.end, each.labels, other.labels))
        for each in first.sentences
        if (other := others.get((each.start, each.end)))
    ]


def all_compared(readings: Sequence[Reading]) -> Iterator[Compared]:
    """Yield what `compared` returns for every two annotators who have read the same article."""
    by_article: dict[str, list[Reading]] = {}
    for reading in sorted(readings, key=lambda reading: reading.annotator):
        by_article.setdefault(reading.article.id, []).append(reading)
    for same in by_article.values():
        for first, second in combinations(same, 2):
            yield from compared(first, second)


def hardest(sentences: Sequence[Compared]) -> list[list[Compared]]:
    """Return the sentences on which annotators differ, each with all its comparisons, the most disputed first."""
    places: dict[tuple[str, int], list[Compared]] = {}
    for each in sentences:
        places.setdefault((each.article.id, each.first.start), []).append(each)
    disputed = [same for same in places.values() if any(each.differences for each in same)]
    return sorted(disputed, key=lambda same: -sum(each.differences for each in same))


def _mention(sentence: Sentence, label: Label) -> Mention:
    source = None if label.start is None or label.end is None else Span(label.start, label.end)
    return Mention(sentence, Actor(label.actor), source, label.mode)
