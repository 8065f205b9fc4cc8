"""Labels that are likely errors."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from stance.cli import app
from stance.labelling import Label, LabelledSentence, Reading, write_readings
from stance.labelling.doubts import doubts
from stance.labels import Group, Mode, Stance
from stance.predictor import load_model
from stance.types import Article
from tests.labelling.test_suggest import HESITANT, SPLIT, Scripted

TEXT = "Marou said the garrison leaves. Okoro said harbours drag on. Flour is dear."
ARTICLE = Article("a1", TEXT)
MODEL = Scripted(harbours=HESITANT, Flour=SPLIT)  # sure of support, hesitant about support, sure of opposition


def sentence(text: str, stance: Stance | None, actor: str, *, named: bool = True) -> LabelledSentence:
    start = TEXT.index(text)
    bounds = (TEXT.index(actor), TEXT.index(actor) + len(actor)) if named else (None, None)
    mode = Mode.INDIRECT if named else Mode.CONTINUED
    labels = () if stance is None else (Label(actor, *bounds, mode, Group.EXPERT, stance),)
    return LabelledSentence(start, start + len(text), 0, labels)


def reading(
    first: Stance | None, second: Stance | None, third: Stance | None = None, annotator: str = "anna"
) -> Reading:
    sentences = (
        sentence("Marou said the garrison leaves.", first, "Marou"),
        sentence("Okoro said harbours drag on.", second, "Okoro"),
        sentence("Flour is dear.", third, "Lind", named=False),
    )
    return Reading(ARTICLE, annotator, "5f" * 32, sentences)


def test_the_least_likely_label_comes_first_with_what_the_model_would_say() -> None:
    found = doubts([reading(Stance.OPPOSE, Stance.OPPOSE)], MODEL)
    assert [(each.label.actor, each.given, each.likely) for each in found] == [
        ("Marou", Stance.OPPOSE, Stance.SUPPORT),
        ("Okoro", Stance.OPPOSE, Stance.SUPPORT),
    ]
    assert (found[0].p_given, found[0].p_likely) == pytest.approx((0.01, 0.97))
    assert (found[1].p_given, found[1].p_likely) == pytest.approx((0.38, 0.40))
    assert doubts([reading(Stance.OPPOSE, Stance.OPPOSE)], MODEL, count=1) == found[:1]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param((Stance.SUPPORT, Stance.SUPPORT), id="what the model would say"),
        pytest.param((Stance.SUPPORT, None), id="one label"),
        pytest.param((None, None), id="no labels"),
        pytest.param((None, None, Stance.OPPOSE), id="likely of an actor whom the model does not find"),
    ],
)
def test_no_doubt(given: tuple[Stance | None, ...]) -> None:
    assert doubts([reading(*given)], MODEL) == []


def test_every_annotators_labels_are_judged_alone() -> None:
    readings = [reading(Stance.SUPPORT, Stance.OPPOSE), reading(Stance.OPPOSE, Stance.SUPPORT, annotator="bela")]
    found = doubts(readings, MODEL)
    assert [(each.reading.annotator, each.label.actor) for each in found] == [("bela", "Marou"), ("anna", "Okoro")]


def test_groups_can_be_doubted_too() -> None:
    text = "Prime Minister Ines Okoye said the troops must leave."
    label = Label("Ines Okoye", 15, 25, Mode.INDIRECT, Group.ARMED_OPPOSITION, Stance.SUPPORT)
    given = Reading(Article("a1", text), "anna", "", (LabelledSentence(0, len(text), 0, (label,)),))
    [found] = doubts([given], load_model(), kind="group")
    assert found.given is Group.ARMED_OPPOSITION
    assert found.likely in (Group.DEPLOYING_GOVERNMENT, Group.HOST_GOVERNMENT)
    right = replace(given, sentences=(LabelledSentence(0, len(text), 0, (replace(label, group=found.likely),)),))
    assert doubts([right], load_model(), kind="group") == []


def test_a_missing_library_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cleanlab.rank", None)
    with pytest.raises(ImportError, match=r"pip install 'actor-stance\[labelling\]'"):
        doubts([reading(Stance.OPPOSE, Stance.OPPOSE)], MODEL)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["label", "doubts", *map(str, arguments)])


@pytest.fixture
def readings(tmp_path: Path) -> Path:
    """Write readings of a sentence that is clear: one annotator slipped, the other did not."""
    path = tmp_path / "readings.jsonl"
    text = "Leaving now would be a terrible mistake and the troops must stay, Marou said."
    start = text.index("Marou")

    def given(annotator: str, stance: Stance) -> Reading:
        label = Label("Marou", start, start + 5, Mode.INDIRECT, Group.EXPERT, stance)
        return Reading(Article("a1", text), annotator, "", (LabelledSentence(0, len(text), 0, (label,)),))

    write_readings([given("anna", Stance.OPPOSE), given("bela", Stance.SUPPORT)], path)
    return path


def test_the_command_tells_where_to_find_what_is_in_doubt(readings: Path, tmp_path: Path) -> None:
    result = run(readings)
    assert (result.exit_code, result.stderr) == (0, "1 doubts about 2 labels\n")
    row = json.loads(result.stdout)
    place = (row["annotator"], row["article"], row["start"], row["actor"], row["given"], row["likely"])
    assert place == ("bela", "a1", 0, "Marou", "support", "oppose")
    assert row["p_given"] < row["p_likely"]
    assert row["text"][row["start"] : row["end"]] == row["text"]
    assert run(readings, "-o", tmp_path / "doubts.jsonl").stdout == ""
    assert (tmp_path / "doubts.jsonl").read_text(encoding="utf-8") == result.stdout == run(readings, "-o", "-").stdout


def test_the_table_shows_who_said_what_and_what_the_model_would_say(readings: Path) -> None:
    told = run(readings, "--table").stdout
    assert all(word in told for word in ("bela", "a1", "Marou", "support", "oppose"))
    assert "anna" not in told


def test_what_is_wrong_is_told(readings: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    write_readings([reading(None, None)], empty)
    for arguments, message in (
        ([tmp_path / "none.jsonl"], "No such file"),
        ([readings, "-o", readings], "is an input; write to another file"),
        ([empty], "there is nothing to doubt"),
        ([readings, "--model", tmp_path / "none"], "no such folder"),
    ):
        result = run(*arguments)
        assert result.exit_code == 2
        assert message in result.stderr
