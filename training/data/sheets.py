"""Sheets on which people label: a text's sentences without their labels, and what a third reader must settle.

A sheet for a second reader shows each text under its id, its sentences by number; the reader answers with

    ## s-0123abcd
    1 actor | group | stance | mode | mention ;; actor | group | stance | mode | mention
    2 -

A sheet of doubts shows a sentence with the labels that are in question; the answer to each is

    ## s-0123abcd 3
    actor | group | stance | mode | mention
    Why it is so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from training.data.corpus import Attribution, CorpusError, Text, check_mentions
from training.data.drafts import FIELDS, FaultError, attributions
from training.data.readings import Cause, Labels, Place, Ruling

_HEAD = re.compile(r"## (?P<id>[as]-[0-9a-f]{8})(?: (?P<sentence>\d+))?")
_ANSWER = re.compile(r"(?P<number>\d+)\s+(?P<labels>.*)")
NOBODY = "-"
SHORTEST = 3


class _Block(NamedTuple):
    id: str
    sentence: int | None
    line: int
    lines: list[str]


def blank(texts: Iterable[Text]) -> str:
    """Return a sheet on which a second reader, who sees no labels, labels `texts`."""
    return "\n".join(_blank(text) for text in texts)


def write_blank(texts: Sequence[Text], folder: Path, size: int) -> list[Path]:
    """Write blank sheets of `texts` into `folder`, at least `size` sentences to a sheet, and return the sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    sheet: list[Text] = []
    for text in texts:
        sheet.append(text)
        if sum(len(each.sentences) for each in sheet) >= size or text is texts[-1]:
            written.append(folder / f"sheet-{len(written) + 1:03}.txt")
            written[-1].write_text(blank(sheet), encoding="utf-8")
            sheet = []
    return written


def doubts(places: Iterable[Place]) -> str:
    """Return a sheet on which a third reader settles what stands in question."""
    return "\n".join(_doubt(place) for place in places)


def write_doubts(places: Sequence[Place], folder: Path, size: int) -> list[Path]:
    """Write the doubts into `folder`, `size` to a sheet, and return the sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, start in enumerate(range(0, len(places), size), 1):
        written.append(folder / f"doubts-{number:03}.txt")
        written[-1].write_text(doubts(places[start : start + size]), encoding="utf-8")
    return written


def read_labels(path: Path, texts: Mapping[str, Text]) -> tuple[dict[str, list[Labels]], list[str]]:
    """Return the labels on a second reader's sheet by the ids of the texts, and a line for everything wrong in it."""
    found: dict[str, list[Labels]] = {}
    problems: list[str] = []
    for block in _blocks(path):
        try:
            found[block.id] = _labels(block, _known(block, texts))
        except FaultError as fault:
            problems.append(f"{path}:{fault.line}: {fault}")
    return found, problems


def read_rulings(path: Path, texts: Mapping[str, Text], cause: Cause) -> tuple[list[Ruling], list[str]]:
    """Return the rulings on a third reader's sheet, and a line for everything wrong in it."""
    found: list[Ruling] = []
    problems: list[str] = []
    for block in _blocks(path):
        try:
            found.append(_ruling(block, _known(block, texts), cause))
        except FaultError as fault:
            problems.append(f"{path}:{fault.line}: {fault}")
    return found, problems


def _blank(text: Text) -> str:
    lines = [_line(number, text) for number in range(len(text.sentences))]
    return "\n".join([f"## {text.id}", f"{_about(text)}", *lines, ""])


def _doubt(place: Place) -> str:
    text, number = place.text, place.sentence
    around = range(max(0, number - 3), min(len(text.sentences), number + 2))
    shown = [("> " if at == number else "  ") + _line(at, text) for at in around]
    labels = [_written(text, place.first), _written(text, place.second)]
    if int(text.id[2:], 16) + number & 1:  # so that nobody can favour one of the readers
        labels.reverse()
    return "\n".join([f"## {text.id} {number + 1}", _about(text), *shown, f"A {labels[0]}", f"B {labels[1]}", ""])


