"""Probabilities that mean what they say: temperature scaling (Guo et al., 2017) and how far off they still are."""

import numpy as np
from numpy.typing import NDArray

from stance.models.base import Array

Labels = NDArray[np.intp]


def softmax(scores: Array, temperature: float = 1.0) -> Array:
    """Return probabilities for rows of scores.

    >>> softmax(np.array([[0.0, 0.0]])).tolist()
    [[0.5, 0.5]]
    """
    scaled = scores / temperature
    odds = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def temperature(value: object) -> float:
    """Return a temperature that was read from a file.

    Raises:
        ValueError: It is none: not a number, or not above 0.
    """
    if not isinstance(value, (int, float)) or not 0 < value < np.inf:
        raise ValueError(f"a temperature is {value!r}; it is a number above 0")
    return float(value)


def log_loss(scores: Array, labels: Labels, temperature: float = 1.0) -> float:
    """Return the mean negative logarithm of the probability given to the right label."""
    right = softmax(scores, temperature)[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(right, 1e-12)).mean())


def fit_temperature(scores: Array, labels: Labels) -> float:
    """Return the one temperature, between 1/20 and 20, that makes `labels` most probable; 1 where there are none.

    Scaling leaves the order of the labels as it is: it changes how sure a model sounds, never what it says.
    """
    from scipy.optimize import minimize_scalar

    if not len(labels):
        return 1.0
    bound = np.log(20.0)
    found = minimize_scalar(lambda x: log_loss(scores, labels, np.exp(x)), bounds=(-bound, bound), method="bounded")
    return float(np.exp(found.x))


def reliability(confidence: Array, right: NDArray[np.bool_], bins: int = 10) -> list[tuple[float, float, int]]:
    """Return, for each bin of confidence that holds anything, its mean confidence, its accuracy and its size."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    held = [place == number for number in range(bins)]
    return [(float(confidence[in_].mean()), float(right[in_].mean()), int(in_.sum())) for in_ in held if in_.any()]


def expected_calibration_error(confidence: Array, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Return the mean distance between confidence and accuracy over the bins, weighted by their sizes."""
    if not len(confidence):
        return 0.0
    table = reliability(confidence, right, bins)
    return sum(abs(mean - accuracy) * size for mean, accuracy, size in table) / len(confidence)
