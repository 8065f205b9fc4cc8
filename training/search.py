"""Choosing parameters by cross-validation in which an article is never torn apart."""

import itertools
import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stance.intervals import Figure, measured
from stance.labels import STANCES
from stance.types import LabelledDocument
from training.config import Config, Value
from training.evaluate import stance_tables
from training.metrics import macro_f1

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trial:
    """Parameters and the stance macro-F1 that they reached out of fold."""

    params: dict[str, Value]
    figure: Figure


def search(config: Config, documents: Sequence[LabelledDocument]) -> list[Trial]:
    """Return a trial for each point of the configured grid, the best first; of equals the one that comes first."""
    names = list(config.search.grid)
    points = [dict(zip(names, values, strict=True)) for values in itertools.product(*config.search.grid.values())]
    trials = []
    for params in points:
        trials.append(Trial(params, cross_validated(config, documents, params)))
        log.info("%s: stance macro-F1 %s", params, trials[-1].figure)
    return sorted(trials, key=lambda trial: -trial.figure.value)


def cross_validated(config: Config, documents: Sequence[LabelledDocument], params: dict[str, Value]) -> Figure:
    """Return the stance macro-F1 over all folds together, each article judged by a model that has not seen it."""
    tables = []
    for learn, judge in folds(documents, config.search.folds, config.seed):
        model = config.build(**params).fit([documents[n] for n in learn], [], codebook="")
        tables.append(stance_tables(model, [documents[n] for n in judge]))
    return measured(macro_f1, np.concatenate(tables), seed=config.seed)


def folds(documents: Sequence[LabelledDocument], count: int, seed: int) -> list[tuple[list[int], list[int]]]:
    """Return which documents to learn from and which to judge, the stances spread evenly over the folds."""
    from sklearn.model_selection import StratifiedGroupKFold

    placed = [(n, STANCES.index(example.stance)) for n, each in enumerate(documents) for example in each.examples]
    group, label = np.array(placed).T
    splitter = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    found = []
    for learn, judge in splitter.split(group, label, group):
        found.append((np.unique(group[learn]).tolist(), np.unique(group[judge]).tolist()))
    return found
