import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from stance.models.ngrams import Range, ngrams, places
from stance.models.tfidf import Grams, Tfidf

TEXTS = ["The troops leave. The troops stay!", "", "No troops,\nno war", "Troops  leave", "“Stay,” she said in 2011"]


def spelled_out(text: str, words: Range, characters: Range) -> list[str]:
    """Return the n-grams of `text` by plain string handling."""
    folded = re.sub(r"\d", "0", text.lower())
    tokens = re.findall(r"\w+", folded)
    found = [f"w {' '.join(tokens[i : i + n])}" for n in of(words) for i in range(len(tokens) - n + 1)]
    for part in folded.split():
        padded = f" {part} "
        found += [padded[i : i + n] for n in of(characters) for i in range(len(padded) - n + 1)]
    return found


def of(lengths: Range) -> range:
    return range(lengths[0], lengths[1] + 1) if lengths[1] else range(0)


@pytest.mark.parametrize(
    ("words", "characters"), [((1, 3), (0, 0)), ((2, 2), (0, 0)), ((0, 0), (2, 5)), ((1, 2), (3, 4))]
)
def test_equal_ngrams_and_no_others_have_equal_hashes(words: Range, characters: Range) -> None:
    found = ngrams(TEXTS, words, characters)
    expected = [Counter(spelled_out(text, words, characters)) for text in TEXTS]
    for row, counts in enumerate(expected):
        hashes = Counter(found.hashes[found.rows == row].tolist())
        assert sorted(hashes.values()) == sorted(counts.values())
    assert len(set(found.hashes.tolist())) == len(set().union(*expected))


@given(st.lists(st.text(max_size=30), max_size=5))
def test_a_text_has_the_same_ngrams_in_any_company(texts: list[str]) -> None:
    together = ngrams(texts, (1, 2), (2, 3))
    for row, text in enumerate(texts):
        alone = ngrams([text], (1, 2), (2, 3))
        assert Counter(together.hashes[together.rows == row].tolist()) == Counter(alone.hashes.tolist())


@pytest.mark.parametrize("text", TEXTS)
def test_an_ngram_stands_where_its_place_says(text: str) -> None:
    found = places(text, (1, 3), (2, 5))
    where = [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]
    expected = [gram.removeprefix("w ").strip() for gram in spelled_out(text, (1, 3), (2, 5))]
    folded = (re.sub(r"\W+", " ", re.sub(r"\d", "0", part.lower())).strip() for part in where)
    assert Counter(folded) == Counter(re.sub(r"\W+", " ", gram).strip() for gram in expected)


def test_a_letter_that_is_two_in_lower_case_moves_nothing() -> None:
    text = "İİ leave"
    found = places(text, (1, 1), (0, 0))
    assert text[found.starts[-1] : found.ends[-1]] == "leave"


@given(st.text(max_size=30))
def test_placed_ngrams_are_the_ngrams(text: str) -> None:
    found = places(text, (1, 2), (2, 3))
    assert found.hashes.tolist() == ngrams([text], (1, 2), (2, 3)).hashes.tolist()
    assert all(0 <= start < end <= len(text) for start, end in zip(found.starts, found.ends, strict=True))


def test_the_occurrences_of_an_ngram_share_its_value() -> None:
    vectorizer = Tfidf(Grams((1, 2), (2, 4), minimum=1)).fit(TEXTS)
    text = "Troops leave; troops stay, no troops"
    found = vectorizer.occurrences(text)
    totals = np.bincount(found.columns, found.values, minlength=len(vectorizer.hashes_))
    np.testing.assert_allclose(totals, vectorizer.transform([text]).toarray()[0], atol=1e-7)


def test_weights_are_those_of_scikit_learn() -> None:
    ours = Tfidf(Grams((1, 2), (0, 0), minimum=2)).fit(TEXTS)
    theirs = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\w+", min_df=2, sublinear_tf=True).fit(TEXTS)  # noqa: S106
    new = ["The troops leave and leave", "Unheard words", *TEXTS]
    first, second = ours.transform(new), theirs.transform(new)
    assert first.shape == second.shape
    np.testing.assert_allclose((first @ first.T).toarray(), (second @ second.T).toarray(), atol=1e-6)


def test_an_ngram_never_met_has_no_column() -> None:
    vectorizer = Tfidf(Grams((1, 1), minimum=1)).fit(["troops leave"])
    assert vectorizer.transform(["soldiers stay", ""]).nnz == 0


def test_the_most_frequent_ngrams_are_kept() -> None:
    vectorizer = Tfidf(Grams((1, 1), minimum=1, most=1)).fit(["a b", "b c", "b"])
    assert vectorizer.transform(["a b c"]).nnz == 1
    assert vectorizer.transform(["b"]).nnz == 1
