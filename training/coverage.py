"""How often the report's intervals hold the true shares of the stances: `python -m training.coverage`.

What it prints for the model in the package is told on the page, in `stance/report/templates/trust.html`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from stance.labels import STANCES, Stance
from stance.models.matching import pairs
from stance.predictor import Predictor, load_model
from stance.report.shares import shares
from stance.types import Attribution, LabelledDocument
from training.data.load import Corpus

Judged = tuple[Attribution, Stance]

SIZE, DRAWS = 30, 500


def judged(predictor: Predictor, documents: Sequence[LabelledDocument]) -> list[Judged]:
    """Return the attributions that a model finds and readers have, too, each with the readers' stance."""
    found = predictor.predict_documents([each.document for each in documents])
    both = []
    for rows, labelled in zip(found, documents, strict=True):
        given = [row for row in rows if isinstance(row, Attribution)]
        gold = [example.mention for example in labelled.examples]
        matched = pairs([row.mention for row in given], gold)
        both += [(given[i], labelled.examples[j].stance) for i, j in matched]
    return both


def drawn(all_: Sequence[Judged], size: int = SIZE, draws: int = DRAWS, seed: int = 0) -> list[list[Judged]]:
    """Return random groups of attributions."""
    random = np.random.default_rng(seed)
    return [[all_[i] for i in random.choice(len(all_), size, replace=False)] for _ in range(draws)]


def gathered(all_: Iterable[Judged], key: str, least: int) -> list[list[Judged]]:
    """Return the attributions of each `role` or each `actor` of an article, where there are enough."""
    groups: dict[tuple[str, ...], list[Judged]] = defaultdict(list)
    for row, stance in all_:
        groups[(row.group,) if key == "role" else (row.article, row.mention.actor.name)].append((row, stance))
    return [group for group in groups.values() if len(group) >= least]


def coverage(groups: Iterable[Sequence[Judged]]) -> tuple[float, float]:
    """Return how often an interval holds the true share of its stance, and how wide intervals are in the mean."""
    held, widths = [], []
    for group in groups:
        estimated = shares([row for row, _ in group]).of
        true = Counter(stance for _, stance in group)
        for stance in STANCES:
            share = estimated[stance]
            held.append(share.low - 1e-9 <= true[stance] / len(group) <= share.high + 1e-9)
            widths.append(share.high - share.low)
    return float(np.mean(held)), float(np.mean(widths))


def leans(groups: Iterable[Sequence[Judged]]) -> dict[str, tuple[int, float]]:
    """Return, for each certainty, how many groups have it and how often their lean is their most common true stance."""
    right = defaultdict(list)
    for group in groups:
        estimated = shares([row for row, _ in group])
        true = Counter(stance for _, stance in group)
        right[estimated.certainty].append(true[estimated.lean] == max(true.values()))
    return {certainty: (len(each), float(np.mean(each))) for certainty, each in right.items()}


def main(
    model: Annotated[str | None, typer.Option()] = None, data: Annotated[Path, typer.Option()] = Path("data")
) -> None:
    """Print how often the intervals hold and how wide they are, then how often leans are right, on the test texts."""
    predictor = Predictor(load_model(model))
    documents = Corpus.load(data).documents
    for split in ("test", "test_unseen"):
        all_ = judged(predictor, documents[split])
        kinds = {
            f"random {SIZE}": drawn(all_),
            "roles of 15 or more": gathered(all_, "role", 15),
            "actors of 2 or more": gathered(all_, "actor", 2),
        }
        for name, groups in kinds.items():
            held, width = coverage(groups)
            typer.echo(f"{split}: {name} ({len(groups)}): {held:.1%} held, width {width:.2f}")
        for certainty, (count, share) in leans(gathered(all_, "actor", 1)).items():
            typer.echo(f"{split}: actors {certainty} ({count}): {share:.1%} right")


if __name__ == "__main__":
    typer.run(main)
