"""Bytes to text, strictly: UTF-8 with or without a byte-order mark, or UTF-16 with one. A wrong byte is an error."""

import codecs
import io
import re
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO

_HEAD = 4096
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HALF = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]")


class InputError(ValueError):
    """Something that cannot be read; the message is a `Problem`'s."""


def opened(path: str) -> AbstractContextManager[IO[bytes]]:
    """Return a file to read bytes from; `-` is standard input, which stays open."""
    return nullcontext(sys.stdin.buffer) if path == "-" else Path(path).open("rb")


def decode(data: bytes, offset: int = 0, *, signed: bool = True) -> str:
    """Return the text of `data`, which stands `offset` bytes from the start of its file.

    UTF-8 keeps its byte-order mark as part of the text, so that offsets stay those of the file.

    Args:
        data: What to decode.
        offset: Where it stands in its file, for the message.
        signed: Whether a mark at the start may announce UTF-16.

    Raises:
        InputError: It is binary or in another encoding; the message names the byte.
    """
    encoding = "utf-16" if signed and data.startswith(_UTF16) else "utf-8"
    head = data[:_HEAD]
    zeros = head.count(b"\0") if encoding == "utf-8" else 0
    if zeros * 20 > len(head) or head.startswith(b"%PDF-"):
        raise InputError("is a binary file; give text (or UTF-16 with a byte-order mark).")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if zeros:
            raise InputError("is a binary file; give text.") from None
        raise InputError(
            f"is not {encoding.upper()} at byte {offset + error.start}; "
            "convert it first, such as with iconv -f LATIN1 -t UTF-8."
        ) from None


def lines(file: IO[bytes]) -> Iterator[tuple[int, str | InputError]]:
    """Yield the number of each line with its text, ends included, or with what is wrong; a line at a time in memory.

    Raises:
        InputError: The file is empty, or begins as UTF-16 and is not.
    """
    first = file.readline()
    if not first:
        raise InputError("is empty; give a file with text in it.")
    if first.startswith(_UTF16):
        # A line end is not one byte there; such files are small enough to be read whole.
        yield from enumerate(io.StringIO(decode(first + file.read()), newline=""), 1)
        return
    number, offset, line = 1, 0, first
    while line:
        try:
            text: str | InputError = decode(line, offset, signed=False)
        except InputError as error:
            text = error
        yield number, text.removeprefix("\ufeff") if number == 1 and isinstance(text, str) else text
        number, offset, line = number + 1, offset + len(line), file.readline()


def whole(text: str) -> str:
    """Return `text` with halves of surrogate pairs, which no file can hold, replaced one for one."""
    return _HALF.sub("\ufffd", text)


def has_words(text: str) -> bool:
    """Tell whether there is a letter or digit in `text`."""
    return _WORD.search(text) is not None
