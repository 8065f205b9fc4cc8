"""The pictures that go with a run; matplotlib is imported when one is drawn."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stance.models.calibration import reliability
from training.evaluate import Evaluation

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from training.benchmark.archive import Use


def confusion_matrix(evaluation: Evaluation, labels: Sequence[str]) -> "Figure":
    """Draw how often each true label was given each label, as shares of the true one with the counts written in."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.5, 4), layout="constrained")
    axes = figure.subplots()
    table = evaluation.confusion
    shares = table / table.sum(axis=1, keepdims=True).clip(1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in ((place, int(table[place])) for place in _places(table.shape)):
        color = "white" if shares[row, column] > 0.5 else "black"
        axes.text(column, row, str(count), ha="center", va="center", color=color)
    axes.set(xlabel="predicted", ylabel="true", xticks=range(len(labels)), yticks=range(len(labels)))
    axes.set_xticklabels(labels)
    axes.set_yticklabels(labels)
    return figure


def reliability_plot(evaluation: Evaluation) -> "Figure":
    """Draw accuracy against confidence; on the diagonal a model is as often right as it says."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 4), layout="constrained")
    axes = figure.subplots()
    table = reliability(evaluation.confidence, evaluation.right)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    if table:
        mean, accuracy, size = zip(*table, strict=True)
        axes.plot(mean, accuracy, color="C0")
        axes.scatter(mean, accuracy, s=[10 + 200 * each / sum(size) for each in size], color="C0")
    axes.set(xlabel="confidence", ylabel="accuracy", xlim=(0, 1), ylim=(0, 1))
    axes.set_title(f"ECE {evaluation.figures['stance_ece'].value:.3f}")
    return figure


def scaling(uses: Sequence["Use"]) -> "Figure":
    """Draw speed and memory against the size of the archive that was classified."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 4), layout="constrained")
    speed, memory = figure.subplots(2, sharex=True)
    sizes = [use.sentences for use in uses]
    speed.semilogx(sizes, [use.sentences / use.seconds for use in uses], "o-")
    speed.set(ylabel="sentences a second", ylim=(0, None))
    memory.semilogx(sizes, [use.memory / 2**20 for use in uses], "o-")
    memory.set(xlabel="sentences in the archive", ylabel="memory, MiB", ylim=(0, None))
    return figure


def _places(shape: tuple[int, ...]) -> list[tuple[int, int]]:
    return [(row, column) for row in range(shape[0]) for column in range(shape[1])]
