"""The plain-text form in which texts are drafted, and how it becomes corpus texts.

    # title: Headline | date: 2007-05-14 | conflict: Iraq | genre: wire report | author: -
    A sentence. ||| actor | group | stance | mode | mention ;; actor | group | stance | mode | mention
    A sentence in which nobody speaks. |||

A blank line ends a paragraph. A title `-` makes a snippet; a headline stands in `title` and never in the text. The
mention is the words of the sentence that point to the actor, its first occurrence or the n-th as `he#2`; empty where
the sentence does not name the actor.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from stance.labels import Group, Mode, Stance
from training.data.corpus import Attribution, CorpusError, Sentence, Text, explain, text_id
from training.data.vocabulary import Conflict, Genre, Kind

HEADER = re.compile(
    r"# title: (?P<title>.*) \| date: (?P<date>.*?) \| conflict: (?P<conflict>.*?) "
    r"\| genre: (?P<genre>.*?) \| author: (?P<author>.*)"
)
FIELDS = "actor | group | stance | mode | mention"


class Draft(NamedTuple):
    """A text and the place of its header."""

    text: Text
    path: Path
    line: int


class _Line(NamedTuple):
    number: int
    text: str


def read_drafts(path: Path, codebook: str) -> tuple[list[Draft], list[str]]:
    """Return the texts of one draft file and a line for everything wrong in it; a text with a fault is left out.

    `codebook` is the digest of the rules that their labels follow.
    """
    drafts: list[Draft] = []
    problems: list[str] = []
    for header, paragraphs in _blocks(path):
        try:
            drafts.append(Draft(_text(header, paragraphs, codebook), path, header.number))
        except ValidationError as error:
            problems += [f"{path}:{header.number}: {explain(detail)}" for detail in error.errors()]
        except FaultError as fault:
            problems.append(f"{path}:{fault.line}: {fault}")
    return drafts, problems


class FaultError(ValueError):
    """Something in a line is not as it must be."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _blocks(path: Path) -> Iterator[tuple[_Line, list[list[_Line]]]]:
    """Yield each header with the paragraphs under it."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: cannot be read as UTF-8 text ({error}); check the path and the encoding.") from None
    header: _Line | None = None
    paragraphs: list[list[_Line]] = []
    for number, raw in enumerate(lines, 1):
        line = _Line(number, raw.strip())
        if line.text.startswith("# title:"):
            if header:
                yield header, [paragraph for paragraph in paragraphs if paragraph]
            header, paragraphs = line, [[]]
        elif not line.text:
            paragraphs.append([])
        elif header is None:
            raise CorpusError(f"{path}:{number}: text before the first header; begin with `# title: …`.")
        else:
            paragraphs[-1].append(line)
    if header:
        yield header, [paragraph for paragraph in paragraphs if paragraph]


def _text(header: _Line, paragraphs: list[list[_Line]], codebook: str) -> Text:
    fields = HEADER.fullmatch(header.text)
    if not fields:
        message = "the header must read `# title: … | date: … | conflict: … | genre: … | author: …`; got "
        raise FaultError(header.number, message + repr(header.text[:80]))
    values = {name: "" if value.strip() == "-" else value.strip() for name, value in fields.groupdict().items()}
    try:
        conflict, genre = Conflict.parse(values["conflict"]), Genre.parse(values["genre"])
    except ValueError as error:
        raise FaultError(header.number, str(error)) from None
    if genre is Genre.HEADLINE_LIST:
        paragraphs = [[line] for paragraph in paragraphs for line in paragraph]
    text, sentences = _body(paragraphs)
    kind = Kind.ARTICLE if values["title"] else Kind.SNIPPET
    record = {
        "id": text_id(kind, values["title"], text),
        "kind": kind,
        "title": values["title"],
        "date": values["date"],
        "conflict": conflict,
        "genre": genre,
        "author": values["author"],
        "codebook": codebook,
        "text": text,
        "sentences": sentences,
    }
    return Text.model_validate(record, strict=False)


def _body(paragraphs: list[list[_Line]]) -> tuple[str, tuple[Sentence, ...]]:
    """Join sentences by a space and paragraphs by a blank line, and place the labels in the result."""
    text = ""
    sentences: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs):
        for position, line in enumerate(paragraph):
            words, bar, labels = line.text.partition("|||")
            words = words.strip()
            if not bar or not words:
                raise FaultError(line.number, f"expected `sentence ||| labels`; got {line.text[:80]!r}")
            text += "" if not text else " " if position else "\n\n"
            start, text = len(text), text + words
            found = attributions(labels, words, start, line.number)
            sentences.append(Sentence(start=start, end=len(text), paragraph=number, attributions=found))
    return text, tuple(sentences)


def attributions(labels: str, sentence: str, offset: int, line: int) -> tuple[Attribution, ...]:
    """Return the labels written as `actor | group | stance | mode | mention ;; …` for a sentence.

    Args:
        labels: What stands beside the sentence.
        sentence: Its words.
        offset: Where it begins in its text.
        line: Where the labels stand, for errors.

    Raises:
        FaultError: A label is not readable, or its mention not in the sentence.
    """
    return tuple(_attribution(label, sentence, offset, line) for label in labels.split(";;") if label.strip())


def _attribution(label: str, sentence: str, offset: int, line: int) -> Attribution:
    fields = [field.strip() for field in label.split("|")]
    if len(fields) not in (4, 5):
        raise FaultError(line, f"expected `{FIELDS}`; got {label.strip()!r}")
    actor, group, stance, mode = fields[:4]
    span = _mention(fields[4] if len(fields) == 5 else "", sentence, line)
    start, end = (None, None) if span is None else (offset + span[0], offset + span[1])
    try:
        labels = {"group": Group.parse(group), "stance": Stance.parse(stance), "mode": Mode.parse(mode)}
    except ValueError as error:
        raise FaultError(line, str(error)) from None
    return Attribution.model_validate({"actor": actor, "start": start, "end": end, **labels})


def _mention(words: str, sentence: str, line: int) -> tuple[int, int] | None:
    """Return where the sentence has `words` as whole words: "he" is not found in "the"."""
    if not words:
        return None
    name, _, ordinal = words.partition("#")
    nth = int(ordinal) if ordinal.isdigit() else 1
    spans = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence)]
    if not 1 <= nth <= len(spans):
        raise FaultError(line, f"mention {words!r} is not in the sentence; use words as they stand there")
    return spans[nth - 1]
