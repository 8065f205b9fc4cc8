"""To and from a spreadsheet: a CSV file with a row for each attribution and one for each sentence without any.

Annotators fill in `stance`, `group`, `actor`, `mention` (the words of the sentence that name the actor, `he#2` for the
second `he`; empty where it names nobody) and `mode`; a second attribution of a sentence is a copy of its row. The
articles themselves are not in the sheet, so they are needed to read it.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from stance.files import Problem, replacing
from stance.files.decoding import InputError, decode
from stance.labelling.marks import Mark, marked
from stance.labelling.records import Label, LabelledSentence, Reading, ordered
from stance.labels import Group, Mode, Stance
from stance.types import Article

COLUMNS = (
    *("article", "sentence", "text", "stance", "group", "actor", "mention", "mode"),
    *("start", "end", "paragraph", "codebook"),
)
_ANNOTATOR = "annotator"
_DELIMITERS = ",;\t"
# What a spreadsheet would run, and what would be mistaken for the apostrophe that keeps it from that.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBERED = re.compile(r"(.*)#(\d+)", re.DOTALL)

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with the sentence it is about; `mark` where somebody speaks, and as a label where nothing is left out."""

    sentence: LabelledSentence
    mark: Mark | None = None
    label: Label | None = None


def write(readings: Iterable[Reading], path: Path) -> None:
    """Write a sheet; what a spreadsheet would take for a formula gets an apostrophe before it."""
    with replacing(path, "utf-8-sig") as file:  # the mark tells spreadsheets that it is UTF-8
        rows = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        rows.writerow(COLUMNS)
        for reading in readings:
            for number, sentence in enumerate(reading.sentences):
                for label in sentence.labels or (None,):
                    rows.writerow(map(_guarded, _cells(reading, number, sentence, label)))


def read(path: Path, annotator: str, articles: Mapping[str, Article]) -> Iterator[Reading | Problem]:
    """Yield a reading for each article and annotator of a sheet.

    Args:
        path: The sheet.
        annotator: Who has labelled it, where no column `annotator` tells; the file's name without it.
        articles: What the sheet was made from, by id.
    """
    found: dict[tuple[str, str, str], list[_Row]] = {}
    faulty: set[tuple[str, str, str]] = set()
    try:
        for line, cells in _lines(path):
            key = cells["article"], cells.get(_ANNOTATOR) or annotator or path.stem, cells["codebook"]
            try:
                found.setdefault(key, []).append(_row(cells, articles))
            except ValueError as error:
                faulty.add(key)
                yield Problem(f"{path}:{line}", f"{str(error).removesuffix('.')}.")
    except InputError as error:
        yield Problem(str(path), str(error))
    for key, rows in found.items():
        if key not in faulty:
            yield _reading(path, key, rows, articles[key[0]])


def _cells(reading: Reading, number: int, sentence: LabelledSentence, label: Label | None) -> Iterator[str]:
    text = reading.article.text[sentence.start : sentence.end]
    yield from (reading.article.id, str(number + 1), text)
    if label is None:
        yield from [""] * 5
    else:
        yield from (label.stance, label.group, label.actor, mention_words(text, sentence, label), label.mode)
    yield from (*map(str, (sentence.start, sentence.end, sentence.paragraph)), reading.codebook)


def mention_words(text: str, sentence: LabelledSentence, label: Label) -> str:
    """Return the words of a sentence, given as `text`, that name the actor, as `he#2` where they stand there twice."""
    if label.start is None or label.end is None:
        return ""
    words = text[label.start - sentence.start : label.end - sentence.start]
    number = _places(words, text).index(label.start - sentence.start) + 1
    return f"{words}#{number}" if number > 1 or _NUMBERED.fullmatch(words) else words


def _places(words: str, text: str) -> list[int]:
    """Return where `text` has `words`: first as whole words, then within others."""
    pattern = re.escape(words)
    everywhere = [match.start() for match in re.finditer(f"(?={pattern})", text)]
    whole = [match.start() for match in re.finditer(rf"(?<!\w)(?={pattern}(?!\w))", text)]
    return [*whole, *(start for start in everywhere if start not in whole)]


