"""Texts that tell whether they were changed: what a disk has damaged must not pass for rows."""

import hashlib


def seal(text: str) -> str:
    """Return `text` below its digest; halves of surrogate pairs, which no file can hold, become question marks."""
    data = text.encode(errors="replace")
    return f"{hashlib.sha256(data).hexdigest()}\n{data.decode()}"


def unseal(sealed: str) -> str:
    """Return what was sealed.

    Raises:
        ValueError: It was changed or cut off since.
    """
    digest, _, text = sealed.partition("\n")
    if hashlib.sha256(text.encode(errors="replace")).hexdigest() != digest:
        raise ValueError("was changed since it was written")
    return text
