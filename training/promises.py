"""What a model promises of its own certainty, and whether it keeps it: the risk it is held to, and its label sets."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stance.intervals import Figure, measured
from stance.models.held_out import HeldOut, possible
from stance.predictor import COVERAGE, DEFAULT_RISK
from training.metrics import precision

Numbers = NDArray[np.float64] | NDArray[np.intp] | NDArray[np.bool_]

RISKS = (0.05, 0.1, 0.2, DEFAULT_RISK)


@dataclass(frozen=True, slots=True)
class Promises:
    """Of n mentions, what became of the promises.

    Attributes:
        kept: Shape (risks, n); whether the stance is sure enough for each of `RISKS`.
        right: Shape (n,); whether the stance is right.
        covered: Shape (n,); whether the true stance is among the possible ones.
        size: Shape (n,); how many are possible.
    """

    kept: NDArray[np.bool_]
    right: NDArray[np.bool_]
    covered: NDArray[np.bool_]
    size: NDArray[np.intp]


def promises(held_out: HeldOut, stances: NDArray[np.float64], gold: NDArray[np.intp]) -> Promises:
    """Return what became of the promises that `held_out` gives for mentions with these probabilities of stances."""
    sure = stances.max(axis=1, initial=0)
    sets = possible(stances, held_out.level(COVERAGE))
    return Promises(
        np.array([sure >= held_out.confidence(risk) for risk in RISKS]),
        stances.argmax(axis=1) == gold,
        sets[np.arange(len(gold)), gold],
        sets.sum(axis=1),
    )


def figures(found: Promises, document: NDArray[np.intp], documents: int, *, seed: int = 0) -> dict[str, Figure]:
    """Return the share kept and the errors among them for each risk, and the coverage and size of the label sets."""

    def ratio(part: Numbers, whole: Numbers) -> Figure:
        columns = [
            np.bincount(document, weights, documents) for weights in (part, np.subtract(whole, part, dtype=float))
        ]
        return measured(precision, np.stack(columns, axis=1), seed=seed)

    everyone = np.ones(len(found.right))
    ratios = {"set_coverage": ratio(found.covered, everyone), "set_size": ratio(found.size, everyone)}
    for risk, kept in zip(RISKS, found.kept, strict=True):
        ratios[f"kept/{risk}"] = ratio(kept, everyone)
        ratios[f"kept_error/{risk}"] = ratio(kept & ~found.right, kept)
    return ratios
