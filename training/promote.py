"""The champion's gate: a candidate takes the alias only if it holds on the articles that both are measured on."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from stance import models
from stance.intervals import Figure, difference
from stance.labels import STANCES
from stance.models import Model
from stance.types import LabelledDocument
from training.config import Config, GateSettings
from training.data import Corpus
from training.evaluate import Evaluation, evaluate, stance_tables
from training.metrics import f1_of, macro_f1

log = logging.getLogger(__name__)

SPLITS = ("test", "test_unseen")
TIMED = 200
"""How many documents the time of a sentence is measured on."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of a candidate.

    Attributes:
        gain: By how much its stance macro-F1 exceeds the champion's on the same articles.
        reasons: What speaks against it; nothing where it may pass.
    """

    gain: Figure
    reasons: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether nothing speaks against the candidate."""
        return not self.reasons


def judge(candidate: Model, champion: Model, documents: Sequence[LabelledDocument], gate: GateSettings) -> Verdict:
    """Return whether `candidate` may take the place of `champion`, by what both reach on `documents`."""
    first, second = (stance_tables(model, documents) for model in (champion, candidate))
    gain = difference(macro_f1, first, second)
    reasons = []
    if gain.low < gate.margin:
        reasons.append(f"stance macro-F1 changes by {gain}; the interval must not fall under {gate.margin:+.3f}")
    for number, stance in enumerate(STANCES):
        change = difference(f1_of(number), first, second).value
        if change < -gate.stance_drop:
            reasons.append(f"F1 of {stance} changes by {change:+.3f}; at most -{gate.stance_drop:.3f} is allowed")
    before, after = (evaluate(model, documents) for model in (champion, candidate))
    reasons += _group_drops(before, after, gate)
    error = after.figures["stance_ece"].value
    if error > gate.ece:
        reasons.append(f"ECE is {error:.3f}; at most {gate.ece:.3f} is allowed")
    seconds = seconds_a_sentence(candidate, documents[:TIMED])
    if seconds * 1000 > gate.milliseconds:
        reasons.append(f"a sentence takes {seconds * 1000:.1f} ms; at most {gate.milliseconds:.1f} are allowed")
    return Verdict(gain, tuple(reasons))


def seconds_a_sentence(model: Model, documents: Sequence[LabelledDocument]) -> float:
    """Return how long a sentence takes from document to probabilities, many at a time."""
    sentences = sum(len(each.document.sentences) for each in documents)
    started = time.perf_counter()
    model.attribute([each.document for each in documents])
    return (time.perf_counter() - started) / max(sentences, 1)


def promote(config: Config, version: str | None = None) -> tuple[str, Verdict]:
    """Give a registered version the alias `champion` if it passes; return the version and the verdict.

    Without `version` the newest one is the candidate. Where there is no champion yet, the candidate becomes it.

    Raises:
        ConfigError: Nothing is registered under the configured name, or not that version.
    """
    from training import tracking

    settings = config.tracking
    number, holder = version or tracking.newest(settings), tracking.champion(settings)
    if holder is None or holder == number:
        verdict = Verdict(Figure(0.0, 0.0, 0.0), ())
    else:
        loaded = [models.load(tracking.folder(settings, each)) for each in (number, holder)]
        corpus = Corpus.load(config.data)
        documents = list(chain.from_iterable(corpus.documents[split] for split in SPLITS))
        verdict = judge(loaded[0], loaded[1], documents, config.gate)
        verdict = replace(verdict, reasons=(*verdict.reasons, *other_codebook(loaded[0], corpus)))
    if verdict.passes:
        tracking.crown(settings, number)
    return number, verdict


def other_codebook(model: Model, corpus: Corpus) -> list[str]:
    """Return that a model learned from labels under other rules than those that it is measured by, if so."""
    if model.codebook_ == corpus.codebook:
        return []
    return [f"it was trained under codebook {model.codebook_[:8] or 'none'}, the corpus follows {corpus.codebook[:8]}"]


def _group_drops(before: Evaluation, after: Evaluation, gate: GateSettings) -> list[str]:
    """Return which groups of actors, of those that are not too rare to tell, lose more than the gate allows."""
    reasons = []
    for group, part in before.parts["group"].items():
        change = after.parts["group"][group].stance_accuracy - part.stance_accuracy
        if part.attributions >= gate.group_size and change < -gate.group_drop:
            reasons.append(f"stance accuracy for {group} changes by {change:+.3f}; at most -{gate.group_drop:.3f}")
    return reasons
