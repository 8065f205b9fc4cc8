"""Label Studio's files, without Label Studio; with it, see test_label_studio.py."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.files import Problem
from stance.labelling import Reading
from stance.labelling.label_studio import read, shown, write
from tests.labelling.readings import reading
from tests.labelling.test_tools import accept_label_studio

Annotation = dict[str, Any]


@given(st.text())
def test_what_is_shown_has_the_same_offsets_and_no_line_end_of_another_kind(text: str) -> None:
    assert len(shown(text)) == len(text)
    assert "\r" not in shown(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("a\r\nb", "a \nb"), ("a\rb", "a\nb"), ("\x07🪖\u202eש", "�🪖�ש"), ("a\n\tb", "a\n\tb")]
)
def test_only_what_a_browser_would_change_is_shown_otherwise(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_readings_of_one_article_are_predictions_of_one_task(tmp_path: Path) -> None:
    write([reading("m1"), reading("m2")], tmp_path / "t.json")
    (task,) = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    assert [each["model_version"] for each in task["predictions"]] == ["m1", "m2"]
    assert task["data"]["about"] == "Herald, 2031-05-02, a1"


def exported(path: Path, change: Callable[[Annotation], object]) -> list[Reading | Problem]:
    write([reading()], path)
    accept_label_studio(path, "anna")
    tasks = json.loads(path.read_text(encoding="utf-8"))
    change(tasks[0]["annotations"][0])
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return list(read(path))


def without(control: str) -> Callable[[Annotation], object]:
    def change(annotation: Annotation) -> None:
        annotation["result"] = [each for each in annotation["result"] if each["from_name"] != control]

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without("group"), "'Okoro' at 0-5 has no group; choose one; correct it in Label Studio and export anew."),
        (without("stance"), "'Okoro' at 0-5 has no stance; choose one"),
        (lambda each: each["result"][0]["value"].update(labels=["neutral"]), "Unknown stance 'neutral'"),
        (lambda each: each["result"][0]["value"].update(start=None), "is not what Label Studio writes; export it anew"),
        (lambda each: each.update(result=None), "is not what Label Studio writes; export it anew, as JSON."),
        (lambda each: each["result"][0]["value"].update(start=3, end=30), "is marked; mark the words of one sentence"),
    ],
)
def test_a_faulty_annotation_is_told(tmp_path: Path, change: Callable[[Annotation], object], message: str) -> None:
    (found,) = exported(tmp_path / "t.json", change)
    assert isinstance(found, Problem)
    assert found.place == f"{tmp_path / 't.json'}: task 0, annotation 7"
    assert message in found.message


def test_what_was_skipped_was_not_read(tmp_path: Path) -> None:
    assert exported(tmp_path / "t.json", lambda each: each.update(was_cancelled=True)) == []


@pytest.mark.parametrize("user", [3, {"id": 3}, {"id": 3, "email": ""}])
def test_an_annotator_whose_address_is_not_exported_goes_by_number(tmp_path: Path, user: object) -> None:
    (found,) = exported(tmp_path / "t.json", lambda each: each.update(completed_by=user))
    assert isinstance(found, Reading)
    assert found.annotator == "3"


def test_relations_between_marks_are_passed_over(tmp_path: Path) -> None:
    relation = {"type": "relation", "from_id": "0-0", "to_id": "1-0"}
    assert exported(tmp_path / "t.json", lambda each: each["result"].append(relation)) == [reading("anna")]
