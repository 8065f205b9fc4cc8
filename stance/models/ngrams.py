"""Word and character n-grams of many texts at once, as 64-bit hashes, in a handful of passes of numpy.

Texts are laid end to end, a space between them; a polynomial hash then slides over all of them together. Character
n-grams keep to one word and the space on either side of it. Nothing here learns anything.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Rows = NDArray[np.int32]
Range = tuple[int, int]

BASE = 0x9E3779B97F4A7C15
INVERSE = pow(BASE, -1, 2**64)
SPACE = 32
_TABLE = 0x10000


class Grams(NamedTuple):
    """N-grams as hashes, each with the number of the text that it stands in."""

    rows: Rows
    hashes: Hashes


class Placed(NamedTuple):
    """The same, with where each begins and ends: in all texts laid end to end, or in the one text that there is."""

    rows: Rows
    hashes: Hashes
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]


class _Characters(NamedTuple):
    codes: Hashes
    rows: Rows
    spaces: NDArray[np.bool_]
    word: NDArray[np.bool_]


def ngrams(texts: Sequence[str], words: Range, characters: Range) -> Grams:
    """Return the n-grams of `texts`, lower-cased and with every digit read as 0.

    Args:
        texts: The texts; an empty one has no n-grams.
        words: The shortest and longest word n-grams; (0, 0) for none.
        characters: The shortest and longest character n-grams; (0, 0) for none.
    """
    found = _found(texts, words, characters)
    if not found:
        return Grams(np.empty(0, np.int32), np.empty(0, np.uint64))
    return Grams(np.concatenate([part.rows for part in found]), np.concatenate([part.hashes for part in found]))


def places(text: str, words: Range, characters: Range) -> Placed:
    """Return the n-grams of one text with where they stand in it, in the order in which `ngrams` gives them."""
    found = _found([text], words, characters)
    none = np.empty(0, np.intp)
    starts, ends = (np.concatenate([none, *(getattr(part, name) for part in found)]) for name in ("starts", "ends"))
    # A character may be two in lower case (İ), and one stands before the text and one behind it.
    origin = np.repeat(np.arange(len(text)), [len(character.lower()) for character in text])
    last = len(origin) - 1
    grams = ngrams([text], words, characters)
    return Placed(*grams, origin[np.clip(starts - 1, 0, last)], origin[np.clip(ends - 2, 0, last)] + 1)


def _found(texts: Sequence[str], words: Range, characters: Range) -> list[Placed]:
    laid = _lay_out(texts)
    return [*_word_ngrams(laid, words), *_character_ngrams(laid, characters)]


def _lay_out(texts: Sequence[str]) -> _Characters:
    folded = [text.lower() for text in texts]
    lengths = np.fromiter((len(text) + 1 for text in folded), np.int64, len(folded))
    joined = f" {' '.join(folded)} " if folded else ""
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    digit, space, word = _classes()
    small = np.minimum(codes, _TABLE - 1)
    codes = np.where(digit[small], np.uint32(ord("0")), codes)
    spaces = space[small]
    codes = np.where(spaces, np.uint32(SPACE), codes)
    rows = np.repeat(np.arange(len(folded), dtype=np.int32), lengths)
    rows = np.concatenate([rows[:1], rows])
    return _Characters(codes.astype(np.uint64), rows, spaces, word[small] & ~spaces)


@cache
def _classes() -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which of the first 65,536 characters are digits, white space, and parts of words."""
    characters = [chr(code) for code in range(_TABLE)]
    digit = np.fromiter((char.isdecimal() for char in characters), bool, _TABLE)
    space = np.fromiter((char.isspace() for char in characters), bool, _TABLE)
    word = np.fromiter((char.isalnum() or char == "_" for char in characters), bool, _TABLE)
    return digit, space, word


def _character_ngrams(laid: _Characters, lengths: Range) -> Iterator[Placed]:
    """Yield the n-grams of each length that hold no space but at their ends, and not spaces alone."""
    shortest, longest = lengths
    size = len(laid.codes)
    before = np.concatenate([np.zeros(1, np.int32), np.cumsum(laid.spaces, dtype=np.int32)])
    hashes = laid.codes + np.uint64(1)
    for n in range(2, min(longest, size) + 1):
        hashes = hashes[:-1] * np.uint64(BASE) + laid.codes[n - 1 :]
        if n < shortest:
            continue
        inner = before[n - 1 : size] == before[1 : size - n + 2]
        if n == 2:
            inner = ~(laid.spaces[:-1] & laid.spaces[1:])
        at = np.flatnonzero(inner)
        rows = laid.rows[at + 1] if n > 2 else np.where(laid.spaces[at], laid.rows[at + 1], laid.rows[at])
        yield Placed(rows, _mixed(hashes[at] + np.uint64(n)), at, at + n)


def _word_ngrams(laid: _Characters, lengths: Range) -> Iterator[Placed]:
    shortest, longest = lengths
    if not longest or not len(laid.codes):
        return
    edges = np.flatnonzero(laid.word[1:] != laid.word[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    powers, inverses = _powers(len(laid.codes), BASE), _powers(len(laid.codes), INVERSE)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum((laid.codes + np.uint64(1)) * powers)])
    words = _mixed((sums[ends] - sums[starts]) * inverses[starts])
    rows = laid.rows[starts]
    grams = words
    for n in range(1, min(longest, len(words)) + 1):
        if n > 1:
            grams = _mixed(grams[:-1] * np.uint64(BASE) + words[n - 1 :])
        if n >= shortest:
            same = rows[: len(grams)] == rows[n - 1 :]
            at = np.flatnonzero(same)
            yield Placed(rows[at], grams[at], starts[at], ends[at + n - 1])


def _powers(count: int, base: int) -> Hashes:
    powers = np.full(count, base, np.uint64)
    powers[:1] = 1
    return np.multiply.accumulate(powers)


def _mixed(hashes: Hashes) -> Hashes:
    """Spread the information of all bits over all bits; the top ones choose a bucket."""
    mixed = (hashes ^ (hashes >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return mixed ^ (mixed >> np.uint64(32))
