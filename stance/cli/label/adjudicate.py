"""`stance label adjudicate`: settling on the terminal what annotators differ about."""

import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stance.cli.exits import INTERRUPTED, fail

if TYPE_CHECKING:
    from stance.labelling.adjudication import Journal, Labels, Question

EDIT, SKIP, QUIT = "e", "s", "q"
LETTERS = "abcdfghijklmnoprtuvwxyz"


def adjudicate(
    readings: Annotated[list[Path], typer.Argument(metavar="READINGS...", help="Files of readings, .jsonl.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="File of readings, .jsonl, for what is settled.")],
    name: Annotated[str, typer.Option(help="As whose readings they are written.")] = "adjudicated",
) -> None:
    """Settle the sentences on which annotators differ, one by one, each with the reason.

    The opinions are shown without names and in an order that depends on the sentence alone. Each ruling is kept at once
    in OUTPUT.rulings.jsonl; a session that was ended or killed goes on where it stopped when the same command is given
    again. OUTPUT holds the sentences that two have read and that are settled: those of one opinion, and those ruled on.
    """
    from stance.labelling import write_readings
    from stance.labelling.adjudication import Journal, questions, settled
    from stance.labelling.comparison import gather

    try:
        given = gather(readings)
        if any(reading.annotator == name for reading in given):
            fail(f"{name!r} is an annotator of what was given; leave out what was settled, or say another --name.")
        asked = questions(given)
        if not asked:
            fail("No sentence was read by two annotators; there is nothing to settle.")
        journal = Journal(output.with_name(f"{output.name}.rulings.jsonl"))
        interrupted = _ask(asked, journal)
        write_readings(settled(asked, journal.rulings.values(), name), output)
    except (ValueError, OSError) as error:
        fail(error)
    left = len(_open(asked, journal))
    typer.echo(f"{len(asked) - left} of {len(asked)} sentences are settled, {left} are open: {output}", err=True)
    if interrupted:
        raise typer.Exit(INTERRUPTED)


def _open(asked: "list[Question]", journal: "Journal") -> "list[Question]":
    return [each for each in asked if len(each.opinions) > 1 and each.key not in journal.rulings]


def _ask(asked: "list[Question]", journal: "Journal") -> bool:
    """Ask about what is open until it is settled or the adjudicator stops; return whether that was by interrupting."""
    left = _open(asked, journal)
    try:
        for number, question in enumerate(left, 1):
            _show(question, f"{number} of {len(left)}")
            options = _in_any_order(question)
            choice = _choice(len(options))
            if choice == QUIT:
                return False
            if choice != SKIP:
                labels = _edited(question) if choice == EDIT else options[LETTERS.index(choice)]
                journal.add(question, labels, _reason())
    except typer.Abort:
        return True
    return False


def _in_any_order(question: "Question") -> "list[Labels]":
    """Return the opinions in an order that favours no annotator, the same whenever the question is asked."""
    opinions = [labels for labels, _ in question.opinions]
    first = zlib.crc32(repr(question.key).encode()) % len(opinions)
    return opinions[first:] + opinions[:first]


def _show(question: "Question", progress: str) -> None:
    from rich.console import Console
    from rich.text import Text

    from stance.labelling.adjudication import context, hints, write_labels
    from stance.terminal import safe

    article, (before, after) = question.reading.article, context(question)
    out = Console(highlight=False)
    out.rule(Text(safe(f"{progress}: {article.title or article.id}")))
    for text, style in ((before, "dim"), (question.text, "bold"), (after, "dim")):
        if text:
            out.print(Text(safe(text), style=style), soft_wrap=True)
    for letter, labels in zip(LETTERS.upper(), _in_any_order(question), strict=False):
        out.print(Text(f"{letter}  {safe(write_labels(question, labels))}"), soft_wrap=True)
    for hint in hints(question):
        out.print(Text(hint, style="italic"), soft_wrap=True)


def _choice(options: int) -> str:
    letters = LETTERS[:options]
    allowed = [*letters, EDIT, SKIP, QUIT]
    told = f"{', '.join(letters.upper())}, {EDIT}dit, {SKIP}kip or {QUIT}uit"
    while (given := typer.prompt(told).strip().lower()) not in allowed:
        typer.echo(f"{given!r} is none of these.")
    return str(given)


def _edited(question: "Question") -> "Labels":
    from stance.labelling.adjudication import FIELDS, NOBODY, read_labels

    while True:
        try:
            return read_labels(question, typer.prompt(f"{FIELDS} ;; …, or {NOBODY} where nobody speaks"))
        except ValueError as error:
            typer.echo(f"{error}.")


def _reason() -> str:
    from stance.labelling.adjudication import SHORTEST

    while len(reason := str(typer.prompt("Why")).strip()) < SHORTEST:
        typer.echo("Say what in the sentence decides.")
    return reason
