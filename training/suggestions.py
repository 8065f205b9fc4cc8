"""What choosing what to label saves: learning curves of suggested sentences and of sentences drawn by chance.

The training texts are taken for unlabelled; the labels of a sentence are shown when it is chosen. Both orders begin
with the same sentences by chance and choose among those in which the rules find somebody.
"""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from stance.labelling.suggest import choose, weighed
from stance.models import Model
from stance.types import Document, Example, LabelledDocument, Mention
from training.config import Config
from training.data import Corpus
from training.evaluate import stance_tables
from training.metrics import macro_f1

log = logging.getLogger(__name__)

SIZES = (300, 600, 1000, 1500, 2200, 3000, 3800, 4600, 5400, 6500)
SHARE = 0.95
FULL = "everything"

Key = tuple[str, int]
"""An article's id and the number of a sentence in it."""


@dataclass(frozen=True, slots=True)
class Point:
    """How many sentences were labelled, the attributions in them, and the stance macro-F1 on each set."""

    sentences: int
    attributions: int
    stance_macro_f1: Mapping[str, float]


class Pool:
    """Texts whose labels are shown sentence by sentence."""

    def __init__(self, documents: Sequence[LabelledDocument]) -> None:
        from stance.attribution import find

        self.documents: list[Document] = [each.document for each in documents]
        self.found: list[list[Mention]] = [find(each) for each in self.documents]
        self._labels: dict[Key, list[Example]] = {}
        for each in documents:
            for example in each.examples:
                self._labels.setdefault((each.document.article.id, example.mention.sentence.index), []).append(example)

    def attributions(self, key: Key) -> int:
        """Return how many labels a sentence holds."""
        return len(self._labels.get(key, ()))

    def shown(self, keys: Mapping[Key, None]) -> list[LabelledDocument]:
        """Return the texts with the labels of `keys` alone."""
        parts: dict[str, list[Example]] = {}
        for key in keys:
            parts.setdefault(key[0], []).extend(self._labels.get(key, ()))
        held = [(each, parts[each.article.id]) for each in self.documents if each.article.id in parts]
        return [LabelledDocument(document, tuple(examples)) for document, examples in held]


Order = Callable[[Pool, Model | None, Mapping[Key, None], int, np.random.Generator], Iterator[Key]]


def by_chance(
    pool: Pool, _model: Model | None, _labelled: Mapping[Key, None], _count: int, rng: np.random.Generator
) -> Iterator[Key]:
    """Yield sentences in which somebody is found, in any order."""
    keys = sorted(
        {(d.article.id, m.sentence.index) for d, found in zip(pool.documents, pool.found, strict=True) for m in found}
    )
    yield from (keys[place] for place in rng.permutation(len(keys)))


def suggested(
    pool: Pool, model: Model | None, labelled: Mapping[Key, None], count: int, rng: np.random.Generator
) -> Iterator[Key]:
    """Yield sentences as `stance label suggest` would choose them; by chance as long as there is no model."""
    if model is None:
        yield from by_chance(pool, model, labelled, count, rng)
        return
    judged = model.classify([mention for each in pool.found for mention in each]).stance
    candidates = weighed(pool.documents, pool.found, judged)
    left = [each for each in candidates if (each.document.article.id, each.mention.sentence.index) not in labelled]
    for each in choose(left, count):
        yield each.document.article.id, each.mention.sentence.index


ORDERS: Mapping[str, Order] = {"by chance": by_chance, "suggested": suggested}


def curves(
    config: Config, corpus: Corpus, seeds: Sequence[int], sizes: Sequence[int] = SIZES
) -> dict[str, list[list[Point]]]:
    """Return a curve for each seed of each order, and under `FULL` what all labels of the training texts give."""
    pool = Pool(corpus.documents["train"])
    sets = {split: corpus.documents[split] for split in ("test", "test_unseen")}
    found: dict[str, list[list[Point]]] = {name: [] for name in ORDERS}
    for seed in seeds:
        for name, order in ORDERS.items():
            found[name].append(list(_curve(config, pool, sets, order, seed, sizes)))
            log.info("%s, seed %d: %s", name, seed, found[name][-1])
    everything = corpus.documents["train"]
    model = config.build().fit(everything, [], codebook=corpus.codebook)
    count = sum(len(each.examples) for each in everything), sum(len(each.document.sentences) for each in everything)
    return found | {FULL: [[Point(count[1], count[0], _measured(model, sets))]]}


