"""The data card: its tables and plots, counted from the files and written by `python -m training.data describe`."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from stance.labels import Group, Mode, Stance
from training.data.check import counts
from training.data.corpus import SPLITS, Attribution, Text, read_split
from training.data.hub import front_matter
from training.data.readings import Cause, differences, load_rulings
from training.data.vocabulary import UNSEEN

Splits = Mapping[str, list[Text]]

INTRODUCTION = """\
# Who says what about the withdrawal of troops

Articles and short news snippets in English in which every source is marked together with its role and its stance
toward the withdrawal of foreign troops, by the rules of [codebook.md](codebook.md).

**All texts were written for this project. They are not reports of events, and all persons in them are invented.**
Countries, institutions, treaties, places and years may be real; what is said or done in these texts was not. Do not
quote them as news. They imitate the plain register of agencies, parliaments and press offices, so that models carry
over to real articles; how far they do is measured on real text, which is not part of this corpus.

```python
import datasets

corpus = datasets.load_dataset("data")  # offline; ClassLabel for stance, group and mode
```

`train`, `validation` and `test` are split by article; `test_unseen` holds the settings {unseen}, which stand nowhere
else. A text's split follows from a hash of its content, but for contrast sets, so that a growing corpus never moves a
text.

One line a text: `id`, `kind` (article or snippet), `title`, `date`, `conflict`, `genre`, `author` (who speaks the whole
text; empty in reports), `codebook` (digest of the rules that its labels follow), `text`, and its `sentences` with
`start`, `end`, `paragraph` and `attributions`: `actor`, `start` and `end` of the words that name the actor (null where
the sentence does not), `mode`, `group`, `stance`. All offsets count characters of `text`.

Labels were given by the writers of the texts while writing. A second reader, who saw no labels, labelled all of
`validation`, `test` and `test_unseen`, most of `train` and some of `contrast`. Where the two differed, a third reading
settled the matter with a reason: everywhere in what is held back, in part of what is learned from. `readings/` keeps
the labels of both readers and the rulings.

`contrast` is to be learned from beside `train` by models that read a sentence as a whole. 1,708 of its texts are
contrast sets (Gardner et al., Findings of EMNLP 2020): several speakers use nearly the same ordinary words and take
different stances or none, or something that looks like a withdrawal of foreign troops stands beside one. In the others
stances are hidden as they are in real reports and speeches: in subordinate clauses, in acts that the narrator tells,
among much that takes no side. Nothing is measured on them. What a model of n-grams learns from them carries over to
our own tests and not to real text, where the contrast sets cost the linear model .084 [.025, .149] of its stance
macro-F1, and the others alone .057 (.552 to .495; 142 attributions), so that one leaves them out.
"""

CURVE = """\
Stance macro-F1 with the actors given, by models trained on parts of `train`, each part within the next; 95% intervals
over articles. `real_dev` is real text, labelled by the same codebook, that is not part of this corpus. It is small:
with 142 attributions a point moves by several hundredths by chance, so look at intervals rather than at single steps.
The linear model gains with each doubling, on our own tests and on real text alike; on that the last step, .041, is
within its noise.
"""

CHOOSING = """\
Stance macro-F1 of the linear model with the actors given, when the sentences to label are drawn by chance and when they
are those that `stance label suggest` would choose, beginning with the same few; means over several beginnings, by
`python -m training suggestions`.
"""

PICTURES = """\
![Stances in each split](images/stances.svg)
![Words per sentence](images/lengths.svg)
"""


def describe(folder: Path) -> Path:
    """Write the card and its plots into `folder` and return the card's path."""
    splits = {split: read_split(folder, split) for split in SPLITS}
    unseen = sorted(UNSEEN)
    introduction = INTRODUCTION.replace("{unseen}", f"{', '.join(unseen[:-1])} and {unseen[-1]}")
    tables = [
        *_agreement(folder),
        *_curve(folder),
        *_choosing(folder),
        "## Counts",
        _table("", splits, lambda texts: counts(list(texts)), ("articles", "snippets", "sentences", "attributions")),
        *(_label_table(name, splits, kind) for name, kind in (("stance", Stance), ("group", Group), ("mode", Mode))),
        _table("genre", splits, lambda texts: Counter(str(text.genre) for text in texts)),
        _table("conflict", splits, lambda texts: Counter(str(text.conflict) for text in texts)),
    ]
    draw(splits, folder / "images")
    card = folder / "README.md"
    card.write_text(
        "\n\n".join([front_matter(split for split, texts in splits.items() if texts) + introduction, PICTURES, *tables])
        + "\n",
        encoding="utf-8",
    )
    return card


def _agreement(folder: Path) -> list[str]:
    """Return how far the readers agree; nothing where only one has read."""
    from training.data.agreement import agreement

    found = agreement(folder)
    if not found:
        return []
    rulings = load_rulings(folder)
    reread = Counter((ruling.cause, ruling.changes) for ruling in rulings)
    lines = ["|  | texts | sentences | actor F1 | alpha of stance | alpha of group |", "|---|" + "---:|" * 5]
    for split, each in found.items():
        measures = f"{each.actor_f1} | {each.stance.alpha} | {each.group.alpha}"
        lines.append(f"| {split} | {each.articles:,} | {each.sentences:,} | {measures} |")
    changes = "changed a stance, a group or the number of actors"
    told = [
        f"{reread[cause, True]:,} of {reread[cause, True] + reread[cause, False]:,} sentences {why} {changes}."
        for cause, why in (
            (Cause.DISAGREEMENT, "on which the readers differed"),
            (Cause.SUSPECT, "that models trained on the other texts found suspect"),
        )
        if reread[cause, True] + reread[cause, False]
    ]
    if waiting := sum(1 for _ in differences(folder)):
        told.append(f"{waiting:,} sentences on which they differ wait for a third reading and keep the first label.")
    return ["## Two readers", "\n".join(lines), " ".join(told)]


