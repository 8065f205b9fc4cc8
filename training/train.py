"""One run: read the corpus, choose parameters, fit, measure on every held-back split, and keep the model."""

import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from stance import models
from stance.intervals import Figure, difference
from stance.models import Model
from training.config import Config, Value
from training.data import Corpus
from training.evaluate import Evaluation, evaluate, stance_tables
from training.metrics import macro_f1
from training.probes import Probes, probe
from training.search import Trial, search

log = logging.getLogger(__name__)

HELD_BACK = ("validation", "test", "test_unseen")


@dataclass(frozen=True, slots=True)
class Run:
    """A fitted model with all that is known of how it came about.

    Attributes:
        model: The model.
        folder: Where it is saved; its name is the model's.
        evaluations: What it reached on each split that it did not learn from.
        trials: What a search tried, the best first; empty without one.
        corpus: What it learned from.
        seconds: How long fitting took.
        probes: What changed sentences show, on `test`.
        gains: By how much its stance macro-F1 exceeds that of the model that the package carries, by split; empty for
            models of that one's kind.
    """

    model: Model
    folder: Path
    evaluations: Mapping[str, Evaluation]
    trials: Sequence[Trial]
    corpus: Corpus
    seconds: float
    probes: Probes
    gains: Mapping[str, Figure]


def train(config: Config) -> Run:
    """Fit a model as configured and save it under `config.runs`, with `evaluation.json` beside its files."""
    corpus = Corpus.load(config.data)
    trials = search(config, corpus)
    started = time.perf_counter()
    model = fit(config, corpus, trials[0].params if trials else {})
    seconds = time.perf_counter() - started
    evaluations = {
        split: evaluate(model, corpus.documents[split], corpus.facets(split), seed=config.seed) for split in HELD_BACK
    }
    folder = config.runs / model.name_
    model.save(folder / "model")
    results = {split: evaluation.to_json() for split, evaluation in evaluations.items()}
    (folder / "evaluation.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    log.info("%s fitted in %.1f s, saved in %s", model.name_, seconds, folder)
    probes = probe(model, corpus.documents["test"])
    return Run(model, folder, evaluations, trials, corpus, seconds, probes, gains(model, corpus, config.seed))


def gains(model: Model, corpus: Corpus, seed: int) -> dict[str, Figure]:
    """Return by how much `model` exceeds the linear model that the package carries on each test split."""
    baseline = models.load(models.BASELINE)
    if model.kind == baseline.kind:
        return {}
    found = {}
    for split in ("test", "test_unseen"):
        first, second = (stance_tables(each, corpus.documents[split]) for each in (baseline, model))
        found[split] = difference(macro_f1, first, second, seed=seed)
    return found


def fit(config: Config, corpus: Corpus, chosen: Mapping[str, Value] | None = None) -> Model:
    """Return the configured model, fitted on the corpus."""
    learn, held = corpus.learned(contrast=config.contrast), corpus.documents["validation"]
    return config.build(**(chosen or {})).fit(learn, held, codebook=corpus.codebook)
