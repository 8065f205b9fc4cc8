"""The learning curve: what more of the corpus gives, on its own held-back texts and on real ones."""

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from stance.intervals import Figure, measured
from stance.types import LabelledDocument
from training.config import Config
from training.data import Corpus
from training.evaluate import stance_tables
from training.metrics import macro_f1

log = logging.getLogger(__name__)

SHARES = (0.1, 0.25, 0.5, 1.0)


def learning_curve(
    config: Config,
    corpus: Corpus,
    outside: Mapping[str, Sequence[LabelledDocument]],
    shares: Sequence[float] = SHARES,
) -> list[dict[str, Any]]:
    """Return a point for each share of the training texts: texts, attributions, and the stance macro-F1 of each set.

    The actors are given. A smaller share is part of every larger one; which texts it holds follows from their ids.

    Args:
        config: The model.
        corpus: What it learns from; it is measured on `test` and `test_unseen`.
        outside: More labelled documents to measure on, by name.
        shares: The shares, between 0 and 1.
    """
    train = sorted(corpus.documents["train"], key=_rank)
    sets = {split: corpus.documents[split] for split in ("test", "test_unseen")} | dict(outside)
    points = []
    for share in shares:
        learn = train[: max(1, round(share * len(train)))]
        model = config.build().fit(learn, corpus.documents["validation"], codebook=corpus.codebook)
        figures = {name: measured(macro_f1, stance_tables(model, each)) for name, each in sets.items()}
        log.info("%d texts: %s", len(learn), _told(figures))
        points.append(
            {
                "share": share,
                "texts": len(learn),
                "attributions": sum(len(document.examples) for document in learn),
                "stance_macro_f1": {name: asdict(figure) for name, figure in figures.items()},
            }
        )
    return points


def save(kind: str, points: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write the points of a kind of model into `path`, beside those of other kinds."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    path.write_text(json.dumps(known | {kind: list(points)}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _rank(document: LabelledDocument) -> str:
    return hashlib.sha256(f"curve {document.document.article.id}".encode()).hexdigest()


def _told(figures: Mapping[str, Figure]) -> str:
    return ", ".join(f"{name} {figure}" for name, figure in figures.items())
