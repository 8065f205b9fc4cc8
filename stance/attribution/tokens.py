"""A sentence as tokens: words with their offsets, and which of them stand inside a quotation."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from stance.types import Sentence, Span

_TOKEN = re.compile(
    r"""
    (?:[^\W\d_]\.){2,}                                        # U.S., a.m.
  | (?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Gov|Gen|Lt|Col|Maj|Sgt|Capt|Adm|Prof|Rev|Hon|St|Jr|Sr)\.
  | (?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|No|Inc|Corp|Co)\.(?=\s)
  | [A-Z]\.(?=\s[A-Z])                                        # an initial
  | \d+(?:[.,:/]\d+)*%?(?:-[^\W\d_]+)*
  | [’'](?:s|ll|re|ve|d|m)\b                                  # Trump's, they'll
  | [^\W_]+(?:[-‑’'](?!(?:s|ll|re|ve|d|m)\b)[^\W_]+)*         # word, Fitton-Brown, O'Neill, don't
  | \S
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one sentence, as parallel sequences.

    Attributes:
        words: As they stand in the text.
        lower: The same in lower case, curly apostrophes made straight.
        starts, ends: Offsets into the article.
        quoted: Whether the token lies inside a quotation.
    """

    words: tuple[str, ...]
    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    quoted: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """Return the span from token `first` to token `last`, both included."""
        return Span(self.starts[first], self.ends[last])

    def within(self, span: Span) -> tuple[int, int] | None:
        """Return the first and the last token that `span` touches; None where it touches none."""
        touched = [n for n in range(len(self)) if self.starts[n] < span.end and self.ends[n] > span.start]
        return (touched[0], touched[-1]) if touched else None


def tokenize(sentence: Sentence, quotations: Sequence[Span]) -> Tokens:
    """Split a sentence into tokens.

    Args:
        sentence: The sentence.
        quotations: The article's quotations in order, without overlap.
    """
    offset = sentence.span.start
    matches = [(match.group(), match.start() + offset) for match in _TOKEN.finditer(sentence.text)]
    words = tuple(word for word, _ in matches)
    starts = tuple(start for _, start in matches)
    return Tokens(
        words,
        tuple(word.lower().replace("’", "'") for word in words),
        starts,
        tuple(start + len(word) for word, start in matches),
        _inside(starts, sentence.span, quotations),
    )


def _inside(starts: tuple[int, ...], span: Span, quotations: Sequence[Span]) -> tuple[bool, ...]:
    near = overlapping(quotations, span)
    if not near:
        return (False,) * len(starts)
    return tuple(any(q.start <= start < q.end for q in near) for start in starts)


def overlapping(quotations: Sequence[Span], span: Span) -> list[Span]:
    """Return those of the ordered quotations that touch `span`, without a look at the others."""
    first = bisect_right(quotations, span.start, key=lambda quotation: quotation.end)
    near = []
    for n in range(first, len(quotations)):
        quotation = quotations[n]
        if quotation.start >= span.end:
            break
        near.append(quotation)
    return near
