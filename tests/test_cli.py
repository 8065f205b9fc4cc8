"""The command line as scripts and people use it."""

import json
import subprocess
import sys
from collections.abc import Callable
from inspect import signature
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import stance
from stance.cli import app, classify, export, report
from stance.predictor import DEFAULT_RISK
from stance.types import ROW_FIELDS

EXAMPLE = Path(__file__).parent / "articles" / "example.txt"


def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def test_a_pipe_gets_json_lines_that_are_the_librarys_rows() -> None:
    result = run("classify", EXAMPLE)
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    expected = stance.predict(stance.Article("example.txt", EXAMPLE.read_text(encoding="utf-8")))
    assert rows == [row.row() for row in expected]
    assert "1 articles" in result.stderr


@pytest.mark.parametrize("command", [classify, report, export])
def test_the_commands_take_the_risk_of_the_library_by_default(command: Callable[..., None]) -> None:
    assert signature(command).parameters["risk"].default == DEFAULT_RISK


def test_standard_input_is_read() -> None:
    result = run("classify", "-", "--quiet", stdin="Marou said the troops should leave.")
    assert [json.loads(line)["actor"] for line in result.stdout.splitlines()] == ["Marou"]
    assert result.stderr == ""


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_a_file_of_rows(tmp_path: Path, form: str) -> None:
    assert run("classify", EXAMPLE, "-o", tmp_path / f"rows.{form}").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"rows.{form}"]


def test_the_table_shows_who_and_with_which_stance() -> None:
    result = run("classify", EXAMPLE, "--table")
    for words in ("actor", "role", "stance", "Tobias"):
        assert words in result.stdout


def test_all_sentences_gives_rows_without_actors() -> None:
    rows = [json.loads(line) for line in run("classify", EXAMPLE, "--all-sentences").stdout.splitlines()]
    assert any(row["actor"] is None for row in rows)
    assert all(tuple(row) == ROW_FIELDS for row in rows)


def test_some_bad_input_exits_with_1_and_the_rest_is_done(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"text": "Marou said no."}\n{\n', encoding="utf-8")
    result = run("classify", tmp_path / "bad.jsonl", EXAMPLE)
    assert result.exit_code == 1
    assert f"{tmp_path / 'bad.jsonl'}:2: is not JSON" in result.stderr
    assert len(result.stdout.splitlines()) > 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.txt"], "none.txt: no such file or folder"),
        ([EXAMPLE, "--model", "none"], "none: no such folder"),
        ([EXAMPLE, "-o", "rows.xlsx"], "Cannot write rows as 'xlsx' here"),
        ([EXAMPLE, "-o", "none/rows.csv"], "Cannot write none/rows.csv: there is no folder none; make it first"),
        ([EXAMPLE, "-o", EXAMPLE], "example.txt is an input; write to another file"),
    ],
)
def test_what_cannot_be_done_exits_with_2_and_one_line(arguments: list[object], message: str) -> None:
    result = run("classify", "--quiet", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_nothing_classified_leaves_the_old_rows(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text("old", encoding="utf-8")
    assert run("classify", tmp_path / "none.txt", "-o", tmp_path / "rows.jsonl").exit_code == 2
    assert [(p.name, p.read_text(encoding="utf-8")) for p in tmp_path.iterdir()] == [("rows.jsonl", "old")]


def test_an_interruption_leaves_the_old_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("stance.batch.work.read", interrupt)
    (tmp_path / "rows.csv").write_text("old", encoding="utf-8")
    assert run("classify", EXAMPLE, "-o", tmp_path / "rows.csv").exit_code == 130
    assert [(p.name, p.read_text(encoding="utf-8")) for p in tmp_path.iterdir()] == [("rows.csv", "old")]


@pytest.mark.parametrize("command", ["classify", "explain", "explain --table"])
def test_a_reader_that_has_had_enough_is_no_error(command: str, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(EXAMPLE.read_text(encoding="utf-8") * 60, encoding="utf-8")
    given = [sys.executable, "-m", "stance", *command.split(), str(tmp_path / "long.txt")]
    with subprocess.Popen(given, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_the_help_tells_the_exit_codes() -> None:
    shown = " ".join(run("classify", "--help").stdout.split())
    for words in ("0: all was classified", "1: some inputs could not be read", "2: wrong usage", "130: interrupted"):
        assert words in shown


def test_control_sequences_of_an_article_do_not_reach_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Marou\x1b[2J said the [red]troops[/red] should leave\u202e.", encoding="utf-8")
    shown = run("classify", tmp_path / "a.txt", "--table").stdout
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown
    assert "[red]" in shown


def test_version() -> None:
    assert run("--version").stdout.strip() == stance.__version__
