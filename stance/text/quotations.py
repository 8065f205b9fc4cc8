"""What stands between quotation marks: which mark opens, which closes, and what to do where one is missing.

A pair is looked for in its paragraph first. A quotation left open at a paragraph's end goes on in the next one where
that begins with an opening mark or has a closing one first; then each paragraph's part is a span of its own. Where
a closing mark was forgotten, the quotation ends with the paragraph, or with the sentence if the next quotation opens
after it; where an opening mark was forgotten, it begins with the sentence.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from stance.text.paragraphs import INVISIBLE, Bounds, strip

_DOUBLE = '"“”„‟«»「」＂'
_MARK = re.compile(  # begins with a plain set of characters because the search is four times as fast then
    rf"[`'‘’‹›{_DOUBLE}](?:(?<=[{_DOUBLE}])|(?<=`)`|(?<=')'|(?<=[‘‹'])(?<!\w.)(?=\S)|(?<=\S[’›'])(?!\w))"
)
_FAMILIES = {**dict.fromkeys("«»", "«"), **dict.fromkeys("「」", "「"), **dict.fromkeys("‘’'‹›", "‘")}
_BLANK = re.compile(rf"[\s{INVISIBLE}]")
_BEFORE_OPENING = re.compile(rf"[\s{INVISIBLE}(\[{{—–―/:“‘„«>-]")
_AFTER_CLOSING = re.compile(rf"[\s{INVISIBLE}.,;:!?…)\]}}—–―/’”»'\"<-]")
_ELISION = re.compile(r"\d\ds?\b|(?:em|til|tis|twas|cause|bout|round|n|cuz|neath)\b", re.IGNORECASE)
_REACH = 6  # paragraphs that a quotation may run on without being reopened


class Role(IntEnum):
    """What a mark does, as far as its neighbours tell."""

    OPENS = 1
    CLOSES = 2
    EITHER = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark from `start` to `end`; marks close each other only within a `family`."""

    start: int
    end: int
    family: str
    role: Role


def quotations(text: str, paragraphs: Sequence[Bounds], sentence_starts: Sequence[int]) -> list[Bounds]:
    """Return the bounds of all quotations, marks excluded, in order and without overlap.

    >>> text = "‘We stay,’ Ng’s boss said. “We’ll see."
    >>> [text[start:end] for start, end in quotations(text, [(0, len(text))], [0, 27])]
    ['We stay,', 'We’ll see.']
    """
    return _Reader(text, paragraphs, sentence_starts).read()


