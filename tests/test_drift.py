"""A batch beside the text that a model was held to."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import stance
from stance.cli import app
from stance.drift import FEWEST, drift
from stance.labels import Group
from stance.models import Model
from stance.types import Attribution

SAID = "The minister said {}."
USUAL = ("the troops would leave by May", "the soldiers had to stay", "a withdrawal depends on the talks")


@pytest.fixture(scope="module")
def model() -> Model:
    return stance.load_model()


def rows(model: Model, sentences: list[str]) -> list[Attribution]:
    return [row for row in stance.predict(sentences, model=model) if isinstance(row, Attribution)]


def test_words_that_the_model_never_learned_are_told(model: Model) -> None:
    strange = [SAID.format(f"the zlorqs had blibbed {number} frobnics of quuxine") for number in range(60)]
    found = {shift.what: shift for shift in drift(model, rows(model, strange))}
    assert set(found) == {"words", "confidence", "groups", "stances"}
    assert found["words"].unlike
    assert found["words"].now > 2 * found["words"].before


def test_the_group_that_changes_most_is_named(model: Model) -> None:
    experts = [replace(row, group=Group.EXPERT) for row in rows(model, [SAID.format(each) for each in USUAL] * 20)]
    shift = next(shift for shift in drift(model, experts) if shift.what == "groups")
    assert shift.unlike
    assert (shift.told, shift.now) == ("share of expert", 1)


def test_the_held_out_mentions_themselves_show_no_drift(model: Model) -> None:
    held_out = model.held_out_
    template = rows(model, [SAID.format(USUAL[0])])[0]
    given = [
        replace(
            template,
            group=tuple(Group)[group],
            stance=tuple(stance.Stance)[best.argmax()],
            p_stance=dict(zip(stance.Stance, map(float, best), strict=True)),
        )
        for group, best in zip(held_out.group, held_out.stance, strict=True)
    ]
    assert {shift.what for shift in drift(model, given) if shift.unlike} == {"words"}  # one sentence again and again


def test_few_rows_tell_nothing(model: Model) -> None:
    with pytest.raises(ValueError, match=f"1 attributions are too few to compare; give {FEWEST} or more"):
        drift(model, rows(model, [SAID.format(USUAL[0])]))


def test_rows_of_another_model_are_refused(model: Model) -> None:
    others = [replace(row, model="linear-00000000") for row in rows(model, [SAID.format(USUAL[0])])]
    with pytest.raises(ValueError, match="The rows are of linear-00000000, not of linear-"):
        drift(model, others)


def test_the_command_tells_each_shift_of_a_file_of_rows(tmp_path: Path) -> None:
    archive = tmp_path / "articles.jsonl"
    lines = [json.dumps({"text": SAID.format(f"zlorq {number} blibbed the frobnics")}) for number in range(40)]
    archive.write_text("\n".join(lines), encoding="utf-8")
    assert CliRunner().invoke(app, ["classify", str(archive), "-o", str(tmp_path / "rows.csv")]).exit_code == 0
    result = CliRunner().invoke(app, ["drift", str(tmp_path / "rows.csv")])
    assert result.exit_code == 0
    assert next(line.split()[:2] for line in result.stdout.splitlines()) == ["words", "UNLIKE"]


def test_the_command_names_a_file_that_holds_no_rows(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text("{}\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["drift", str(tmp_path / "rows.jsonl")])
    assert result.exit_code == 2
    assert f"{tmp_path / 'rows.jsonl'}:1" in result.stderr
