"""Other targets than a withdrawal: rows of (actor, target, text, label) from local JSON Lines, for any kind of model.

The target stands where a headline does, so that the same models read it. A row may ask more than one question: directed
sentiment between two entities asks for the view of either toward the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from stance.intervals import Figure, measured
from stance.labels import STANCES, Group, Mode, Stance
from stance.models import Model
from stance.types import Actor, Article, Document, Example, LabelledDocument, Mention, Sentence, Span
from training.metrics import accuracy, confusion, macro_f1
from training.records import read_records


class Question(BaseModel):
    """Whose view of what a row asks for, by the names of its fields, and which label says which stance.

    A label that no question gives a stance means that nobody has a view.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    actor: str
    target: str
    labels: dict[str, Stance]


class TargetSettings(BaseModel):
    """A set of rows with other targets.

    Attributes:
        train, validation: The files, gzipped or not.
        text, before, label: The fields of the sentence, of the sentence before and of the label.
        questions: What is asked of each row.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    train: Path
    validation: Path
    text: str = "text"
    before: str = ""
    label: str = "label"
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A row as documents, one for each question, with the label that it has."""

    documents: tuple[LabelledDocument, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The labels that a model gives to rows, and how good they are, with 95% intervals over rows."""

    labels: list[str]
    accuracy: Figure
    macro_f1: Figure


def read_rows(path: Path, settings: TargetSettings) -> list[Asked]:
    """Return the rows of a file.

    Raises:
        CorpusError: The file or a line of it cannot be read; the message names it.
    """
    return read_records(
        path,
        lambda number, value: _asked(value, settings, number),
        "each line needs the fields that `targets` in the configuration names",
    )


def answer(model: Model, rows: Sequence[Asked], settings: TargetSettings) -> Answered:
    """Return the label that `model` finds most likely for each row, and how often that is right."""
    mentions = [document.examples[0].mention for row in rows for document in row.documents]
    stances = model.classify(mentions).stance.reshape(len(rows), len(settings.questions), len(STANCES))
    named = list(dict.fromkeys(label for question in settings.questions for label in question.labels))
    others = sorted({row.label for row in rows} - set(named))
    columns = [_scores(label, stances, settings) for label in named]
    columns += [stances[:, :, STANCES.index(Stance.NONE)].min(axis=1) for _ in others]
    labels = [*named, *others]
    best = np.stack(columns, axis=1).argmax(axis=1)
    gold = [labels.index(row.label) for row in rows]
    tables = confusion(gold, best.tolist(), list(range(len(rows))), len(labels))
    return Answered([labels[n] for n in best], measured(accuracy, tables), measured(macro_f1, tables))


def _asked(value: Mapping[str, Any], settings: TargetSettings, number: int) -> Asked:
    label = str(value[settings.label])
    return Asked(tuple(_document(value, each, settings, label, number) for each in settings.questions), label)


def _scores(label: str, stances: np.ndarray[Any, Any], settings: TargetSettings) -> np.ndarray[Any, Any]:
    """Return how likely a label is for each row: as likely as the stance that it stands for."""
    for number, question in enumerate(settings.questions):
        if label in question.labels:
            scores: np.ndarray[Any, Any] = stances[:, number, STANCES.index(question.labels[label])]
            return scores
    raise KeyError(label)


def _document(
    value: Mapping[str, Any], question: Question, settings: TargetSettings, label: str, number: int
) -> LabelledDocument:
    text, actor, target = (str(value[name]) for name in (settings.text, question.actor, question.target))
    before = str(value[settings.before]) if settings.before else ""
    start = text.find(actor) if actor else -1
    sentence = Sentence(0, Span(0, len(text)), text, 0, heading=False)
    mention = Mention(
        sentence=sentence,
        actor=Actor(actor),
        source=Span(start, start + len(actor)) if start >= 0 else None,
        mode=Mode.INDIRECT if start >= 0 else Mode.CONTINUED,
        contents=(sentence.span,),
        title=target,
        previous=before,
    )
    document = Document(Article(str(number), text, title=target), (sentence,), ())
    return LabelledDocument(document, (Example(mention, Group.OTHER, question.labels.get(label, Stance.NONE)),))