class _Reader:
    """One pass over the marks of all paragraphs; `open` is the mark that waits for its counterpart."""

    def __init__(self, text: str, paragraphs: Sequence[Bounds], sentence_starts: Sequence[int]) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.sentence_starts = sentence_starts
        self.marks = [_marks(text, start, end) for start, end in paragraphs]
        self.found: list[Bounds] = []

    def read(self) -> list[Bounds]:
        carried: tuple[Mark, int] | None = None  # an open mark and the paragraph in which it closes
        for number, bounds in enumerate(self.paragraphs):
            opened, begin = (carried[0], bounds[0]) if carried else (None, bounds[0])
            opened, begin = self._read_paragraph(number, opened, begin)
            if opened is None:
                carried = None
                continue
            self._add(begin, bounds[1])
            until = carried[1] if carried and carried[1] > number else self._closing_paragraph(number, opened)
            carried = (opened, until) if until else None
        return self.found

    def _read_paragraph(self, number: int, opened: Mark | None, begin: int) -> tuple[Mark | None, int]:
        """Add the quotations of a paragraph; return the mark left open, and where its quotation begins."""
        marks = self.marks[number]
        closings = _single_closings(self.text, marks)
        for index, mark in enumerate(marks):
            if opened is None:
                if mark.role is Role.CLOSES:
                    self._add_stray(mark, number)
                elif mark.family != "‘" or self._opens_single(number, index, closings):
                    opened, begin = mark, mark.end
            elif mark.family != opened.family:
                continue
            elif opened.family == "‘":
                if closings.get(opened.start) == mark.start:
                    self._add(begin, mark.start)
                    opened = None
            elif mark.role is Role.OPENS:
                self._add(begin, self._sentence_end(begin, mark.start))
                opened, begin = mark, mark.end
            else:
                self._add(begin, mark.start)
                opened = None
        return opened, begin

    def _opens_single(self, number: int, index: int, closings: dict[int, int]) -> bool:
        """Tell whether a single mark is no apostrophe: it closes again, or the next paragraph reopens it."""
        mark = self.marks[number][index]
        return mark.start in closings or (mark.start == self.paragraphs[number][0] and self._reopened(number, mark))

    def _reopened(self, number: int, opened: Mark) -> bool:
        """Tell whether the next paragraph begins with a mark that opens the same kind of quotation."""
        if number + 1 >= len(self.paragraphs) or not self.marks[number + 1]:
            return False
        mark = self.marks[number + 1][0]
        at_start = mark.start == self.paragraphs[number + 1][0]
        return at_start and mark.family == opened.family and mark.role is not Role.CLOSES

    def _closing_paragraph(self, number: int, opened: Mark) -> int:
        """Return the paragraph whose first mark closes what paragraph `number` leaves open; 0 for none."""
        if opened.family == "‘" or self._reopened(number, opened):
            return 0
        for later in range(number + 1, min(number + 1 + _REACH, len(self.paragraphs))):
            mark = next((mark for mark in self.marks[later] if mark.family == opened.family), None)
            if mark:
                return later if mark.role is Role.CLOSES else 0
        return 0

    def _add_stray(self, mark: Mark, number: int) -> None:
        """Add the quotation that `mark` closes though nothing opened it, unless it is an apostrophe or an inch."""
        start, text = self.paragraphs[number][0], self.text
        if mark.family == "‘" or mark.start == start or text[mark.start - 1].isdigit():
            return
        begin = (
            self.sentence_starts[bisect_right(self.sentence_starts, mark.start - 1) - 1] if self.sentence_starts else 0
        )
        last = self.found[-1][1] if self.found else 0
        if begin >= max(start, last):
            self._add(begin, mark.start)

    def _sentence_end(self, begin: int, before: int) -> int:
        """Return where the sentence ends in which a quotation began, at the latest `before`."""
        index = bisect_right(self.sentence_starts, begin)
        return min(before, self.sentence_starts[index]) if index < len(self.sentence_starts) else before

    def _add(self, start: int, end: int) -> None:
        start, end = strip(self.text, start, max(start, end))
        if start < end:
            self.found.append((start, end))


def _marks(text: str, start: int, end: int) -> list[Mark]:
    """Return the quotation marks of one paragraph; apostrophes inside words are left out."""
    found = []
    for match in _MARK.finditer(text, start, end):
        sign = match.group()
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        family = _FAMILIES.get(sign, '"')
        if family == "‘" and _ELISION.match(text, match.end()) and not before.isalnum():
            continue
        found.append(Mark(match.start(), match.end(), family, _role(sign, before, after)))
    return found


def _role(sign: str, before: str, after: str) -> Role:
    """Return what a mark does: by its form, and by its neighbours where the form does not tell or is misused."""
    opens = bool(_BEFORE_OPENING.match(before)) and not _BLANK.match(after)
    closes = bool(_AFTER_CLOSING.match(after)) and not _BLANK.match(before)
    if sign in {"„", "「", "``", "‘"}:
        return Role.OPENS
    if sign == "」":
        return Role.CLOSES
    if sign in {"“", "«"}:
        return Role.CLOSES if closes and not opens else Role.OPENS
    if sign in {"”", "»"}:
        return Role.OPENS if opens and after.isalnum() else Role.CLOSES
    if opens == closes:
        return Role.EITHER
    return Role.OPENS if opens else Role.CLOSES


def _single_closings(text: str, marks: Sequence[Mark]) -> dict[int, int]:
    """Return where each single quotation closes, by where it opens.

    It closes at the first mark before the next opening one that is no plural's apostrophe ("the allies’ troops"),
    else at the first of those.
    """
    closings: dict[int, int] = {}
    opened, weak = -1, -1
    for mark in marks:
        if mark.family != "‘":
            continue
        if mark.role is Role.OPENS or (mark.role is Role.EITHER and opened < 0):
            if weak >= 0:
                closings[opened] = weak
            opened, weak = mark.start, -1
        elif opened >= 0 and not _may_be_plural(text, mark):
            closings[opened] = mark.start
            opened, weak = -1, -1
        elif opened >= 0 and weak < 0:
            weak = mark.start
    if weak >= 0:
        closings[opened] = weak
    return closings


def _may_be_plural(text: str, mark: Mark) -> bool:
    after = text[mark.end : mark.end + 2]
    return text[mark.start - 1 : mark.start] in {"s", "S", "x", "z"} and after[:1].isspace() and after[1:].isalpha()
