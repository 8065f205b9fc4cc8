"""Settling the sentences on which annotators differ: what is in question, the rulings on it, and what they settle.

Rulings are kept in a journal, JSON Lines, each written to the disk before the next sentence is shown, so that a session
that is killed loses nothing and the next one goes on after it.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from stance.labelling.agreement import rule
from stance.labelling.comparison import matched, side_by_side
from stance.labelling.jsonl import ReadingError, loaded, parse_labels, text_lines
from stance.labelling.records import Label, LabelledSentence, Reading, ordered
from stance.labelling.sheet import mention_place, mention_words
from stance.labels import Group, Mode, Stance

NOBODY = "-"
FIELDS = "actor | stance | group | mode | mention"
SHORTEST = 3
"""How many characters a reason has at least."""

_CONTEXT = 400

Key = tuple[str, int, int]
Labels = tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence that several annotators have read.

    Attributes:
        reading: One of the readings, for the article and the codebook.
        sentence: The sentence with that reading's labels.
        opinions: The different labels that it was given, each with the annotators who gave them.
    """

    reading: Reading
    sentence: LabelledSentence
    opinions: tuple[tuple[Labels, tuple[str, ...]], ...]

    @property
    def key(self) -> Key:
        """The article and the bounds of the sentence in it."""
        return self.reading.article.id, self.sentence.start, self.sentence.end

    @property
    def text(self) -> str:
        """The sentence."""
        return self.reading.article.text[self.sentence.start : self.sentence.end]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided about a sentence, and why."""

    key: Key
    labels: Labels
    reason: str


def questions(readings: Sequence[Reading]) -> list[Question]:
    """Return every sentence that two annotators or more have read, in the order of the articles."""
    read: dict[Key, list[tuple[Reading, LabelledSentence]]] = {}
    for reading in readings:
        for sentence in reading.sentences:
            read.setdefault((reading.article.id, sentence.start, sentence.end), []).append((reading, sentence))
    return [_question(given) for given in read.values() if len(given) > 1]


def settled(asked: Iterable[Question], rulings: Iterable[Ruling], name: str) -> list[Reading]:
    """Return what is settled, a reading by `name` for each article: sentences with one opinion or with a ruling."""
    ruled = {ruling.key: ruling.labels for ruling in rulings}
    found: dict[str, list[LabelledSentence]] = {}
    articles: dict[str, Reading] = {}
    for each in asked:
        if each.key in ruled or len(each.opinions) == 1:
            labels, sentence = ruled.get(each.key, each.opinions[0][0]), each.sentence
            settled_one = LabelledSentence(sentence.start, sentence.end, sentence.paragraph, labels)
            found.setdefault(each.reading.article.id, []).append(settled_one)
            articles[each.reading.article.id] = each.reading
    return [
        Reading(reading.article, name, reading.codebook, tuple(sorted(found[id_], key=lambda each: each.start)))
        for id_, reading in articles.items()
    ]


def write_labels(question: Question, labels: Labels) -> str:
    """Return labels as an adjudicator writes them: `FIELDS`, several parted by `;;`, or `NOBODY`."""
    return " ;; ".join(_written(question, label) for label in labels) or NOBODY


def read_labels(question: Question, written: str) -> Labels:
    """Return the labels that an adjudicator has written.

    Raises:
        ValueError: They are not written so; the message tells the remedy.
    """
    if written.strip() == NOBODY:
        return ()
    labels = ordered(_label(question, each) for each in written.split(";;"))
    LabelledSentence(question.sentence.start, question.sentence.end, question.sentence.paragraph, labels)
    return labels


class Journal:
    """The rulings of all sessions, in a file that grows by a line each.

    Raises:
        ReadingError: The file holds something else than rulings.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rulings: dict[Key, Ruling] = {}
        if not path.exists():
            return
        data = path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if whole != data:  # whoever wrote it was killed in the middle of a line; that sentence is asked again
            path.write_bytes(whole)
        for number, line in text_lines(path):
            try:
                ruling = _ruling(loaded(line))
            except (ValueError, KeyError, TypeError) as error:
                raise ReadingError(f"{path}:{number}: is no ruling ({error}); remove the line.") from None
            self.rulings[ruling.key] = ruling

    def add(self, question: Question, labels: Labels, reason: str) -> None:
        """Keep a ruling, on the disk before this returns."""
        article, start, end = question.key
        opinions = [
            {"annotators": names, "attributions": [asdict(label) for label in given]}
            for given, names in question.opinions
        ]
        place = {"article": article, "start": start, "end": end, "text": question.text, "opinions": opinions}
        line = json.dumps(
            place | {"attributions": [asdict(each) for each in labels], "reason": reason}, ensure_ascii=False
        )
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())
        self.rulings[question.key] = Ruling(question.key, labels, reason)


def context(question: Question) -> tuple[str, str]:
    """Return what stands before the sentence and after it in the article."""
    text = question.reading.article.text
    return text[: question.sentence.start].rstrip()[-_CONTEXT:], text[question.sentence.end :].lstrip()[:_CONTEXT]


def hints(question: Question) -> list[str]:
    """Return the codebook's rules between the labels that were given to the same actors."""
    found: dict[str, None] = {}
    for (first, _), (second, _) in combinations(question.opinions, 2):
        for one, other in matched(question.sentence.start, question.sentence.end, first, second):
            for kind in ("stance", "group"):
                labels = getattr(one, kind), getattr(other, kind)
                if labels[0] != labels[1]:
                    found[f"{labels[0]} or {labels[1]}: {rule(*labels)}"] = None
    return list(found)


def _question(given: Sequence[tuple[Reading, LabelledSentence]]) -> Question:
    opinions: list[tuple[LabelledSentence, tuple[str, ...]]] = []
    for reading, sentence in given:
        for place, (held, names) in enumerate(opinions):
            if not side_by_side(reading.article, (names[0], reading.annotator), held, sentence).differences:
                opinions[place] = held, (*names, reading.annotator)
                break
        else:
            opinions.append((sentence, (reading.annotator,)))
    return Question(*given[0], tuple((held.labels, names) for held, names in opinions))


def _written(question: Question, label: Label) -> str:
    words = mention_words(question.text, question.sentence, label)
    return f"{label.actor} | {label.stance} | {label.group} | {label.mode} | {words}"


def _label(question: Question, written: str) -> Label:
    fields = [field.strip() for field in written.split("|")]
    if len(fields) != FIELDS.count("|") + 1:
        raise ValueError(f"{written.strip()!r} is not `{FIELDS}`; write all five, or {NOBODY} where nobody speaks")
    actor, stance, group, mode, words = fields
    place, offset = mention_place(words, question.text), question.sentence.start
    start, end = (None, None) if place is None else (offset + place[0], offset + place[1])
    return Label(actor, start, end, Mode.parse(mode), Group.parse(group), Stance.parse(stance))


def _ruling(value: Any) -> Ruling:
    key = str(value["article"]), int(value["start"]), int(value["end"])
    return Ruling(key, parse_labels(value["attributions"], "attributions"), str(value["reason"]))
