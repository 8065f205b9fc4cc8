"""From readings that people gave in an annotation tool to texts of the corpus."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from pydantic import ValidationError

from stance.labelling import Reading, ReadingError, read_readings
from training.data.add import add_texts
from training.data.corpus import CorpusError, Text, codebook_of, explain, text_id
from training.data.drafts import Draft
from training.data.vocabulary import Conflict, Genre, Kind

LONGEST_SNIPPET = 3
"""How many sentences make a snippet of a text without a title; more make an article."""


def adopt(
    path: Path,
    folder: Path,
    conflict: Conflict,
    genre: Genre,
    *,
    annotator: str = "",
    date: datetime.date | None = None,
    keep_going: bool = False,
) -> dict[str, int]:
    """Add what one annotator read to the corpus in `folder` and return how many texts each split holds then.

    Args:
        path: The file of readings.
        folder: Where the corpus lies.
        conflict: Where the troops are, in all articles of the file.
        genre: The form of all articles of the file.
        annotator: Whose labels count, where several have read an article.
        date: Of articles that do not tell when they were published.
        keep_going: Leave articles with a fault out, with a warning, instead of stopping.

    Raises:
        CorpusError: Something in the readings does not do for the corpus; the message lists every article.
    """
    try:
        readings = read_readings(path)
    except ReadingError as error:
        raise CorpusError(str(error)) from None
    drafts: list[Draft] = []
    problems: list[str] = []
    for line, reading in enumerate(readings, 1):
        if annotator and reading.annotator != annotator:
            continue
        try:
            drafts.append(Draft(_text(reading, folder, conflict, genre, date), path, line))
        except ValidationError as error:
            problems += [f"{path}:{line}: {explain(detail)}" for detail in error.errors()]
        except ValueError as error:
            problems.append(f"{path}:{line}: {error}")
    _need_one(path, readings, drafts, annotator)
    return add_texts(drafts, problems, folder, keep_going=keep_going)


def _need_one(path: Path, readings: Sequence[Reading], drafts: Sequence[Draft], annotator: str) -> None:
    names = ", ".join(sorted({reading.annotator for reading in readings}))
    if annotator and all(reading.annotator != annotator for reading in readings):
        raise CorpusError(f"{path}: {annotator!r} has read nothing; the annotators are: {names}.")
    ids = [draft.text.id for draft in drafts]
    if len(set(ids)) < len(ids):
        raise CorpusError(f"{path}: an article was read by several of {names}; say whose labels count: --annotator.")


def _text(reading: Reading, folder: Path, conflict: Conflict, genre: Genre, date: datetime.date | None) -> Text:
    if reading.codebook != codebook_of(folder):
        raise ValueError(
            f"the labels follow another codebook than {folder / 'codebook.md'}; bring them under it with "
            "`stance label migrate`, or have it labelled anew"
        )
    article = reading.article
    kind = Kind.ARTICLE if article.title or len(reading.sentences) > LONGEST_SNIPPET else Kind.SNIPPET
    sentences = [
        {
            "start": each.start,
            "end": each.end,
            "paragraph": each.paragraph,
            "attributions": tuple(asdict(label) for label in each.labels),
        }
        for each in reading.sentences
    ]
    record = {
        "id": text_id(kind, article.title, article.text),
        "kind": kind,
        "title": article.title,
        "date": _date(article.published, date),
        "conflict": conflict,
        "genre": genre,
        "author": article.author,
        "codebook": reading.codebook,
        "text": article.text,
        "sentences": tuple(sentences),
    }
    return Text.model_validate(record)


def _date(published: str, otherwise: datetime.date | None) -> datetime.date:
    """Return the day that a date, or a date and time, begins with."""
    try:
        return datetime.date.fromisoformat(published[:10])
    except ValueError:
        if otherwise is None:
            raise ValueError(f"published {published!r} is no date such as 2031-05-02; give one with --date") from None
        return otherwise
