"""Whether explanations are faithful: a word that is said to count must be missed when it is gone.

After the erasure tests of DeYoung et al. (ERASER, ACL 2020). `python -m training.faithfulness` measures a model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from stance.intervals import Counts, Figure, measured
from stance.labels import STANCES
from stance.models import Model
from stance.models.explanation import FEW, Explanation, Reason
from stance.models.occlusion import blanked
from stance.predictor import load_model
from stance.types import LabelledDocument, Mention
from training.data.corpus import read_split
from training.data.labelled import labelled


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """By how much the probability of the chosen stance falls when words are left out.

    Attributes:
        mentions: How many explanations were tested.
        falls: The mean fall by which words are left out, `strongest`, `drawn` at random or `weakest`, and how many.
    """

    mentions: int
    falls: dict[tuple[str, int], Figure]


def faithfulness(
    model: Model, documents: Sequence[LabelledDocument], mentions: int = 300, seed: int = 0
) -> Faithfulness:
    """Return how faithful the explanations of some mentions of `documents` are, drawn at random."""
    draw = np.random.default_rng(seed)
    held = [(number, each.mention) for number, one in enumerate(documents) for each in one.examples]
    taken = [held[at] for at in sorted(draw.permutation(len(held))[:mentions])]
    explained = model.reasons([mention for _, mention in taken])
    articles = [number for number, _ in taken]
    orders = {
        "strongest": [sorted(each.words, key=lambda word: -word.weights[each.stance]) for each in explained],
        "drawn": [[each.words[at] for at in draw.permutation(len(each.words))] for each in explained],
        "weakest": [sorted(each.words, key=lambda word: abs(word.weights[each.stance])) for each in explained],
    }
    falls = {
        (name, count): _mean(_falls(model, explained, [words[:count] for words in ordered]), articles)
        for name, ordered in orders.items()
        for count in (1, FEW)
    }
    return Faithfulness(len(taken), falls)


def _falls(model: Model, explained: Sequence[Explanation], words: Sequence[Sequence[Reason]]) -> list[float]:
    """Return by how much the chosen stance is less probable without `words`."""
    left = model.classify([_without(each.mention, own) for each, own in zip(explained, words, strict=True)]).stance
    return [
        each.p_stance[each.stance] - row[STANCES.index(each.stance)] for each, row in zip(explained, left, strict=True)
    ]


def _without(mention: Mention, reasons: Sequence[Reason]) -> Mention:
    return blanked(mention, [span for reason in reasons for span in reason.spans])


def _mean(values: Sequence[float], articles: Sequence[int]) -> Figure:
    counts: Counts = np.zeros((max(articles, default=-1) + 1, 2))
    np.add.at(counts, list(articles), np.stack([np.asarray(values, float), np.ones(len(values))], axis=1))
    return measured(lambda sums: sums[:, 0] / np.maximum(sums[:, 1], 1), counts[counts[:, 1] > 0])


def main(
    model: Annotated[str | None, typer.Option(help="A folder or models:/NAME@ALIAS; else the baseline.")] = None,
    data: Annotated[Path, typer.Option(help="The corpus.")] = Path("data"),
    split: Annotated[str, typer.Option(help="The split to draw from.")] = "test",
    mentions: Annotated[int, typer.Option(help="How many explanations to test.")] = 300,
) -> None:
    """Tell how faithful a model's explanations are."""
    try:
        texts = [labelled(text) for text in read_split(data, split)]
        found = faithfulness(load_model(model), texts, mentions)
    except ValueError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None
    typer.echo(f"The probability of the chosen stance falls, over {found.mentions} mentions, without the")
    for (name, count), figure in found.falls.items():
        typer.echo(f"  {count} {name}: {figure}")


if __name__ == "__main__":
    typer.run(main)
