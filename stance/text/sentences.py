"""Paragraphs to sentences, by what stands before and after each full stop."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from stance.text.paragraphs import INVISIBLE, Bounds, strip

_STOP = ".!?…。！？؟۔।"
_CLOSE = r"(?:[”\"’'»›)\]}]|“(?=\s)|\[\d{1,3}\])"
_EMOJI = r"[\u2600-\u27bf\U0001f000-\U0001faff]"
_END = re.compile(  # begins with a plain set of characters because the search is fast then
    rf"([{_STOP}](?<![{_STOP}][{_STOP}])[{_STOP}]*+)"
    rf"({_CLOSE}*+(?:\s[”»](?!\w))?(?:\s\"(?=\s))?(?:\s?{_EMOJI}++\ufe0f?+)?)"
    rf"([{INVISIBLE}]*+\s[\s{INVISIBLE}]*+|(?=[“«„])|(?<=[a-z]{{2}}[.?!])(?=[A-Z][a-z])|(?<=[。！？]))"
)
_NEXT = re.compile(r"[\W_]{0,8}+([^\W_][\w’'-]{0,30}+)?(\.?)")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_LAST_WORD = re.compile(r"[^\W_][\w.&]*$")
_INITIAL = re.compile(r"[A-Z]|(?:[A-Za-z]\.[&-]?)+[A-Za-z]+")
_QUOTE = re.compile(r"[”“\"’'»›]")
_DASH = re.compile(r"\s?[-–—―]")
_LOWER_START = re.compile(r"(?:al|el|bin|an|ul|as)-[A-Z]|[a-z][A-Z]")
_TELLING = re.compile(r"(?:[A-Z][\w.’'-]{0,20}\s){1,4}(?:@\S{1,20}\s)?([a-z]{3,12})(?=[.,:;]|\s[a-z])")
_WINDOW = 24
_LONGEST = 1000
"""How many characters a sentence may have; what the rules do in one grows faster than its length."""
_PIECE = re.compile(rf"(?s).{{1,{_LONGEST}}}(?!\S)|.{{{_LONGEST}}}")


@cache
def words(section: str) -> frozenset[str]:
    """Return the words of one section of `words.txt`."""
    listed: dict[str, list[str]] = {}
    for line in files("stance.text").joinpath("words.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            listed[line.strip("[]")] = current = []
        elif line and not line.startswith("#"):
            current += line.split()
    return frozenset(listed[section])


def sentences(text: str, start: int, end: int) -> list[Bounds]:
    """Return the bounds of the sentences in the paragraph from `start` to `end`; none without a letter or digit.

    >>> text = "“It is early. We stay,” Gen. Ng said. He left."
    >>> [text[start:end] for start, end in sentences(text, 0, len(text))]
    ['“It is early.', 'We stay,” Gen. Ng said.', 'He left.']
    """
    first = _LETTER_OR_DIGIT.search(text, start, end)
    if first is None:
        return []
    found = []
    for match in _END.finditer(text, first.start(), end):
        if _ends_sentence(text, match, start, end) and _LETTER_OR_DIGIT.search(text, start, match.end(2)):
            found.append((start, match.end(2)))
            start = match.end()
    found.append((start, end))
    return [piece for bounds in found for piece in _pieces(text, *bounds)]


def _pieces(text: str, start: int, end: int) -> Iterator[Bounds]:
    """Yield a sentence, in pieces where it is too long: a list without full stops, a text that was never punctuated."""
    if end - start <= _LONGEST:
        yield start, end
        return
    for match in _PIECE.finditer(text, start, end):
        piece = strip(text, *match.span())
        if _LETTER_OR_DIGIT.search(text, *piece):
            yield piece


def _ends_sentence(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Tell whether the stop that `match` found ends the sentence that began at `start`."""
    after = _NEXT.match(text, match.end(), end)
    word = after.group(1) if after else None
    if not after or not word:
        return False
    position = after.start(1)
    if word[0].islower():
        return match.end(2) == match.end(1) and bool(_LOWER_START.match(word))
    stop, closing = match.group(1, 2)
    quoted = bool(_QUOTE.search(closing))
    if quoted and _DASH.match(text, match.end(2)):  # “We won.” — Ada Ng
        return False
    if stop == "." and not quoted:
        return _full_stop_ends(text, match, start, after)
    return not (quoted and stop != "." and match.end() == position and _tells_speaker(text, position, end))


def _full_stop_ends(text: str, match: re.Match[str], start: int, after: re.Match[str]) -> bool:
    """Tell whether a full stop is more than an abbreviation's, by the word before it and what comes `after`."""
    stop = match.start()
    before = _LAST_WORD.search(text[max(start, stop - _WINDOW) : stop])
    if not before:
        return True
    word, (following, dot) = before.group(), after.groups()
    if word in words("before a number") and following[0].isdigit():
        return False
    if word in words("never ends a sentence"):
        return False
    opens = stop - start == len(word)
    if opens and word.isdigit():  # the number of a list item
        return False
    if word in words("may end a sentence") or (_INITIAL.fullmatch(word) and (opens or word != "I")):
        if opens or _DASH.match(text, match.end()):  # "I. Charles Ng left"; "CONCORD, N.H. — He won"
            return False
        return following.replace("’", "'") in words("opens a sentence") and not (dot and len(following) == 1)
    return True


def _tells_speaker(text: str, position: int, end: int) -> bool:
    """Tell whether who spoke follows the quotation, as in “Why?” Ng asked."""
    match = _TELLING.match(text, position, end)
    return match is not None and match.group(1) in words("tells who spoke")
