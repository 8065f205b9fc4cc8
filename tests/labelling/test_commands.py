"""`stance label export` and `stance label import` as people use them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from stance.cli import app
from stance.labelling import read_readings, write_readings
from stance.labelling.codebook import Codebook
from tests.labelling.readings import reading
from tests.labelling.test_tools import ACCEPT, every_tool

EXAMPLE = Path(__file__).parents[1] / "articles" / "example.txt"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["label", *map(str, arguments)])


@every_tool
def test_a_models_suggestions_go_out_and_come_back(name: str, tmp_path: Path) -> None:
    tasks = tmp_path / "anna.tasks"
    result = run("export", EXAMPLE, "--to", name, "--model", "baseline", "-o", tasks)
    assert result.exit_code == 0, result.stderr
    assert "1 articles with " in result.stderr
    ACCEPT[name](tasks, "anna")
    result = run("import", tasks, "-o", tmp_path / "r.jsonl", "--articles", EXAMPLE)
    assert result.exit_code == 0, result.stderr
    assert "1 readings of 1 articles by 1 annotators, 0 problems" in result.stderr
    (found,) = read_readings(tmp_path / "r.jsonl")
    assert found.article.text == EXAMPLE.read_text(encoding="utf-8")
    assert found.codebook == Codebook.read().digest
    assert found.annotator == "anna"
    assert "Ilda Marou" in {label.actor for sentence in found.sentences for label in sentence.labels}


def test_without_a_model_nothing_is_suggested(tmp_path: Path) -> None:
    assert run("export", EXAMPLE, "--to", "label-studio", "-o", tmp_path / "t.json").exit_code == 0
    (task,) = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    assert task["predictions"] == []
    assert not [label for sentence in task["data"]["reading"]["sentences"] for label in sentence["attributions"]]


def test_a_text_is_exported_once_and_the_rest_is_done(tmp_path: Path) -> None:
    result = run("export", EXAMPLE, EXAMPLE, "none.txt", "--to", "csv", "-o", tmp_path / "t.csv")
    assert result.exit_code == 1
    assert "has the text of 'example.txt'; left out." in result.stderr
    assert "none.txt: no such file" in result.stderr
    assert "1 articles:" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "brat"], "Unknown tool 'brat'; use one of: label-studio, doccano, prodigy, csv."),
        (["--to", "csv", "--model", "none"], "none: no such folder"),
        (["--to", "csv", "--codebook", "none.md"], "none.md"),
    ],
)
def test_what_cannot_be_exported(tmp_path: Path, arguments: list[str], message: str) -> None:
    result = run("export", EXAMPLE, "-o", tmp_path / "t", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_ones_own_rules_travel_with_the_tasks(tmp_path: Path) -> None:
    (tmp_path / "own.md").write_text("# Own rules\n\n| stance | who |\n|---|---|\n| support | is for it |\n")
    codebook = Codebook.read(tmp_path / "own.md")
    tasks = tmp_path / "t.json"
    assert run("export", EXAMPLE, "--to", "label-studio", "--codebook", tmp_path / "own.md", "-o", tasks).exit_code == 0
    assert 'hint="is for it"' in (tmp_path / "t.config.xml").read_text(encoding="utf-8")
    assert json.loads(tasks.read_text(encoding="utf-8"))[0]["data"]["reading"]["codebook"] == codebook.digest


def test_an_annotator_whom_the_tool_calls_by_number_may_get_a_name(tmp_path: Path) -> None:
    run("export", EXAMPLE, "--to", "label-studio", "--model", "baseline", "-o", tmp_path / "t.json")
    ACCEPT["label-studio"](tmp_path / "t.json", "3")
    names = ["--name", "3=anna", "--name", "4=ben"]
    assert run("import", tmp_path / "t.json", "-o", tmp_path / "r.jsonl", *names).exit_code == 0
    assert [each.annotator for each in read_readings(tmp_path / "r.jsonl")] == ["anna"]


@pytest.mark.parametrize("names", [["3"], ["3="], ["3=anna", "3=ben"]])
def test_a_name_that_is_none(tmp_path: Path, names: list[str]) -> None:
    options = [option for name in names for option in ("--name", name)]
    result = run("import", tmp_path / "t.json", "-o", tmp_path / "r.jsonl", *options)
    assert result.exit_code == 2
    assert "--name needs what the tool says and what to say, as 3=anna, each once." in result.stderr


def test_one_faulty_file_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    tasks = tmp_path / "ben.jsonl"
    run("export", EXAMPLE, "--to", "doccano", "-o", tasks)
    (tmp_path / "x.txt").write_text("nothing")
    result = run("import", tasks, tmp_path / "x.txt", tmp_path / "none", "-o", tmp_path / "r.jsonl")
    assert result.exit_code == 1
    assert "x.txt: is no export of a tool that is known; say which it is with --from." in result.stderr
    assert "none: cannot be read (No such file or directory)" in result.stderr
    assert [each.annotator for each in read_readings(tmp_path / "r.jsonl")] == ["ben"]


def test_nothing_labelled_leaves_the_old_readings(tmp_path: Path) -> None:
    run("export", EXAMPLE, "--to", "label-studio", "-o", tmp_path / "t.json")
    write_readings([reading()], tmp_path / "r.jsonl")
    result = run("import", tmp_path / "t.json", "-o", tmp_path / "r.jsonl")
    assert result.exit_code == 2
    assert "Nobody has labelled anything" in result.stderr
    assert read_readings(tmp_path / "r.jsonl") == [reading()]


@pytest.mark.parametrize("command", [("export", "--to", "csv"), ("suggest",)])
def test_no_command_writes_over_the_articles(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Marou said the troops should leave."}', encoding="utf-8")
    before = (tmp_path / "a.jsonl").read_bytes()
    result = run(*command, tmp_path / "a.jsonl", "-o", tmp_path / "a.jsonl")
    assert result.exit_code == 2
    assert "a.jsonl is an input; write to another file." in result.stderr
    assert (tmp_path / "a.jsonl").read_bytes() == before
