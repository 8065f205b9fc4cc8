import numpy as np
import pytest

from stance.models.calibration import (
    expected_calibration_error,
    fit_temperature,
    log_loss,
    reliability,
    softmax,
)


def test_a_model_that_is_too_sure_is_cooled() -> None:
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(4000, 4))
    labels = np.array([rng.choice(4, p=row) for row in softmax(scores)])
    assert fit_temperature(scores * 3, labels) == pytest.approx(3, rel=0.1)
    assert fit_temperature(scores / 2, labels) == pytest.approx(0.5, rel=0.1)


def test_scaling_never_raises_the_loss_nor_changes_a_decision() -> None:
    rng = np.random.default_rng(1)
    scores, labels = rng.normal(size=(50, 4)) * 5, rng.integers(0, 4, 50)
    found = fit_temperature(scores, labels)
    assert log_loss(scores, labels, found) <= log_loss(scores, labels) + 1e-9
    assert (softmax(scores, found).argmax(1) == scores.argmax(1)).all()


def test_without_labels_nothing_is_scaled() -> None:
    assert fit_temperature(np.zeros((0, 4)), np.zeros(0, np.intp)) == 1.0


@pytest.mark.parametrize(
    ("confidence", "right", "error"),
    [
        ([1.0, 1.0], [True, True], 0.0),
        ([1.0, 1.0], [True, False], 0.5),
        ([0.55, 0.55, 0.95, 0.95], [True, False, True, True], 0.05),
        ([], [], 0.0),
    ],
)
def test_calibration_error_is_the_gap_between_confidence_and_accuracy(
    confidence: list[float], right: list[bool], error: float
) -> None:
    assert expected_calibration_error(np.array(confidence), np.array(right, bool)) == pytest.approx(error)


def test_reliability_lists_the_bins_that_hold_something() -> None:
    table = reliability(np.array([0.05, 0.95, 1.0]), np.array([False, True, True]))
    assert [size for _, _, size in table] == [1, 2]
    assert [accuracy for _, accuracy, _ in table] == [0, 1]
