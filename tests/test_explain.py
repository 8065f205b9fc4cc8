"""Why a sentence got its stance, as libraries and people ask for it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import stance
from stance.cli import app
from stance.types import ROW_FIELDS, Attribution

EXAMPLE = Path(__file__).parent / "articles" / "example.txt"
SENTENCE = "“But leaving now would be a mistake,” Okoro said."


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["explain", *map(str, arguments)], input=stdin)


def example() -> list[Attribution]:
    rows = stance.predict(stance.Article("example.txt", EXAMPLE.read_text(encoding="utf-8")))
    return [row for row in rows if isinstance(row, Attribution)]


def test_rows_are_explained_in_their_order() -> None:
    rows = example()
    explanations = stance.explain(rows)
    assert [each.mention for each in explanations] == [row.mention for row in rows]
    assert [each.stance for each in explanations] == [row.stance for row in rows]
    assert all(each.because() and len(each.needs) == 3 for each in explanations)


def test_the_spans_of_a_row_are_those_of_the_article() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    for explanation in stance.explain(example()):
        for word in explanation.row()["words"]:  # type: ignore[attr-defined]
            ((start, end),) = word["spans"]
            assert text[start:end] == word["text"]


def test_a_row_of_another_model_is_refused() -> None:
    other = replace(example()[0], model="linear-00000000")
    with pytest.raises(ValueError, match="decided by linear-00000000"):
        stance.explain([other])


def test_a_row_that_lost_what_stood_around_it_is_refused() -> None:
    rows = [replace(row, mention=replace(row.mention, contents=(), previous="", title="")) for row in example()]
    with pytest.raises(ValueError, match="predict its article again"):
        stance.explain(rows)


def test_a_pipe_gets_the_rows_of_classify_with_an_explanation() -> None:
    result = run(SENTENCE, "--actor", "Okoro")
    assert result.exit_code == 0
    (row,) = map(json.loads, result.stdout.splitlines())
    (expected,) = stance.classify([(SENTENCE, "Okoro")])
    assert tuple(row) == (*ROW_FIELDS, "explanation")
    assert row == expected.row() | {"explanation": stance.explain([expected])[0].row()}


def test_an_article_is_explained_row_by_row() -> None:
    rows = [json.loads(line) for line in run(EXAMPLE).stdout.splitlines()]
    assert [row["text"] for row in rows] == [row.mention.sentence.text for row in example()]


def test_of_an_article_one_sentence_or_one_actor() -> None:
    wanted = example()[-1].mention
    rows = [json.loads(line) for line in run(EXAMPLE, "--sentence", wanted.sentence.index).stdout.splitlines()]
    assert {row["sentence"] for row in rows} == {wanted.sentence.index}
    rows = [json.loads(line) for line in run(EXAMPLE, "--actor", "okoro").stdout.splitlines()]
    assert {row["actor"] for row in rows} == {"Anselm Okoro"}


def test_standard_input_is_an_article() -> None:
    result = run("-", stdin="Marou said the troops should leave.")
    assert json.loads(result.stdout)["actor"] == "Marou"


def test_the_report_shows_the_words_that_count_and_what_others_would_need() -> None:
    shown = run(SENTENCE, "--actor", "Okoro", "--table").stdout
    assert "Okoro: oppose" in shown
    assert SENTENCE in shown
    (explanation,) = stance.explain(stance.classify([(SENTENCE, "Okoro")]))
    for reason in explanation.reasons():
        assert f"{reason.weights[explanation.stance]:+.2f}" in shown
        assert reason.text in shown
    for told in explanation.otherwise():
        assert told in " ".join(shown.split())


def test_control_sequences_of_a_sentence_do_not_reach_the_terminal() -> None:
    shown = run(
        "Vidal\x1b[2J said the [red]troops[/red] should leave\u202e.", "--actor", "Vidal\x1b[2J", "--table"
    ).stdout
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown
    assert "[red]" in shown


def test_what_cannot_be_read_is_told_and_the_rest_explained(tmp_path: Path) -> None:
    (tmp_path / "some.jsonl").write_text('{"text": "Marou said no."}\n{\n', encoding="utf-8")
    result = run(tmp_path / "some.jsonl")
    assert result.exit_code == 1
    assert f"{tmp_path / 'some.jsonl'}:2: is not JSON" in result.stderr
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([SENTENCE], "no such file; to explain a sentence, say who speaks with --actor"),
        (["Vidal said no. " * 500], "no such file; to explain a sentence, say who speaks with --actor"),
        ([EXAMPLE, "--sentence", 999], "nobody speaks where you asked; `stance classify` shows who speaks where"),
        ([EXAMPLE, "--actor", "Vidal"], "nobody speaks where you asked; `stance classify` shows who speaks where"),
        ([EXAMPLE, "--model", "none"], "none: no such folder"),
    ],
)
def test_what_cannot_be_explained_exits_with_2_and_one_line(arguments: list[object], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
