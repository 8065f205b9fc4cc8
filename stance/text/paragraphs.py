"""Lines to paragraphs: blank lines part them, and single line ends do unless the text is wrapped by hand."""

import itertools
import re

Bounds = tuple[int, int]

INVISIBLE = "\x00-\x08\x0e-\x1b\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_LINE = re.compile(r"[^\n\r\x0b\x0c\u2028\u2029]++(\r\n|[\n\r\x0b\x0c\u2028\u2029]?)")
_VISIBLE = re.compile(rf"[^\s{INVISIBLE}]")
_BULLET = re.compile(r"[•◦▪‣●·*]\s*|[-–—]\s+|#{1,6}\s+|\(?\d{1,2}[.)]\s+|\(?[a-zA-Z]\)\s+")
_DASH = re.compile(r"[-–—]")
_STOPPED = re.compile(r"[.!?…:;]['\"’”»)\]]{0,4}$")
_LONGEST_WRAP = 100
_SHORTEST_WRAP = 40


def strip(text: str, start: int, end: int) -> Bounds:
    """Return the bounds without white space and invisible characters around; empty ones if nothing is left."""
    first = _VISIBLE.search(text, start, end)
    if first is None:
        return end, end
    while not _VISIBLE.match(text, end - 1):
        end -= 1
    return first.start(), end


def skip_bullet(text: str, start: int, end: int) -> int:
    """Return where the words of a list item begin; a number or letter that counts the items stays."""
    match = _BULLET.match(text, start, end)
    return match.end() if match and not any(map(str.isalnum, match.group())) else start


def paragraphs(text: str) -> list[Bounds]:
    r"""Return the bounds of all paragraphs with something visible in them, in order.

    >>> [text[start:end] for text in ["One.\nTwo\nis here."] for start, end in paragraphs(text)]
    ['One.', 'Two\nis here.']
    """
    lines = _lines(text)
    width = _wrap_width(text, lines)
    found: list[Bounds] = []
    for number, (start, end) in enumerate(lines):
        if start == end:
            continue
        before = lines[number - 1] if number else (0, 0)
        if before[0] < before[1] and _continues(text, before, (start, end), width):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _lines(text: str) -> list[Bounds]:
    """Return the visible part of every line; blank lines are kept as empty bounds."""
    lines: list[Bounds] = []
    position = 0
    for match in _LINE.finditer(text):
        if match.start() > position:  # at least one line end without anything before it
            lines.append((position, position))
        lines.append(strip(text, match.start(), match.start(1)))
        position = match.end()
    return lines


def _wrap_width(text: str, lines: list[Bounds]) -> int:
    """Return the column at which the text was wrapped by hand, 0 where it was not."""
    inner = [line for line, after in itertools.pairwise(lines) if line[0] < line[1] and after[0] < after[1]]
    if not inner:
        return 0
    width = max(end - start for start, end in inner)
    if not _SHORTEST_WRAP <= width <= _LONGEST_WRAP:
        return 0
    full = sum(end - start >= 0.75 * width for start, end in inner)
    open_ended = sum(not _stopped(text, line) for line in inner)
    return width if full >= 0.6 * len(inner) and open_ended >= 0.5 * len(inner) else 0


def _continues(text: str, before: Bounds, line: Bounds, width: int) -> bool:
    """Tell whether `line` goes on with the paragraph of the line directly before it."""
    if _is_item(text, before, line):
        return False
    stopped = _stopped(text, before)
    if text[line[0]].islower() and not stopped:
        return True
    if not width:
        return False
    length = before[1] - before[0]
    word = _first_word_length(text, line)
    return length + 1 + word > width or (not stopped and length >= 0.6 * width)


def _is_item(text: str, before: Bounds, line: Bounds) -> bool:
    """Tell whether `line` is an item of a list; a dash may also have been wrapped to the start of a line."""
    if not _BULLET.match(text, *line):
        return False
    return not _DASH.match(text, line[0]) or _stopped(text, before) or bool(_DASH.match(text, before[0]))


def _first_word_length(text: str, line: Bounds) -> int:
    head = text[line[0] : min(line[1], line[0] + _LONGEST_WRAP)]
    return len(head.split(maxsplit=1)[0])


def _stopped(text: str, line: Bounds) -> bool:
    """Tell whether the line ends as a sentence does, or as what announces something."""
    return bool(_STOPPED.search(text[max(line[0], line[1] - 6) : line[1]]))
