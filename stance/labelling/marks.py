"""From what annotators mark in an article to a reading, filling in what they may leave out.

A mark covers the words that name the actor, or one or several whole sentences that do not name theirs. Its name and
mode may be left out: they are those of what was suggested there, else those that the rules find, else the marked
words. Who speaks in a sentence marked as a whole is, at last, who spoke before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from stance.attribution import find
from stance.labelling.records import UNNAMED, Label, LabelledSentence, Reading, ordered
from stance.labels import Group, Mode, Stance
from stance.text import read
from stance.types import Mention, Span

Placed = tuple[int, Label]


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of an article that an annotator has marked; `actor` and `mode` where they were given."""

    start: int
    end: int
    group: Group
    stance: Stance
    actor: str = ""
    mode: Mode | None = None

    def unlike(self, label: Label) -> int:
        """Return in how many of what is given it differs from a label."""
        given = ((self.actor or label.actor, label.actor), (self.mode or label.mode, label.mode))
        return sum(one != other for one, other in (*given, (self.group, label.group), (self.stance, label.stance)))


def bounds(sentence: LabelledSentence, label: Label) -> tuple[int, int]:
    """Return what a label marks: the words that name its actor, or the whole sentence."""
    if label.start is None or label.end is None:
        return sentence.start, sentence.end
    return label.start, label.end


def marked(task: Reading, annotator: str, marks: Iterable[Mark]) -> Reading:
    """Return what an annotator has marked in the sentences of a task, beside which labels may be suggested.

    Raises:
        ValueError: A mark is not in one sentence, or nobody is known to speak in it; the message names its words.
    """
    return _Marked(task).reading(annotator, marks)


class _Marked:
    def __init__(self, task: Reading) -> None:
        self.task = task
        self.text = task.article.text
        self.suggested = [(n, label) for n, sentence in enumerate(task.sentences) for label in sentence.labels]

    def reading(self, annotator: str, marks: Iterable[Mark]) -> Reading:
        placed = sorted(
            ((number, each) for mark in marks for number, each in self._places(mark)),
            key=lambda place: (place[0], place[1].start, place[1].end),
        )
        labels: list[Placed] = []
        for (number, mark), known in zip(placed, self._known(placed), strict=True):
            labels.append((number, self._label(number, mark, known, labels)))
        sentences = tuple(
            LabelledSentence(
                sentence.start,
                sentence.end,
                sentence.paragraph,
                ordered(label for at, label in labels if at == number),
            )
            for number, sentence in enumerate(self.task.sentences)
        )
        return Reading(self.task.article, annotator, self.task.codebook, sentences)

    def _places(self, mark: Mark) -> list[tuple[int, Mark]]:
        """Return a mark with its sentence, or once for each sentence that it covers as a whole."""
        words = self.text[mark.start : mark.end]
        start = mark.start + len(words) - len(words.lstrip())
        end = mark.end - len(words) + len(words.rstrip())
        touched = [n for n, each in enumerate(self.task.sentences) if each.start < end and start < each.end]
        within = [n for n in touched if self.task.sentences[n].start <= start and end <= self.task.sentences[n].end]
        if start < end and within and (self._suggests(within[0], start, end) or not self._whole(within[0], start, end)):
            return [(within[0], _moved(mark, start, end))]
        if start >= end or not touched or not all(self._whole(n, start, end) for n in touched):
            raise ValueError(
                f"{words[:60]!r} at {mark.start}-{mark.end} is marked; mark the words of one sentence that name the "
                "actor, or whole sentences that do not name theirs"
            )
        return [(n, _moved(mark, self.task.sentences[n].start, self.task.sentences[n].end)) for n in touched]

    def _suggests(self, number: int, start: int, end: int) -> bool:
        sentence = self.task.sentences[number]
        return any(bounds(sentence, label) == (start, end) for label in sentence.labels)

    def _whole(self, number: int, start: int, end: int) -> bool:
        """Tell whether a range covers a sentence but for signs at its ends."""
        sentence = self.task.sentences[number]
        worded = [n for n in range(sentence.start, sentence.end) if self.text[n].isalnum()]
        first, last = (worded[0], worded[-1] + 1) if worded else (sentence.start, sentence.end)
        return start <= first and last <= end

    def _known(self, placed: Sequence[tuple[int, Mark]]) -> list[Label | None]:
        """Return which suggestion each mark keeps or changes, each suggestion once; the likest go first."""
        likely = sorted(
            (mark.unlike(label), at, which)
            for at, (number, mark) in enumerate(placed)
            for which, (there, label) in enumerate(self.suggested)
            if there == number and bounds(self.task.sentences[number], label) == (mark.start, mark.end)
        )
        known: dict[int, int] = {}
        for _, at, which in likely:
            if at not in known and which not in known.values():
                known[at] = which
        return [self.suggested[known[at]][1] if at in known else None for at in range(len(placed))]

    def _label(self, number: int, mark: Mark, known: Label | None, before: Sequence[Placed]) -> Label:
        if known:
            mode = mark.mode or known.mode
            return Label(mark.actor or known.actor, known.start, known.end, mode, mark.group, mark.stance)
        if self._whole(number, mark.start, mark.end):
            actor, mode = self._unnamed(number, mark, before)
            return Label(actor, None, None, mode, mark.group, mark.stance)
        found = next((each for each in self._found if each.source and each.source.overlaps(_span(mark))), None)
        actor = mark.actor or (found.actor.name if found else self.text[mark.start : mark.end])
        mode = mark.mode or (found.mode if found else self._mode(number))
        return Label(actor, mark.start, mark.end, mode, mark.group, mark.stance)

    def _unnamed(self, number: int, mark: Mark, before: Sequence[Placed]) -> tuple[str, Mode]:
        """Return who speaks in a sentence that does not name its source, and how."""
        sentence, author = self.task.sentences[number], self.task.article.author
        here = (each for each in self._found if each.sentence.span == Span(sentence.start, sentence.end))
        found = next((each for each in here if each.mode in UNNAMED and each.place is None), None)
        guesses = [(found.actor.name, found.mode)] if found else []
        guesses += [(label.actor, Mode.CONTINUED) for at, label in before[-1:] if at < number]
        guesses += [(author, Mode.AUTHOR)] if author else []
        guess = next(iter(guesses), ("", Mode.CONTINUED))
        actor = mark.actor or guess[0]
        if not actor:
            raise ValueError(
                f"nobody is known to speak in {self.text[sentence.start : sentence.end][:60]!r}, marked as a whole; "
                "give the actor's name, or mark the words that name it"
            )
        return actor, mark.mode or (Mode.AUTHOR if actor == author else guess[1])

    @cached_property
    def _found(self) -> list[Mention]:
        return find(read(self.task.article))

    def _mode(self, number: int) -> Mode:
        sentence = Span(self.task.sentences[number].start, self.task.sentences[number].end)
        quoted = any(span.overlaps(sentence) for span in read(self.task.article).quotations)
        return Mode.DIRECT if quoted else Mode.INDIRECT


def _moved(mark: Mark, start: int, end: int) -> Mark:
    return Mark(start, end, mark.group, mark.stance, mark.actor, mark.mode)


def _span(mark: Mark) -> Span:
    return Span(mark.start, mark.end)
