import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score

from training.metrics import accuracy, confusion, f1, f1_of, macro_f1, precision, recall

LABELS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40)


@given(LABELS)
def test_figures_are_those_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    gold, predicted = map(list, zip(*pairs, strict=True))
    table = confusion(gold, predicted, [0] * len(gold), 4)
    held = sorted(set(gold))
    assert macro_f1(table)[0] == pytest.approx(f1_score(gold, predicted, labels=held, average="macro", zero_division=0))
    assert accuracy(table)[0] == pytest.approx(accuracy_score(gold, predicted))
    assert f1_of(held[0])(table)[0] == pytest.approx(f1_score(gold, predicted, labels=held[:1], average="macro"))


def test_each_article_has_its_own_table() -> None:
    tables = confusion([0, 1, 1], [0, 1, 0], [0, 0, 2], 2)
    assert tables.tolist() == [[[1, 0], [0, 1]], [[0, 0], [0, 0]], [[0, 0], [1, 0]]]


def test_hits_alarms_and_misses() -> None:
    counts = np.array([[3.0, 1.0, 2.0], [0.0, 0.0, 0.0]])
    assert precision(counts).tolist() == [0.75, 0]
    assert recall(counts).tolist() == [0.6, 0]
    assert f1(counts).tolist() == pytest.approx([2 / 3, 0])
