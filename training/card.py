"""A model's card: one page of Markdown on what it is, how good it is, where it is not, and how far to trust it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from stance.intervals import Figure
from stance.labels import STANCES
from stance.predictor import COVERAGE
from training.config import Config
from training.evaluate import Evaluation
from training.plots import confusion_matrix, reliability_plot
from training.probes import Probes
from training.promises import RISKS
from training.train import Run

SHOWN = (
    "stance_macro_f1",
    "stance_accuracy",
    "group_accuracy",
    "actor_precision",
    "actor_recall",
    "actor_f1",
    "pair_f1",
)
KEPT = {"share kept": "kept", "errors among them": "kept_error"}
OF_PARTS = ("stance_macro_f1", "stance_accuracy", "kept", "kept_error", "set_coverage")
FACETS = ("group", "mode", "genre", "conflict")

ABOUT = """\
Finds who says what about the withdrawal of foreign troops in English news: the actors of each sentence, their role and
their stance (support, oppose, conditional, none) by the rules of the codebook.

**Use** it to sort and to count statements in many articles, with a look at samples of what comes out. **Do not use** it
to judge persons, to attribute a view to someone without reading the sentence, or on other topics and languages: it has
learned one target from texts written for it, and a stance in one sentence is not a person's position.
"""


def write(run: Run, config: Config, folder: Path) -> Path:
    """Write the card of a run with its pictures into `folder` and return the card's path."""
    pictures = folder / "images"
    pictures.mkdir(parents=True, exist_ok=True)
    parts = [f"# {run.model.name_}", ABOUT, _origin(run, config), "## How good", _figures(run.evaluations)]
    if run.gains:
        parts += ["## Beside the linear baseline", _gains(run.gains)]
    parts += ["## How it holds when words are changed", _probes(run.probes)]
    for split, evaluation in run.evaluations.items():
        confusion_matrix(evaluation, STANCES).savefig(pictures / f"{split}-confusion.svg", metadata={"Date": None})
        reliability_plot(evaluation).savefig(pictures / f"{split}-reliability.svg", metadata={"Date": None})
        parts += [
            f"## {split}",
            *(f"![{split}: {name}](images/{split}-{name}.svg)" for name in ("confusion", "reliability")),
        ]
        parts += [_facet(name, evaluation) for name in FACETS if name in evaluation.parts]
    card = folder / "card.md"
    card.write_text("\n\n".join(part.strip() for part in parts) + "\n", encoding="utf-8")
    return card


def _origin(run: Run, config: Config) -> str:
    settings = ", ".join(f"`{name}={value}`" for name, value in run.model.get_params().items())
    return (
        f"A model of kind `{run.model.kind}`, fitted in {run.seconds:.0f} s on `{config.data}` "
        f"(digest `{run.corpus.digest[:12]}`, codebook `{run.corpus.codebook[:12]}`) with {settings}."
    )


def _figures(evaluations: Mapping[str, Evaluation]) -> str:
    """Return the measures of each split, with 95% intervals over articles; stance and group with the actors given."""
    rows = [(name.replace("_", " "), [str(each.figures[name]) for each in evaluations.values()]) for name in SHOWN]
    rows.append(
        ("calibration error of the stance", [f"{e.figures['stance_ece'].value:.3f}" for e in evaluations.values()])
    )
    rows += _promised(evaluations)
    rows.append(("articles", [f"{each.articles:,}" for each in evaluations.values()]))
    rows.append(("attributions", [f"{each.attributions:,}" for each in evaluations.values()]))
    return _table(["", *evaluations], [[name, *cells] for name, cells in rows])


def _promised(evaluations: Mapping[str, Evaluation]) -> list[tuple[str, list[str]]]:
    names = {f"risk {risk}: {what}": f"{key}/{risk}" for risk in RISKS for what, key in KEPT.items()}
    names |= {f"stances that stay possible ({COVERAGE:.0%})": "set_size", "the true one among them": "set_coverage"}
    return [(label, [str(each.figures[name]) for each in evaluations.values()]) for label, name in names.items()]


def _gains(gains: Mapping[str, Figure]) -> str:
    rows = [[split, f"{gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]"] for split, gain in gains.items()]
    return "Stance macro-F1 with the actors given, by paired bootstrap.\n\n" + _table(["", "gain"], rows)


def _probes(found: Probes) -> str:
    told = [f"Of pairs of opposite sentences, both are understood in {found.negations:.0%}."]
    told += [
        f"With only the actor's {kind} changed, {flips.share:.1%} of {flips.judged:,} stances change."
        for kind, flips in found.flips.items()
    ]
    groups = sorted({group for flips in found.flips.values() for group in flips.by_group})
    rows = [
        [group, *(f"{flips.by_group[group]:.1%}" if group in flips.by_group else "" for flips in found.flips.values())]
        for group in groups
    ]
    return f"{' '.join(told)}\n\n{_table(['stances that change with', *found.flips], rows)}"


def _facet(name: str, evaluation: Evaluation) -> str:
    parts = sorted(evaluation.parts[name].items(), key=lambda item: -item[1].attributions)
    rows = [
        [value, f"{part.attributions:,}", *(f"{getattr(part, key):.3f}" for key in OF_PARTS)] for value, part in parts
    ]
    return _table([name, "attributions", *(key.replace("_", " ") for key in OF_PARTS)], rows)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(header)} |", "|---|" + "---:|" * (len(header) - 1)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
