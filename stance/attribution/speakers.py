"""Whose turn it is: speakers' labels in transcripts, and the author of a statement, speech or opinion piece."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stance.attribution.lexicon import words
from stance.attribution.linking import Reading
from stance.types import Document, Span

_LABEL = re.compile(
    r"(?:^|(?<=[.!?”\"] )|(?<=\d ))"
    r"((?:(?:Mr|Mrs|Ms|Dr|Hon|Sen|Gen|Rep)\.? )?(?:[A-Z][A-Z.’'-]*[A-Z]|[A-Z]\.? )(?: [A-Z][A-Z.’'-]+){0,4}"
    r"|(?:Mr|Mrs|Ms|Dr|Hon|Senator|Minister|President) [A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}|Q|A|[A-Z]{2}) ?: ?(?=\S)"
)
_QUESTIONER = "journalist"


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks a sentence.

    Attributes:
        name: The speaker's name.
        description: What the label says of them beyond the name.
        source: Where the label stands; None for the author, whom the text does not name.
        content: What they speak of the sentence.
        labelled: Whether a label in this very sentence says so.
    """

    name: str
    description: str
    source: Span | None
    content: Span
    labelled: bool


def turns(document: Document, readings: Sequence[Reading]) -> list[Turn | None]:
    """Return whose turn each sentence is; None where it is the narrator's."""
    author = document.author
    current: tuple[str, str, Span] | None = None
    found: list[Turn | None] = []
    for reading in readings:
        sentence = reading.sentence
        label = _LABEL.match(sentence.text)
        start = sentence.span.start
        if label is not None:
            name, description = _speaker(label.group(1), author)
            current = (name, description, Span(start, start + len(label.group(1).rstrip())))
            found.append(Turn(*current, Span(start + label.end(), sentence.span.end), labelled=True))
        elif sentence.heading:
            current = None
            found.append(None)
        elif current is not None:
            found.append(Turn(*current, sentence.span, labelled=False))
        elif author:
            found.append(Turn(author, "", None, sentence.span, labelled=False))
        else:
            found.append(None)
    return found


def _speaker(label: str, author: str) -> tuple[str, str]:
    """Return the name and the description behind a label."""
    parts = [part.strip(".") for part in label.lower().split()]
    if parts[-1] in words("label_askers"):
        return _QUESTIONER, label.lower()
    author_parts = author.lower().replace(",", " ").split()
    initials = sorted("".join(part[0] for part in author_parts))
    if author and (
        parts[-1] in author_parts
        or set(parts) <= words("label_roles")
        or sorted("".join(parts)) == initials
        or parts == ["a"]
    ):
        return author, label.lower()
    names = [part for part in label.split() if part.lower().strip(".") not in words("titles")]
    name = " ".join(part.title() if part.isupper() and len(part) > 3 else part for part in names)
    return name or label.title(), label.lower()
