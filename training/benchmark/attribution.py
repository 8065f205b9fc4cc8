"""(sentence, source) precision, recall and F1 on documents with the form of PolNeAR's.

A pair counts for each gold sentence of which the content covers at least three letters or digits; it is right where
the source spans overlap (Newell et al., LREC 2018, give the corpus).
"""

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stance.types import Mention, Span

_LEAST = 3
Pairs = dict[int, list[tuple[Span, ...]]]


@dataclass(frozen=True, slots=True)
class Gold:
    """A document: its text, the bounds of its sentences, and (sources, contents) of each attribution."""

    text: str
    sentences: tuple[Span, ...]
    attributions: tuple[tuple[tuple[Span, ...], tuple[Span, ...]], ...]


def read_documents(path: Path) -> list[Gold]:
    """Read JSON Lines with `text`, `sentences` and `attributions` (`source` and `content` as lists of bounds)."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    records = [json.loads(line) for line in data.decode("utf-8").split("\n") if line.strip()]
    return [
        Gold(
            record["text"],
            _spans(record["sentences"]),
            tuple((_spans(each["source"]), _spans(each["content"])) for each in record["attributions"]),
        )
        for record in records
    ]


def _spans(bounds: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in bounds)


def score(gold: Sequence[Gold], found: Sequence[Sequence[Mention]]) -> dict[str, float]:
    """Return precision, recall and F1 of the mentions found in each document."""
    hits = given = wanted = 0
    for document, mentions in zip(gold, found, strict=True):
        guesses = [((each.source,), each.contents or (each.sentence.span,)) for each in mentions if each.source]
        right, ours = _pairs(document, document.attributions), _pairs(document, guesses)
        wanted += sum(map(len, right.values()))
        given += sum(map(len, ours.values()))
        hits += sum(_matches(ours[k], right.get(k, [])) for k in ours)
    precision, recall = hits / max(given, 1), hits / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-12)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _pairs(document: Gold, attributions: Iterable[tuple[tuple[Span, ...], tuple[Span, ...]]]) -> Pairs:
    pairs: Pairs = {}
    for sources, contents in attributions:
        for k, sentence in enumerate(document.sentences) if sources else ():
            if _covered(document.text, sentence, contents) < _LEAST:
                continue
            known = pairs.setdefault(k, [])
            if not any(_overlap(sources, other) for other in known):
                known.append(sources)
    return pairs


def _covered(text: str, sentence: Span, contents: Iterable[Span]) -> int:
    parts = (text[max(each.start, sentence.start) : min(each.end, sentence.end)] for each in contents)
    return sum(character.isalnum() for part in parts for character in part)


def _overlap(sources: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(a.overlaps(b) for a in sources for b in others)


def _matches(ours: Sequence[tuple[Span, ...]], right: Sequence[tuple[Span, ...]]) -> int:
    free = list(right)
    for sources in ours:
        hit = next((other for other in free if _overlap(sources, other)), None)
        if hit is not None:
            free.remove(hit)
    return len(right) - len(free)