def _about(text: Text) -> str:
    facts = [str(text.conflict), str(text.date), str(text.genre)]
    facts += [f"title: {text.title}"] if text.title else []
    facts += [f"author: {text.author}"] if text.author else []
    return f"({'; '.join(facts)})"


def _line(number: int, text: Text) -> str:
    sentence = text.sentences[number]
    new = number > 0 and sentence.paragraph != text.sentences[number - 1].paragraph
    return f"{number + 1}{' ¶' if new else ''} {text.text[sentence.start : sentence.end]}"


def _written(text: Text, labels: Sequence[Attribution]) -> str:
    return " ;; ".join(_one(text, label) for label in labels) or NOBODY


def _one(text: Text, label: Attribution) -> str:
    return f"{label.actor} | {label.group} | {label.stance} | {label.mode} | {_mention(text, label)}"


def _mention(text: Text, label: Attribution) -> str:
    """Return the words of a mention, numbered as `he#2` where they do not stand for the first time in the sentence."""
    if label.start is None:
        return ""
    words = text.text[label.start : label.end]
    sentence = next(each for each in text.sentences if each.start <= label.start < each.end)
    before = text.text[sentence.start : label.start]
    nth = 1 + len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", before))
    return words if nth == 1 else f"{words}#{nth}"


def _blocks(path: Path) -> Iterator[_Block]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: cannot be read as UTF-8 text ({error}); check the path and the encoding.") from None
    block: _Block | None = None
    for number, line in enumerate(lines, 1):
        head = _HEAD.match(line.strip())
        if head:
            if block:
                yield block
            block = _Block(head["id"], int(head["sentence"]) - 1 if head["sentence"] else None, number, [])
        elif block:
            block.lines.append(line.strip())
    if block:
        yield block


def _known(block: _Block, texts: Mapping[str, Text]) -> Text:
    if block.id not in texts:
        raise FaultError(block.line, f"the corpus has no text {block.id}; copy the id as the sheet gives it")
    return texts[block.id]


def _labels(block: _Block, text: Text) -> list[Labels]:
    given: dict[int, Labels] = {}
    for line, words in enumerate(block.lines, block.line + 1):
        answer = _ANSWER.fullmatch(words)
        if not answer:
            continue
        number = int(answer["number"]) - 1
        if not 0 <= number < len(text.sentences):
            raise FaultError(line, f"{text.id} has {len(text.sentences)} sentences; there is no number {number + 1}")
        given[number] = _parse(answer["labels"], text, number, line)
    missing = [str(number + 1) for number in range(len(text.sentences)) if number not in given]
    if missing:
        raise FaultError(block.line, f"no answer for sentence {', '.join(missing)}; write `-` where nobody speaks")
    return [given[number] for number in range(len(text.sentences))]


def _ruling(block: _Block, text: Text, cause: Cause) -> Ruling:
    answer = [(line, words) for line, words in enumerate(block.lines, block.line + 1) if words]
    if block.sentence is None or not 0 <= block.sentence < len(text.sentences) or len(answer) != 2:
        raise FaultError(
            block.line, f"expected `## id sentence`, a line of `{FIELDS}` or `-`, and a line with the reason"
        )
    (line, labels), (_, reason) = answer
    if len(reason) < SHORTEST:
        raise FaultError(line + 1, f"the reason {reason!r} is too short; say what in the sentence decides")
    return Ruling(
        id=text.id,
        sentence=block.sentence,
        cause=cause,
        before=text.sentences[block.sentence].attributions,
        after=_parse(labels, text, block.sentence, line),
        reason=reason,
    )


def _parse(labels: str, text: Text, number: int, line: int) -> Labels:
    if labels.strip() == NOBODY:
        return ()
    sentence = text.sentences[number]
    try:
        found = attributions(labels, text.text[sentence.start : sentence.end], sentence.start, line)
        check_mentions(sentence.model_copy(update={"attributions": found}))
    except ValueError as error:
        raise error if isinstance(error, FaultError) else FaultError(line, str(error)) from None
    return found
