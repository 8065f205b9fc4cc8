"""Choosing settings by Optuna (Akiba et al., KDD 2019): trials learn from their forerunners where to look."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stance.intervals import Figure, measured
from stance.labels import STANCES
from stance.types import LabelledDocument
from training.config import Config, Range, Value
from training.data import Corpus
from training.evaluate import stance_tables
from training.metrics import macro_f1

if TYPE_CHECKING:
    import optuna

log = logging.getLogger(__name__)

STORE = "search.db"


@dataclass(frozen=True, slots=True)
class Trial:
    """Parameters and the stance macro-F1 that they reached on articles that the model had not learned from."""

    params: Mapping[str, Value]
    figure: Figure


def search(config: Config, corpus: Corpus) -> list[Trial]:
    """Return the configured number of trials, the best first; of equals the one that comes first.

    The first trial is the configuration as it stands, if its space holds that. Trials are kept under `config.runs`: a
    search that was killed goes on where it stopped.
    """
    if not config.search.trials:
        return []
    study = _study(config, corpus)
    done = [_told(trial) for trial in study.trials if "figure" in trial.user_attrs]
    while len(done) < config.search.trials:
        trial = study.ask()
        params = {name: _suggested(trial, name, within) for name, within in config.search.space.items()}
        figure = judged(config, corpus, params)
        trial.set_user_attr("figure", [figure.value, figure.low, figure.high])
        study.tell(trial, figure.value)
        done.append(Trial(params, figure))
        log.info("Trial %d of %d: %s: stance macro-F1 %s", len(done), config.search.trials, params, figure)
    return sorted(done, key=lambda each: -each.figure.value)


def judged(config: Config, corpus: Corpus, params: Mapping[str, Value]) -> Figure:
    """Return the stance macro-F1 with some parameters changed.

    It is that of all folds of the training texts together, each article judged by a model that has not seen it; without
    folds that of the validation texts.
    """
    documents = corpus.learned(contrast=config.contrast)
    if not config.search.folds:
        held = corpus.documents["validation"]
        model = config.build(**params).fit(documents, held, codebook="")
        return measured(macro_f1, stance_tables(model, held), seed=config.seed)
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


def _study(config: Config, corpus: Corpus) -> "optuna.Study":
    """Return the study of this configuration and corpus, with what was tried before."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    config.runs.mkdir(parents=True, exist_ok=True)
    # how many trials are asked for does not make another study
    settings = config.model_copy(update={"search": config.search.model_copy(update={"trials": 0})})
    seen = hashlib.sha256(settings.model_dump_json().encode() + corpus.digest.encode())
    study = optuna.create_study(
        storage=f"sqlite:///{config.runs / STORE}",
        study_name=seen.hexdigest()[:12],
        sampler=optuna.samplers.TPESampler(seed=config.seed),
        direction="maximize",
        load_if_exists=True,
    )
    standing = config.build().get_params()
    if not study.trials and all(standing[name] in within for name, within in config.search.space.items()):
        study.enqueue_trial({name: standing[name] for name in config.search.space})
    return study


def _suggested(trial: "optuna.Trial", name: str, within: Range | list[Value]) -> Value:
    if isinstance(within, list):
        chosen: Value = trial.suggest_categorical(name, within)
        return chosen
    return trial.suggest_float(name, within.low, within.high, log=within.log)


def _told(trial: "optuna.trial.FrozenTrial") -> Trial:
    return Trial(trial.params, Figure(*trial.user_attrs["figure"]))