def needed(curves: Sequence[Sequence[Point]], name: str, goal: float) -> float:
    """Return how many labels the mean of `curves` needs to reach `goal` on the set `name`; infinity if it never does.

    Between points it is interpolated; a curve counts as what it has reached at most so far.
    """
    sizes = np.mean([[point.attributions for point in curve] for curve in curves], axis=0)
    means = np.mean([[point.stance_macro_f1[name] for point in curve] for curve in curves], axis=0)
    reached = np.maximum.accumulate(means)
    if reached[-1] < goal:
        return float("inf")
    place = int(np.argmax(reached >= goal))
    if place == 0:
        return float(sizes[0])
    share = (goal - reached[place - 1]) / (reached[place] - reached[place - 1])
    return float(sizes[place - 1] + share * (sizes[place] - sizes[place - 1]))


def gain(curves: Mapping[str, Sequence[Sequence[Point]]], name: str) -> tuple[float, float]:
    """Return by how much suggested sentences are better than as many by chance, with the standard error over seeds."""
    chance, chosen = (
        np.array([[point.stance_macro_f1[name] for point in curve[1:]] for curve in curves[order]]) for order in ORDERS
    )
    each = (chosen - chance).mean(axis=1)
    return float(each.mean()), float(each.std(ddof=1) / np.sqrt(len(each))) if len(each) > 1 else 0.0


def save(curves: Mapping[str, Sequence[Sequence[Point]]], path: Path) -> None:
    """Write curves as JSON."""
    plain = {name: [[asdict(point) for point in curve] for curve in many] for name, many in curves.items()}
    path.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> dict[str, list[list[Point]]]:
    """Return the curves that `save` wrote."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    return {name: [[Point(**point) for point in curve] for curve in many] for name, many in plain.items()}


def told(curves: Mapping[str, Sequence[Sequence[Point]]]) -> str:
    """Return the mean curves as a Markdown table, and what they need for `SHARE` of what all labels give."""
    [[everything]] = curves[FULL]
    sets = list(everything.stance_macro_f1)
    lines = [f"| sentences | attributions | {' | '.join(sets)} |", "|---|" + "---:|" * (len(sets) + 1)]
    for name, many in curves.items():
        for points in zip(*many, strict=True):
            count = round(float(np.mean([point.attributions for point in points])))
            means = (np.mean([point.stance_macro_f1[each] for point in points]) for each in sets)
            lines.append(f"| {name} | {count:,} | {' | '.join(f'{mean:.3f}' for mean in means)} |")
    parts, gains = [], []
    for each in sets:
        goal = SHARE * everything.stance_macro_f1[each]
        chance, chosen = (needed(curves[name], each, goal) for name in ORDERS)
        parts.append(f"{chance:,.0f} by chance and {chosen:,.0f} suggested ({chosen / chance:.2f} x) on `{each}`")
        more, error = gain(curves, each)
        gains.append(f"{more:+.3f} (standard error {error:.3f}) on `{each}`")
    needs = f"{SHARE:.0%} of what all labels give takes {'; '.join(parts)}."
    return "\n".join([*lines, "", f"{needs} As many suggested labels are better by {' and '.join(gains)}."])


def _curve(
    config: Config,
    pool: Pool,
    sets: Mapping[str, Sequence[LabelledDocument]],
    order: Order,
    seed: int,
    sizes: Sequence[int],
) -> Iterator[Point]:
    rng = np.random.default_rng(seed)
    labelled: dict[Key, None] = {}
    attributions, model = 0, None
    for size in sizes:
        for key in order(pool, model, labelled, size - attributions, rng):
            if attributions >= size:
                break
            if key not in labelled:
                labelled[key] = None
                attributions += pool.attributions(key)
        model = config.build().fit(pool.shown(labelled), [], codebook="")
        yield Point(len(labelled), attributions, _measured(model, sets))


def _measured(model: Model, sets: Mapping[str, Sequence[LabelledDocument]]) -> dict[str, float]:
    return {name: float(macro_f1(stance_tables(model, each).sum(axis=0))) for name, each in sets.items()}
