"""Bytes to text, strictly: UTF-8 with or without a byte-order mark, or UTF-16 with one. A wrong byte is an error."""

import codecs
import gzip
import io
import re
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

PACKINGS = (".gz", ".zst")
LONGEST = 64_000_000
"""How many bytes a line or a text may have, unpacked: more is no article, and would fill the memory."""
_HEAD = 4096
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HALF = re.compile("[\ud800-\udfff]")
_CARRIAGE_RETURN = re.compile(r"(?<=\r)(?!\n|\Z)")
_WORD = re.compile(r"[^\W_]")


class InputError(ValueError):
    """Something that cannot be read; the message is a `Problem`'s."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read.

    Attributes:
        place: The file, with `:line` where one is to blame.
        message: What is wrong and the way out.
    """

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@contextmanager
def opened(path: str) -> Iterator[IO[bytes]]:
    """Give a file to read bytes from, unpacked as it is read; `-` is standard input, which stays open.

    Raises:
        InputError: It is no file, which could be waited for without an end, or what is packed is cut off or damaged;
            that is told when reading comes to it.
        OSError: It cannot be opened.
    """
    if path == "-":
        yield sys.stdin.buffer
        return
    if not stat.S_ISREG(Path(path).stat().st_mode):
        raise InputError("is a pipe or a device, not a file; let it be read from standard input, as - .")
    with Path(path).open("rb") as file:
        try:
            yield _unpacked(file, packing(path))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputError(f"is damaged or cut off ({error}); what came before was read. Fetch it anew.") from None


def packing(path: str) -> str:
    """Return the ending that tells how a file is packed; empty where it is not."""
    ending = Path(path).suffix.lower()
    return ending if ending in PACKINGS else ""


def _unpacked(file: IO[bytes], ending: str) -> IO[bytes]:
    if ending == ".gz":
        return io.BufferedReader(gzip.GzipFile(fileobj=file))
    if ending == ".zst":
        import pyarrow as pa

        return io.BufferedReader(_Zstd(pa.CompressedInputStream(file, "zstd")))
    return file


class _Zstd(io.RawIOBase):
    """A stream that is unpacked as it is read; damage is told as gzip does."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except OSError as error:
            raise EOFError(str(error).splitlines()[0]) from None
        buffer[: len(data)] = data
        return len(data)


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


def limited(file: IO[bytes], way_out: str = "no article is. Break it up.") -> bytes:
    """Return all bytes of a file that is read as a whole.

    Raises:
        InputError: It is too long for that, as what a small packed file holds may be.
    """
    data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise InputError(f"is longer than {LONGEST:,} bytes; {way_out}")
    return data


def lines(file: IO[bytes]) -> Iterator[tuple[int, str | InputError]]:
    """Yield the number of each line with its text, ends included, or with what is wrong; a line at a time in memory.

    Raises:
        InputError: The file is empty, or begins as UTF-16 and is not.
    """
    first = file.readline(LONGEST)
    if not first:
        raise InputError("is empty; give a file with text in it.")
    if first.startswith(_UTF16):
        # A line end is not one byte there, so such files are read whole.
        whole_text = decode(first + limited(file, "UTF-16 is read as a whole. Convert it to UTF-8."))
        yield from enumerate(io.StringIO(whole_text, newline=""), 1)
        return
    number, offset, line = 1, 0, first
    while line:
        size = len(line)
        try:
            if size == LONGEST:
                size += _skip_line(file)
                raise InputError(f"is longer than {LONGEST:,} bytes; no article is. Break it up.")
            text: str | InputError = decode(line, offset, signed=False)
        except InputError as error:
            text = error
        yield number, text.removeprefix("\ufeff") if number == 1 and isinstance(text, str) else text
        number, offset, line = number + 1, offset + size, file.readline(LONGEST)


def csv_lines(file: IO[bytes]) -> Iterator[str]:
    """Yield the lines of a file; a wrong byte ends it, for what follows could not be told apart."""
    for _, line in lines(file):
        if isinstance(line, InputError):
            raise line
        yield from _CARRIAGE_RETURN.split(line)  # where one alone ends a line


def _skip_line(file: IO[bytes]) -> int:
    """Read to the end of a line and return how many bytes that were."""
    size = 0
    while part := file.readline(LONGEST):
        size += len(part)
        if part.endswith(b"\n"):
            break
    return size


def whole(text: str) -> str:
    """Return `text` with halves of surrogate pairs, which no file can hold, replaced one for one."""
    return _HALF.sub("\ufffd", text)


def has_words(text: str) -> bool:
    """Tell whether there is a letter or digit in `text`."""
    return _WORD.search(text) is not None
