"""What choosing what to label saves."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from tests import corpora
from training.cli import app
from training.data import Corpus
from training.data.describe import describe
from training.suggestions import FULL, ORDERS, Point, Pool, by_chance, load, needed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpora.folder(tmp_path_factory.mktemp("data"))


def curve(*values: float) -> list[Point]:
    return [Point(size, 2 * size, {"test": value}) for size, value in zip((1, 2, 3), values, strict=True)]


@pytest.mark.parametrize(
    ("curves", "goal", "expected"),
    [
        ([curve(0.2, 0.4, 0.6)], 0.2, 2.0),
        ([curve(0.2, 0.4, 0.6)], 0.5, 5.0),
        ([curve(0.2, 0.4, 0.6), curve(0.4, 0.6, 0.8)], 0.5, 4.0),
        ([curve(0.5, 0.1, 0.6)], 0.4, 2.0),
        ([curve(0.2, 0.4, 0.6)], 0.7, float("inf")),
    ],
)
def test_the_labels_needed_are_read_off_the_mean_curve(
    curves: Sequence[Sequence[Point]], goal: float, expected: float
) -> None:
    assert needed(curves, "test", goal) == pytest.approx(expected)


def test_the_labels_of_chosen_sentences_alone_are_shown(folder: Path) -> None:
    documents = Corpus.load(folder).documents["train"]
    pool = Pool(documents)
    keys = list(by_chance(pool, None, {}, 0, np.random.default_rng(0)))
    assert len(keys) == len(set(keys)) > 3
    shown = pool.shown(dict.fromkeys(keys[:3]))
    labels = [(each.document.article.id, example.mention.sentence.index) for each in shown for example in each.examples]
    assert set(labels) == set(keys[:3])
    assert len(labels) == sum(pool.attributions(key) for key in keys[:3])


def test_both_orders_are_measured_with_growing_labels_and_stand_in_the_card(folder: Path) -> None:
    arguments = ["suggestions", "--seeds", "2", f"data={folder}", "model.params.most=2000"]
    sizes = [option for size in (8, 16, 24) for option in ("--size", str(size))]
    result = CliRunner().invoke(app, [*arguments, *sizes])
    assert result.exit_code == 0, result.output
    found = load(folder / "suggestions.json")
    assert set(found) == {*ORDERS, FULL}
    for name in ORDERS:
        assert len(found[name]) == 2
        for points in found[name]:
            counts = [point.attributions for point in points]
            assert counts == sorted(set(counts))
            assert set(points[0].stance_macro_f1) == {"test", "test_unseen"}
    by_chance, suggested = (found[name][0][0] for name in ORDERS)
    assert by_chance == suggested  # both begin with the same
    [[everything]] = found[FULL]
    card = describe(folder).read_text(encoding="utf-8")
    assert "## Choosing what to label" in card
    assert f"| everything | {everything.attributions:,} |" in card
