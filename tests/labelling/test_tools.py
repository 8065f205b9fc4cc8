"""Each tool, there and back: what is exported with labels and not touched comes back as it was."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.files import Problem
from stance.labelling import Reading
from stance.labelling.codebook import Codebook
from stance.labelling.tools import TOOLS, export, recognised, tool, unique
from stance.types import Article
from tests.labelling.readings import ARTICLE, reading, readings

Accept = Callable[[Path, str], None]


def accept_label_studio(path: Path, annotator: str) -> None:
    """Turn each prediction into an annotation, as Label Studio's export has it."""
    tasks = json.loads(path.read_text(encoding="utf-8"))
    for number, task in enumerate(tasks):
        results = [prediction["result"] for prediction in task.pop("predictions")]
        user = {"id": 1, "email": annotator}
        task |= {"id": number, "annotations": [{"id": 7, "completed_by": user, "result": each} for each in results]}
    path.write_text(json.dumps(tasks), encoding="utf-8")


def accept_doccano(path: Path, annotator: str) -> None:  # noqa: ARG001 (the file's name tells)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines = [{"id": number, **line, "Comments": []} for number, line in enumerate(lines)]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


def accept_prodigy(path: Path, annotator: str) -> None:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines = [line | {"answer": "accept", "_annotator_id": annotator} for line in lines]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


ACCEPT: dict[str, Accept] = {
    "label-studio": accept_label_studio,
    "doccano": accept_doccano,
    "prodigy": accept_prodigy,
    "csv": lambda _, __: None,
}
every_tool = pytest.mark.parametrize("name", TOOLS)


def back(name: str, path: Path, *articles: Article, annotator: str = "anna") -> list[Reading | Problem]:
    return list(TOOLS[name].read(path, annotator, {article.id: article for article in articles}))


@every_tool
@given(given_reading=readings(st.just("anna")))
@settings(max_examples=200)
def test_what_was_labelled_comes_back(name: str, given_reading: Reading, tmp_path_factory: Any) -> None:
    path = tmp_path_factory.mktemp("export") / "anna.out"
    TOOLS[name].write([given_reading], path)
    ACCEPT[name](path, "anna")
    assert back(name, path, given_reading.article) == [given_reading]


@every_tool
def test_every_annotator_is_kept(name: str, tmp_path: Path) -> None:
    second = replace(reading("ben"), sentences=tuple(replace(each, labels=()) for each in reading().sentences))
    for each in (reading("anna"), second):
        TOOLS[name].write([each], tmp_path / f"{each.annotator}.out")
        ACCEPT[name](tmp_path / f"{each.annotator}.out", each.annotator)
    files = [tmp_path / "anna.out", tmp_path / "ben.out"]
    assert [found for path in files for found in back(name, path, ARTICLE, annotator="")] == [reading("anna"), second]


@every_tool
def test_the_codebook_and_what_the_tool_needs_lie_beside_the_tasks(name: str, tmp_path: Path) -> None:
    codebook = Codebook.read()
    written = export(name, [reading()], tmp_path / "tasks.out", codebook)
    assert sorted(written) == sorted(tmp_path.iterdir())
    assert (tmp_path / "tasks.codebook.md").read_text(encoding="utf-8") == codebook.text
    needed = {"label-studio": "tasks.config.xml", "doccano": "tasks.labels.json", "prodigy": "tasks.labels.txt"}
    assert name == "csv" or (tmp_path / needed[name]).is_file()


@every_tool
def test_an_export_is_recognised(name: str, tmp_path: Path) -> None:
    TOOLS[name].write([reading()], tmp_path / "tasks")
    ACCEPT[name](tmp_path / "tasks", "anna")
    assert recognised(tmp_path / "tasks") == name


@pytest.mark.parametrize(
    ("content", "message"), [(b"a,b\n", "is no export of a tool that is known"), (b"PK\x03\x04", "unpack it")]
)
def test_another_file_is_told(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(ValueError, match=message):
        recognised(tmp_path / "x")


def test_an_unknown_tool_is_told_with_those_known() -> None:
    with pytest.raises(ValueError, match="Unknown tool 'brat'; use one of: label-studio, doccano, prodigy, csv"):
        tool("brat")


@pytest.mark.parametrize("name", ["doccano", "prodigy", "csv"])
def test_a_tool_that_shows_one_suggestion_refuses_two(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="can show one suggestion, 'a1' has more"):
        export(name, [reading("m1"), reading("m2")], tmp_path / "x", Codebook.read())


@pytest.mark.parametrize("name", ["label-studio", "doccano", "prodigy"])
@pytest.mark.parametrize("content", ["{}", "[1]", "null", '{"reading": 1}', '{"data": {"reading": {}}}', "{", "\xff"])
def test_what_is_none_of_ours_is_a_problem(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(content.encode("latin-1"))
    found = back(name, tmp_path / "x")
    assert len(found) == 1
    assert isinstance(found[0], Problem)
    assert found[0].place.startswith(str(tmp_path / "x"))


def problems(*given: Reading) -> Iterator[str]:
    return (str(each) for each in unique(given) if isinstance(each, Problem))


def test_the_same_reading_counts_once() -> None:
    assert list(unique([reading(), reading()])) == [reading()]


def test_two_readings_of_an_article_by_one_annotator_are_a_problem() -> None:
    other = replace(reading(), codebook="other")
    assert list(problems(reading(), other)) == [
        "a1: 'anna' has labelled it twice; the first stays. Delete one of them."
    ]


def test_two_texts_with_one_id_are_a_problem() -> None:
    other = reading("ben", replace(ARTICLE, text=ARTICLE.text + "!"))
    assert list(problems(reading(), other)) == ["a1: another text has this id; give each article an id of its own."]
