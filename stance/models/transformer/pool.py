"""The second opinion: the linear model beside the encoder, in a logarithmic pool.

The method is that of Genest & Zidek (Statistical Science, 1986). The linear model sees words and patterns where the
encoder sees meaning, and each is right where the other is not.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from stance.labels import GROUPS, STANCES
from stance.models.base import Array
from stance.models.calibration import fit_temperature, softmax, temperature
from stance.models.linear import LinearModel
from stance.types import Example, LabelledDocument, Mention

PREFIX = "linear."
LEAST = 1e-9


class Pool:
    """Turns the encoder's scores into calibrated probabilities, the linear model's opinion counted in.

    Both opinions are calibrated before they are pooled, and the pool is once more.

    Args:
        share: How much the linear model's opinion counts, from 0, where there is none, to 1.
    """

    def __init__(self, share: float) -> None:
        if not 0 <= share < 1:
            raise ValueError(f"The linear model's share is {share}; give one from 0 to below 1.")
        self._share = share
        self._linear: LinearModel | None = None
        self._own = self._pooled = (1.0, 1.0)

    def fit(
        self,
        train: Sequence[LabelledDocument],
        validation: Sequence[LabelledDocument],
        scores: tuple[Array, Array],
    ) -> Self:
        """Learn the second opinion from `train`, how sure to be from `validation` and the encoder's scores on it."""
        examples = [example for document in validation for example in document.examples]
        if self._share:
            self._linear = LinearModel().fit(train, validation, codebook="")
        gold = _labels(examples)
        self._own = fit_temperature(scores[0], gold[0]), fit_temperature(scores[1], gold[1])
        pooled = self._opinions([example.mention for example in examples], *scores)
        self._pooled = fit_temperature(pooled[0], gold[0]), fit_temperature(pooled[1], gold[1])
        return self

    def probabilities(self, mentions: Sequence[Mention], stances: Array, groups: Array) -> tuple[Array, Array]:
        """Return the probabilities of stances and groups; the arguments are the encoder's scores of `mentions`."""
        stances, groups = self._opinions(mentions, stances, groups)
        return softmax(stances, self._pooled[0]), softmax(groups, self._pooled[1])

    def state(self) -> tuple[Mapping[str, object], Mapping[str, NDArray[np.generic]]]:
        """Return the temperatures and what the linear model learned."""
        values: dict[str, object] = {"own": list(self._own), "pooled": list(self._pooled)}
        if self._linear is None:
            return values, {}
        learned, arrays = self._linear.state()
        return values | {"linear": learned}, {PREFIX + name: array for name, array in arrays.items()}

    def restore(self, values: Mapping[str, Any], arrays: Mapping[str, NDArray[np.generic]]) -> Self:
        """Take back what `state` returned."""
        self._own, self._pooled = (
            (temperature(each[0]), temperature(each[1])) for each in (values["own"], values["pooled"])
        )
        if self._share:
            own = {name.removeprefix(PREFIX): array for name, array in arrays.items() if name.startswith(PREFIX)}
            self._linear = LinearModel().restore(values["linear"], own, {})
        return self

    def _opinions(self, mentions: Sequence[Mention], stances: Array, groups: Array) -> tuple[Array, Array]:
        """Return the logarithms of the pooled opinions, up to a constant."""
        first = np.log(softmax(stances, self._own[0]) + LEAST), np.log(softmax(groups, self._own[1]) + LEAST)
        if self._linear is None:
            return first
        second = self._linear.classify(mentions)
        return self._mixed(first[0], second.stance), self._mixed(first[1], second.group)

    def _mixed(self, first: Array, second: Array) -> Array:
        mixed: Array = (1 - self._share) * first + self._share * np.log(second + LEAST)
        return mixed


def _labels(examples: Sequence[Example]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    stances = [STANCES.index(example.stance) for example in examples]
    groups = [GROUPS.index(example.group) for example in examples]
    return np.array(stances, np.intp), np.array(groups, np.intp)
