"""`stance label agreement`: how far annotators agree, and on what they do not."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stance.cli.exits import fail

if TYPE_CHECKING:
    from stance.labelling.agreement import Agreement, Scale
    from stance.labelling.comparison import Compared

ALL = "all together"
_MIXED_UP = 5
_WIDE = 160
_COLUMNS = ("alpha of stance", "kappa of stance", "alpha of group", "kappa of group")


def agreement(
    readings: Annotated[list[Path], typer.Argument(metavar="READINGS...", help="Files of readings, .jsonl.")],
    sentences: Annotated[int, typer.Option(min=0, help="How many of the most disputed sentences to show.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Tell how far any two annotators agree, what they mix up, and by which rule of the codebook it is decided.

    Alpha (Krippendorff) and kappa (Cohen) judge the labels of the actors that both found: 1 is perfect, 0 what chance
    gives. In brackets are 95% intervals over articles.
    """
    from stance.labelling.agreement import agreement as measure
    from stance.labelling.comparison import all_compared, gather, hardest

    try:
        compared = list(all_compared(gather(readings)))
        if not compared:
            fail("No two annotators have read the same sentence; give readings of the same articles.")
    except (ValueError, OSError) as error:
        fail(error)
    pairs: dict[str, list[Compared]] = {}
    for each in compared:
        pairs.setdefault(" – ".join(each.annotators), []).append(each)
    if len(pairs) > 1:
        pairs[ALL] = compared
    found = {names: measure(of_pair) for names, of_pair in pairs.items()}
    disputed = hardest(compared)[:sentences]
    if as_json:
        everything = {"pairs": {names: _plain(each) for names, each in found.items()}}
        told = [_disputed(same) for same in disputed]
        typer.echo(json.dumps(everything | {"sentences": told}, ensure_ascii=False, indent=1))
    else:
        _show(found, disputed)


def _plain(found: "Agreement") -> dict[str, Any]:
    counted = {"articles": found.articles, "sentences": found.sentences, "actor_f1": asdict(found.actor_f1)}
    return counted | {"stance": _plain_scale(found.stance), "group": _plain_scale(found.group)}


def _plain_scale(scale: "Scale") -> dict[str, Any]:
    labels = {
        str(label): {"given": scale.given(label), "alpha": asdict(scale.alpha_of(label))}
        for label in scale.labels
        if any(scale.given(label))
    }
    mixed_up = [{"labels": each.labels, "times": each.times, "rule": each.rule} for each in scale.confusions()]
    figures = {"alpha": asdict(scale.alpha), "kappa": asdict(scale.kappa)}
    return figures | {"labels": labels, "mixed_up": mixed_up}


def _disputed(same: "Sequence[Compared]") -> dict[str, Any]:
    first = same[0]
    given = {
        name: [asdict(label) for label in sentence.labels]
        for each in same
        for name, sentence in zip(each.annotators, (each.first, each.second), strict=True)
    }
    place = {"article": first.article.id, "start": first.first.start, "end": first.first.end, "text": first.text}
    return place | {"differences": sum(each.differences for each in same), "given": given}


def _show(found: "dict[str, Agreement]", disputed: "list[list[Compared]]") -> None:
    from rich.console import Console
    from rich.table import Table

    from stance.terminal import safe

    out = Console(width=None if Console().is_terminal else _WIDE)
    table = Table("annotators", "articles", "sentences", "actor F1", *_COLUMNS, title="How far two agree")
    for names, each in found.items():
        figures = (each.actor_f1, each.stance.alpha, each.stance.kappa, each.group.alpha, each.group.kappa)
        table.add_row(safe(names), str(each.articles), str(each.sentences), *map(str, figures))
    out.print(table)
    whole = list(found.values())[-1]
    for name, scale in (("stance", whole.stance), ("group", whole.group)):
        labels = Table(name, "given by one", "by the other", "alpha of it against the rest")
        for label in scale.labels:
            if any(scale.given(label)):
                labels.add_row(str(label), *map(str, scale.given(label)), str(scale.alpha_of(label)))
        out.print(labels)
        mixed_up = Table("mixed up", "times", "the codebook's rule between them", title=f"{name}s that were mixed up")
        for both, times, rule in scale.confusions()[:_MIXED_UP]:
            mixed_up.add_row(" – ".join(both), str(times), rule)
        out.print(mixed_up)
    for same in disputed:
        out.print()
        for line in _lines(same):
            out.print(safe(line), markup=False, highlight=False)


def _lines(same: "Sequence[Compared]") -> list[str]:
    told = _disputed(same)
    given = {
        name: "; ".join(f"{each['actor']}: {each['stance']}, {each['group']}" for each in labels) or "nobody speaks"
        for name, labels in told["given"].items()
    }
    return [f"{told['article']}: {told['text']}", *(f"  {name}: {labels}" for name, labels in given.items())]
