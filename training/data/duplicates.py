"""Sentences that were written twice: exact Jaccard similarity of word pairs, over sparse matrices.

Word pairs see through slot filling: swapping three names in a sentence of 27 words leaves a similarity of 0.6.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from training.data.corpus import Text

THRESHOLD = 0.5
SHORTEST = 6
CHUNK = 1000


class Pair(NamedTuple):
    """Two texts that share nearly a sentence; `first` and `second` are their positions."""

    first: int
    second: int
    similarity: float
    sentence: str


def near_duplicates(texts: Sequence[Text], threshold: float = THRESHOLD) -> list[Pair]:
    """Return the pairs of texts with a sentence of at least six words in common, or nearly so.

    Repetition inside one text is its own affair; only different texts are compared.
    """
    found = [(number, words) for number, text in enumerate(texts) for words in _long_sentences(text)]
    pairs: dict[tuple[int, int], Pair] = {}
    for row, column, similarity in _similar([words for _, words in found], threshold):
        (first, words), (second, _) = found[column], found[row]
        if first != second:
            pairs.setdefault((first, second), Pair(first, second, similarity, words))
    return [pairs[key] for key in sorted(pairs)]


def _long_sentences(text: Text) -> Iterator[str]:
    for sentence in text.sentences:
        words = text.text[sentence.start : sentence.end]
        if len(words.split()) >= SHORTEST:
            yield words


def _similar(sentences: Sequence[str], threshold: float) -> Iterator[tuple[int, int, float]]:
    """Yield (row, column, similarity) for all similar pairs, row > column."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    if len(sentences) < 2:
        return
    vectorizer = CountVectorizer(ngram_range=(2, 2), binary=True, dtype=np.float32)
    pairs = vectorizer.fit_transform(sentences)
    sizes = np.asarray(pairs.sum(axis=1)).ravel()
    columns = pairs.T.tocsr()
    for start in range(0, len(sentences), CHUNK):
        shared = (pairs[start : start + CHUNK] @ columns).tocoo()
        rows = shared.row + start
        similarity = shared.data / (sizes[rows] + sizes[shared.col] - shared.data)
        for hit in np.flatnonzero((similarity >= threshold) & (rows > shared.col)):
            yield int(rows[hit]), int(shared.col[hit]), float(similarity[hit])
