"""Sentence bounds against a gold standard: ours, pysbd's and those of spaCy's sentencizer.

    python -m training.benchmark.sentences polnear_dev.jsonl.gz

The file holds one JSON object a line with a `text` and its `sentences` as [start, end]. Two measures: `exact` counts
a sentence where both bounds agree but for white space; `words` where its first and last letter or digit do, so that
nobody is blamed for a quotation mark that the gold standard put on the other side. Rivals that are not installed are
left out.
"""

import argparse
import gzip
import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

from stance.text import read
from stance.types import Article

Bounds = tuple[int, int]
Splitter = Callable[[str], list[Bounds]]

_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall of sentences in percent, and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean; 0 where nothing was right."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return f"{self.precision:.1f} / {self.recall:.1f} / {self.f1:.1f}"


def ours(text: str) -> list[Bounds]:
    """Split with `stance.text.read`, which also finds headings and quotations in the same time."""
    return [(sentence.span.start, sentence.span.end) for sentence in read(Article("", text)).sentences]


def pysbd() -> Splitter:
    """Return pysbd's splitter."""
    from pysbd import Segmenter

    segmenter = Segmenter(language="en", clean=False, char_span=True)
    return lambda text: [(span.start, span.end) for span in segmenter.segment(text)]


def sentencizer() -> Splitter:
    """Return spaCy's splitter by punctuation."""
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    pipeline.max_length = 10**9
    return lambda text: [(span.start_char, span.end_char) for span in pipeline(text).sents]


def splitters() -> dict[str, Splitter]:
    """Return ours and the installed rivals by name."""
    found: dict[str, Splitter] = {"stance": ours}
    if find_spec("pysbd"):
        found["pysbd"] = pysbd()
    if find_spec("spacy"):
        found["spaCy sentencizer"] = sentencizer()
    return found


def score(
    texts: Sequence[str], gold: Sequence[Iterable[Bounds]], found: Sequence[Iterable[Bounds]], kind: str
) -> Score:
    """Compare the bounds of all texts; `kind` is `exact` or `words`."""
    trim = _by_space if kind == "exact" else _by_words
    right = wanted = given = 0
    for text, these, those in zip(texts, gold, found, strict=True):
        expected, actual = ({trim(text, *bounds) for bounds in side} - {None} for side in (these, those))
        right += len(expected & actual)
        wanted += len(expected)
        given += len(actual)
    return Score(100 * right / max(given, 1), 100 * right / max(wanted, 1))


def _by_space(text: str, start: int, end: int) -> Bounds | None:
    inner = text[start:end].strip()
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return (start, start + len(inner)) if inner else None


def _by_words(text: str, start: int, end: int) -> Bounds | None:
    first = _WORD.search(text, start, end)
    if first is None:
        return None
    while not _WORD.match(text, end - 1):
        end -= 1
    return first.start(), end


def measure(path: Path) -> Table:
    """Return a table of all splitters on the articles of one file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    texts = [article["text"] for article in articles]
    gold = [[tuple(bounds) for bounds in article["sentences"]] for article in articles]
    table = Table("splitter", "exact: P / R / F1", "words: P / R / F1", "sentences/s")
    for name, split in splitters().items():
        split(texts[0])
        start = time.perf_counter()
        found = [split(text) for text in texts]
        speed = sum(map(len, found)) / (time.perf_counter() - start)
        table.add_row(name, *(str(score(texts, gold, found, kind)) for kind in ("exact", "words")), f"{speed:,.0f}")
    return table


def main() -> None:
    """Print the table for the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, help="JSON Lines, possibly gzipped, with `text` and `sentences`")
    Console().print(measure(parser.parse_args().path))


if __name__ == "__main__":
    main()