def _curve(folder: Path) -> list[str]:
    """Return what more of the corpus gave the models that were trained on parts of it; nothing where none was."""
    path = folder / "learning_curve.json"
    if not path.is_file():
        return []
    kinds = json.loads(path.read_text(encoding="utf-8"))
    sets = list(dict.fromkeys(name for points in kinds.values() for each in points for name in each["stance_macro_f1"]))
    lines = [f"| model | texts | attributions | {' | '.join(sets)} |", "|---|" + "---:|" * (len(sets) + 2)]
    for kind, points in kinds.items():
        for each in points:
            found = (each["stance_macro_f1"].get(name) for name in sets)
            cells = " | ".join(_interval(value) if value else "" for value in found)
            lines.append(f"| {kind} | {each['texts']:,} | {each['attributions']:,} | {cells} |")
    _draw_curve(kinds, sets, folder / "images")
    return ["## Learning curve", CURVE, "![Stance macro-F1 by texts](images/learning_curve.svg)", "\n".join(lines)]


def _choosing(folder: Path) -> list[str]:
    """Return what choosing what to label saves; nothing where that was not measured."""
    from training.suggestions import load, told

    path = folder / "suggestions.json"
    return ["## Choosing what to label", CHOOSING, told(load(path))] if path.is_file() else []


def _interval(value: Mapping[str, float]) -> str:
    return f"{value['value']:.3f} [{value['low']:.3f}, {value['high']:.3f}]"


def _draw_curve(kinds: Mapping[str, list[dict[str, Any]]], sets: Sequence[str], folder: Path) -> None:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    folder.mkdir(exist_ok=True)
    with mpl.rc_context({"svg.hashsalt": "stance", "svg.fonttype": "none"}):
        figure = Figure(figsize=(6, 3), layout="constrained")
        axes = figure.subplots()
        for line, (kind, points) in zip(("-", "--", ":"), kinds.items(), strict=False):
            for color, name in enumerate(sets):
                held = [each for each in points if name in each["stance_macro_f1"]]
                values = [each["stance_macro_f1"][name]["value"] for each in held]
                texts = [each["texts"] for each in held]
                axes.plot(texts, values, f"C{color}{line}", marker="o", label=f"{kind}, {name}")
        axes.set(xscale="log", xlabel="training texts", ylabel="stance macro-F1")
        axes.legend(frameon=False, fontsize="small")
        figure.savefig(folder / "learning_curve.svg", metadata={"Date": None})


def draw(splits: Splits, folder: Path) -> None:
    """Draw the shares of the stances and the lengths of the sentences, the same bytes for the same data."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    folder.mkdir(exist_ok=True)
    with mpl.rc_context({"svg.hashsalt": "stance", "svg.fonttype": "none"}):
        stances = Figure(figsize=(6, 2.6), layout="constrained")
        axes = stances.subplots()
        left = [0.0] * len(splits)
        for stance in Stance:
            found = [[label.stance for label in attributions(texts)] for texts in splits.values()]
            shares = [labels.count(stance) / max(len(labels), 1) for labels in found]
            axes.barh(list(splits), shares, left=left, label=str(stance))
            left = [sum(pair) for pair in zip(left, shares, strict=True)]
        axes.legend(ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1), frameon=False)
        axes.set_xlabel("share of attributions")
        stances.savefig(folder / "stances.svg", metadata={"Date": None})
        lengths = Figure(figsize=(6, 2.6), layout="constrained")
        axes = lengths.subplots()
        axes.hist(_lengths(splits), bins=range(0, 81, 4), color="C0")
        axes.set_xlabel("words per sentence")
        axes.set_ylabel("sentences")
        lengths.savefig(folder / "lengths.svg", metadata={"Date": None})


def attributions(texts: Iterable[Text]) -> list[Attribution]:
    """Return all attributions of `texts`."""
    return [found for text in texts for sentence in text.sentences for found in sentence.attributions]


def _lengths(splits: Splits) -> list[int]:
    return [
        len(text.text[sentence.start : sentence.end].split())
        for texts in splits.values()
        for text in texts
        for sentence in text.sentences
    ]


def _label_table(name: str, splits: Splits, labels: Iterable[str]) -> str:
    def count(texts: Iterable[Text]) -> Counter[str]:
        return Counter(str(getattr(found, name)) for found in attributions(texts))

    return _table(name, splits, count, [str(label) for label in labels])


def _table(
    name: str, splits: Splits, count: Callable[[list[Text]], Counter[str]], rows: Sequence[str] | None = None
) -> str:
    """Return a Markdown table of counts, one column a split and their sum; rows by size where none are given."""
    columns = [count(texts) for texts in splits.values()]
    total: Counter[str] = sum(columns, Counter())
    lines = [f"| {name} | {' | '.join(splits)} | all |", "|---|" + "---:|" * (len(splits) + 1)]
    for row in rows or [key for key, _ in sorted(total.items(), key=lambda item: (-item[1], item[0]))]:
        cells = " | ".join(f"{column[row]:,}" for column in [*columns, total])
        lines.append(f"| {row} | {cells} |")
    return "\n".join(lines)
