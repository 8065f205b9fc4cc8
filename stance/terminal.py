"""What a person sees on the terminal: who, in which role, with which stance, how sure, where, and why."""

from collections.abc import Sequence
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from stance.labelling.doubts import Doubt
from stance.labels import Stance
from stance.models.explanation import Explanation
from stance.predictor import Row
from stance.text import visible
from stance.types import Attribution, Document, Mention

COLOURS = {Stance.SUPPORT: "green", Stance.OPPOSE: "red", Stance.CONDITIONAL: "yellow", Stance.NONE: "dim"}
FOR, AGAINST = "green", "red"
WEAK, STRONG = 0.15, 0.5
"""From which part of the strongest weight on a word is coloured, and bold."""
BAR = 20


def safe(text: str) -> str:
    """Return `text` without control characters and direction marks, which could rewrite the terminal."""
    return visible(text.replace("\r", " ").replace("\n", " "))


class _Console(Console):
    """A console that leaves a closed pipe to the command line instead of exiting with 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def show(document: Document, rows: list[Row]) -> None:
    """Print the rows of one article as a table."""
    console = _Console()
    table = Table(title=Text(safe(document.article.title or document.article.id)), title_justify="left", expand=True)
    table.add_column("actor", ratio=2)
    table.add_column("role", ratio=2)
    table.add_column("stance")
    table.add_column("sure", justify="right")
    table.add_column("sentence", ratio=6)
    for row in rows:
        if isinstance(row, Attribution):
            sure = Text(f"{row.p_stance[row.stance]:.0%}" + ("?" if row.abstained else ""))
            role = Text(str(row.group).replace("_", " "))
            stance = Text(str(row.stance), style=COLOURS[row.stance])
            table.add_row(Text(safe(row.mention.actor.name), style="bold"), role, stance, sure, _marked(row.mention))
        else:
            table.add_row("", "", "", "", Text(safe(row.sentence.text), style="dim"))
    console.print(table if rows else Text(f"{safe(document.article.id)}: nobody speaks in it.", style="dim"))


def show_doubts(doubts: Sequence[Doubt]) -> None:
    """Print labels that are in doubt as a table, each with what a model would say instead."""
    console = _Console()
    table = Table(expand=True)
    for name, ratio in (("annotator", 1), ("article", 1), ("actor", 2), ("labelled", 2), ("the model", 2)):
        table.add_column(name, ratio=ratio, overflow="fold")
    table.add_column("sentence", ratio=6)
    for each in doubts:
        given, likely = (str(label).replace("_", " ") for label in (each.given, each.likely))
        who = Text(safe(each.reading.annotator)), Text(safe(each.reading.article.id))
        said = Text(f"{given} {each.p_given:.0%}"), Text(f"{likely} {each.p_likely:.0%}", style="bold")
        table.add_row(*who, Text(safe(each.label.actor), style="bold"), *said, _marked(each.mention))
    console.print(table)


def _marked(mention: Mention) -> Text:
    """Return the sentence with the actor underlined."""
    sentence, source = mention.sentence, mention.source
    if source is None or not sentence.span.covers(source):
        return Text(safe(sentence.text))
    first, last = source.start - sentence.span.start, source.end - sentence.span.start
    return Text.assemble(
        safe(sentence.text[:first]), (safe(sentence.text[first:last]), "bold underline"), safe(sentence.text[last:])
    )


def show_explanation(row: Attribution, explanation: Explanation) -> None:
    """Print why a row has its stance: the sentence in the colours of what its words speak for, then the reasons."""
    console, stance = _Console(), explanation.stance
    who = (safe(row.mention.actor.name), "bold"), ": ", (str(stance), f"bold {COLOURS[stance]}")
    console.print(Text.assemble(*who, f" {row.p_stance[stance]:.0%}", "?" if row.abstained else ""))
    console.print(_coloured(explanation))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    strongest = [*explanation.reasons(), *explanation.doubts()]
    most = max((abs(reason.weights[stance]) for reason in strongest), default=0.0)
    for reason in strongest:
        weight = reason.weights[stance]
        bar = Text("━" * max(1, round(BAR * abs(weight) / most)), style=FOR if weight > 0 else AGAINST)
        without = f"{explanation.without(reason)[stance]:.0%} without"
        table.add_row(Text(f"{weight:+.2f}"), bar, Text(safe(reason.text)), Text(without, style="dim"))
    console.print(table)
    for sentence in explanation.otherwise():
        console.print(Text(safe(sentence), style="dim"))
    console.print()


def _coloured(explanation: Explanation) -> Text:
    """Return the sentence with the words that speak for its stance or against it coloured, the strong ones bold."""
    sentence, stance = explanation.mention.sentence, explanation.stance
    text = Text(safe(sentence.text))
    most = max((abs(word.weights[stance]) for word in explanation.words), default=0.0)
    for word in explanation.words:
        part = abs(word.weights[stance]) / most if most else 0.0
        if part >= WEAK:
            style = f"{'bold ' if part >= STRONG else ''}{FOR if word.weights[stance] > 0 else AGAINST}"
            for span in word.spans:
                text.stylize(style, span.start, span.end)
    return text


class Progress:
    """A line on standard error that counts articles; nothing where it is not shown."""

    def __init__(self, *, shown: bool) -> None:
        columns = (TextColumn("classifying"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Bar(*columns, console=Console(stderr=True), disable=not shown, transient=True)
        self._task = self._bar.add_task("articles", total=None)

    def advance(self, articles: int) -> None:
        """Count some articles."""
        self._bar.advance(self._task, articles)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
