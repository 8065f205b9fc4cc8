"""An article cut into pieces that can be marked, wherever sentences and actors begin, end and overlap."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from stance.types import Article, Attribution, Span

_BREAK = re.compile(r"\n[^\S\n]*\n\s*|\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in which nothing begins or ends.

    Attributes:
        text: The words.
        said: The attributions of the sentence that it belongs to.
        named: Whether it names an actor.
        opens: Where the sentence begins that begins here, to link to; None where none does.
        closes: The attributions of the sentence that ends here.
    """

    text: str
    said: tuple[Attribution, ...]
    named: bool
    opens: int | None
    closes: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """An article with its attributions marked.

    Attributes:
        article: The article.
        attributions: Those that were marked.
        paragraphs: Its text in pieces; joined they are the text without the white space between paragraphs.
    """

    article: Article
    attributions: tuple[Attribution, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]


def fits(attribution: Attribution, article: Article) -> bool:
    """Tell whether the text of a row is what stands in the article at its offsets."""
    sentence = attribution.mention.sentence
    return sentence.span.of(article.text) == sentence.text


def marked(article: Article, attributions: Sequence[Attribution]) -> Marked:
    """Cut `article` up; attributions that do not fit it are left out."""
    fitting = tuple(each for each in attributions if fits(each, article))
    said: dict[Span, list[Attribution]] = defaultdict(list)
    for each in fitting:
        said[each.mention.sentence.span].append(each)
    sources = {each.mention.source for each in fitting if each.mention.source}
    paragraphs = []
    start = 0
    for blank in _BREAK.finditer(article.text):
        if article.text[start : blank.start()].strip():
            block = Span(start, blank.start())
            paragraphs.append(_pieces(article.text, block, said, sources))
        start = blank.end()
    return Marked(article, fitting, tuple(paragraphs))


def _pieces(text: str, block: Span, said: dict[Span, list[Attribution]], sources: set[Span]) -> tuple[Piece, ...]:
    here = [span for span in said if span.overlaps(block)]
    named = [span for span in sources if span.overlaps(block)]
    cuts = {block.start, block.end, *(cut for span in (*here, *named) for cut in (span.start, span.end))}
    bounds = sorted(cut for cut in cuts if block.start <= cut <= block.end)
    pieces = []
    for start, end in pairwise(bounds):
        span = Span(start, end)
        covering = [each for each in here if each.covers(span)]
        opened = any(each.start == start for each in covering)
        closed = [each for each in covering if each.end == end]
        pieces.append(
            Piece(
                text=span.of(text),
                said=tuple(row for each in covering for row in said[each]),
                named=any(each.covers(span) for each in named),
                opens=start if opened else None,
                closes=tuple(row for each in closed for row in said[each]),
            )
        )
    return tuple(pieces)
