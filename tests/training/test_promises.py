import numpy as np
import pytest

from stance.models.held_out import HeldOut
from training.promises import RISKS, figures, promises


def test_promises_are_counted_by_document() -> None:
    sure = np.tile(np.float32([0.97, 0.01, 0.01, 0.01]), (1000, 1))
    none, words = np.zeros(1000, np.int8), np.zeros(1, np.uint64)
    held_out = HeldOut(sure, group=none, gold=none, unknown=np.zeros(1000, np.float32), words=words)
    stances = np.array([[0.98, 0.01, 0.005, 0.005], [0.4, 0.3, 0.2, 0.1], [0.97001, 0.01, 0.01, 0.01]])
    found = promises(held_out, stances, np.array([0, 1, 2]))
    assert found.kept[0].tolist() == [True, False, True]
    assert found.covered.tolist() == [True, False, False]
    shown = figures(found, np.array([0, 1, 1]), 2)
    assert shown[f"kept/{RISKS[0]}"].value == pytest.approx(2 / 3)
    assert shown[f"kept_error/{RISKS[0]}"].value == pytest.approx(1 / 2)
    assert shown["set_coverage"].value == pytest.approx(1 / 3)
    assert shown["set_size"].value == 1
