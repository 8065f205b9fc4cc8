"""Settling what annotators differ about, on the terminal."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from stance.cli import app
from stance.labelling import Label, LabelledSentence, Reading, read_readings, write_readings
from stance.labels import Group, Mode, Stance
from stance.types import Article

TEXT = "Okoro fears the worst. Lind said he would go. It rained."
BOUNDS = ((0, 22), (23, 45), (46, 56))


def okoro(stance: Stance) -> Label:
    return Label("Ada Okoro", 0, 5, Mode.INDIRECT, Group.EXPERT, stance)


LIND = Label("Lind", 23, 27, Mode.INDIRECT, Group.OTHER, Stance.SUPPORT)
ANNA = ((okoro(Stance.OPPOSE),), (LIND,), ())
BEN = ((okoro(Stance.NONE),), (), ())


def reading(annotator: str, labels: tuple[tuple[Label, ...], ...]) -> Reading:
    sentences = (LabelledSentence(*bounds, 0, given) for bounds, given in zip(BOUNDS, labels, strict=True))
    return Reading(Article("a1", TEXT, title="Storm"), annotator, "5f" * 32, tuple(sentences))


class Session:
    """A folder with what two have read, and what adjudicating it gives."""

    def __init__(self, folder: Path) -> None:
        self.given, self.output = folder / "given.jsonl", folder / "settled.jsonl"
        self.journal = folder / "settled.jsonl.rulings.jsonl"
        write_readings([reading("anna", ANNA), reading("ben", BEN)], self.given)

    def run(self, *answers: str, options: tuple[str, ...] = ()) -> Result:
        arguments = ["label", "adjudicate", str(self.given), "-o", str(self.output), *options]
        return CliRunner().invoke(app, arguments, input="".join(f"{answer}\n" for answer in answers))

    def settled(self) -> list[tuple[Label, ...]]:
        [found] = read_readings(self.output)
        assert found.annotator == "adjudicated"
        return [sentence.labels for sentence in found.sentences]

    def rulings(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.journal.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(tmp_path)


def letter(result: Result, words: str) -> str:
    """Return the letter of the option that was shown with `words`."""
    [found] = [line[0] for line in result.stdout.splitlines() if line[1:3] == "  " and words in line]
    return found


def test_a_question_shows_the_context_both_opinions_and_the_rule_but_no_names(session: Session) -> None:
    shown = session.run("q").stdout
    for words in ("1 of 2: Storm", "Okoro fears the worst.", "Lind said he would go. It rained."):
        assert words in shown
    assert "Ada Okoro | oppose | expert | indirect | Okoro" in shown
    assert "Ada Okoro | none | expert | indirect | Okoro" in shown
    assert "oppose or none: A forecast of harm once troops leave is oppose" in shown
    assert "anna" not in shown
    assert "ben" not in shown


def test_what_is_chosen_is_settled_and_the_reason_kept(session: Session) -> None:
    opposed = letter(session.run("q"), "| oppose |")
    result = session.run(opposed, "A fear of harm.", "s")
    assert result.exit_code == 0
    assert "2 of 3 sentences are settled, 1 are open" in result.stderr
    assert session.settled() == [ANNA[0], ()]
    [ruling] = session.rulings()
    assert (ruling["text"], ruling["reason"]) == ("Okoro fears the worst.", "A fear of harm.")
    assert [each["annotators"] for each in ruling["opinions"]] == [["anna"], ["ben"]]


def test_other_labels_can_be_written(session: Session) -> None:
    first = ["e", "Okoro | mixed up", "Ada Okoro | oppose | expert | indirect | Marou", "-", "No actor."]
    second = ["e", "Lind | support | other | indirect | Lind ;; Lind | none | expert | author | ", "Two."]
    result = session.run(*first, *second)
    assert "is not `actor | stance | group | mode | mention`" in result.stdout
    assert "the mention 'Marou' is not in the sentence" in result.stdout
    okoros, linds, rain = session.settled()
    assert okoros == rain == ()
    assert [(each.stance, each.start) for each in linds] == [(Stance.SUPPORT, 23), (Stance.NONE, None)]


def test_answers_that_are_none_and_reasons_that_tell_nothing_are_asked_again(session: Session) -> None:
    result = session.run("x", "a", "  ", "no", "It says so.", "q")
    assert "'x' is none of these" in result.stdout
    assert [ruling["reason"] for ruling in session.rulings()] == ["It says so."]


def test_an_interrupted_session_keeps_its_rulings_and_the_next_goes_on(session: Session) -> None:
    result = session.run("a", "It says so.")  # and the input ends
    assert result.exit_code == 130
    assert len(session.rulings()) == 1
    assert "1 of 1: Storm" in session.run("a", "It says so, too.").stdout
    assert len(session.settled()) == 3
    assert session.run().stdout == ""


def test_a_ruling_cut_off_in_the_middle_is_asked_again(session: Session) -> None:
    session.run("a", "It says so.", "a", "It says so, too.")
    whole = session.journal.read_bytes()
    session.journal.write_bytes(whole[:-20])
    assert "1 of 1: Storm" in session.run("a", "It says so, too.").stdout
    assert session.journal.read_bytes() == whole


def test_three_opinions_and_those_who_share_one(session: Session) -> None:
    third = reading("zoe", ((okoro(Stance.CONDITIONAL),), (LIND,), ()))
    write_readings([reading("anna", ANNA), reading("ben", BEN), third], session.given)
    result = session.run("c", "A condition.", "a", "So it is.")
    assert "C  Ada Okoro" in result.stdout
    assert [each["annotators"] for each in session.rulings()[1]["opinions"]] == [["anna", "zoe"], ["ben"]]


@pytest.mark.parametrize(
    ("readings", "options", "message"),
    [
        ([reading("anna", ANNA)], (), "No sentence was read by two annotators"),
        ([reading("anna", ANNA), reading("adjudicated", BEN)], (), "'adjudicated' is an annotator of what was given"),
        ([reading("anna", ANNA), reading("ben", BEN)], ("--name", "ben"), "'ben' is an annotator of what was given"),
    ],
)
def test_what_cannot_be_settled_is_told(
    session: Session, readings: list[Reading], options: tuple[str, ...], message: str
) -> None:
    write_readings(readings, session.given)
    result = session.run(options=options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not session.output.exists()


def test_a_journal_of_something_else_is_refused(session: Session) -> None:
    session.journal.write_text('{"article": "a1"}\n', encoding="utf-8")
    result = session.run("q")
    assert result.exit_code == 2
    assert "settled.jsonl.rulings.jsonl:1: is no ruling" in result.stderr


def test_an_article_cannot_rewrite_the_terminal(session: Session) -> None:
    evil = Article("a1", TEXT[:46] + "\x1b[2J again", title="\x1b]0;x\x07")
    given = [Reading(evil, each.annotator, each.codebook, each.sentences[:2]) for each in read_readings(session.given)]
    write_readings(given, session.given)
    assert "\x1b" not in session.run("q").stdout