def _lines(path: Path) -> Iterator[tuple[int, Cells]]:
    text = decode(path.read_bytes()).removeprefix("\ufeff")
    header = next(iter(text.splitlines()), "")
    delimiter = next((each for each in _DELIMITERS if "text" in next(csv.reader([header], delimiter=each), ())), ",")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = next(rows, [])
        if missing := [name for name in COLUMNS if name not in columns]:
            raise InputError(f"has no column {missing[0]!r}; give a sheet that `stance label export` wrote.")
        for values in rows:
            if len(values) > len(columns):
                raise InputError(f"line {rows.line_num} has more fields than the header; quote those that hold commas.")
            if any(values):
                yield rows.line_num, dict(zip_longest(columns, map(_plain, values), fillvalue=""))
    except csv.Error as error:
        raise InputError(f"line {rows.line_num} is not CSV ({error}); save the sheet as CSV anew.") from None


def _row(cells: Cells, articles: Mapping[str, Article]) -> _Row:
    name = cells["article"]
    if name not in articles:
        raise ValueError(f"the articles have no {name!r}; give those that were exported, with --articles")
    text = articles[name].text
    try:
        sentence = LabelledSentence(int(cells["start"]), int(cells["end"]), int(cells["paragraph"]))
    except (ValueError, KeyError):
        raise ValueError("start, end or paragraph is no number any more; copy them from the exported sheet") from None
    words = text[sentence.start : sentence.end]
    if words.split() != cells["text"].split():
        raise ValueError(f"{name!r} has {words[:60]!r} there; leave the text as it is, and give the articles exported")
    if not any(cells.get(column, "").strip() for column in ("stance", "group", "actor", "mention", "mode")):
        return _Row(sentence)
    return _labelled(cells, sentence, words)


def _labelled(cells: Cells, sentence: LabelledSentence, words: str) -> _Row:
    for column in ("stance", "group"):
        if not cells[column].strip():
            raise ValueError(f"somebody speaks, but there is no {column}; fill it in")
    group, stance = Group.parse(cells["group"].strip()), Stance.parse(cells["stance"].strip())
    mode = Mode.parse(cells["mode"].strip()) if cells["mode"].strip() else None
    actor = cells["actor"] if cells["actor"].strip() else ""
    place = mention_place(cells["mention"], words)
    start, end = (None, None) if place is None else (sentence.start + place[0], sentence.start + place[1])
    label = Label(actor, start, end, mode, group, stance) if actor and mode else None
    bounds = (sentence.start, sentence.end) if start is None or end is None else (start, end)
    return _Row(sentence, Mark(*bounds, group, stance, actor, mode), label)


def mention_place(mention: str, words: str) -> tuple[int, int] | None:
    """Return where in `words` a mention stands that is written as `mention_words` writes it; None for an empty one."""
    if not mention.strip():
        return None
    numbered = _NUMBERED.fullmatch(mention)
    name, number = (numbered[1], int(numbered[2])) if numbered else (mention, 1)
    for each in (name, name.strip()):
        places = _places(each, words) if each else []
        if 1 <= number <= len(places):
            return places[number - 1], places[number - 1] + len(each)
    raise ValueError(f"the mention {mention!r} is not in the sentence; use words as they stand there")


def _reading(path: Path, key: tuple[str, str, str], rows: Sequence[_Row], article: Article) -> Reading | Problem:
    labels: dict[LabelledSentence, list[Label]] = {}
    for row in rows:
        labels.setdefault(row.sentence, []).extend([row.label] if row.label else [])
    try:
        sentences = tuple(
            LabelledSentence(each.start, each.end, each.paragraph, ordered(labels[each]))
            for each in sorted(labels, key=lambda sentence: sentence.start)
        )
        return marked(Reading(article, key[1], key[2], sentences), key[1], [row.mark for row in rows if row.mark])
    except ValueError as error:
        return Problem(f"{path}: {article.id!r}", f"{str(error).removesuffix('.')}.")


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
