"""The real Label Studio: what two annotators do in it comes back. `make test-labelling` runs these tests."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stance.files import Problem
from stance.labelling import Label, LabelledSentence, Reading, ordered
from stance.labelling.codebook import Codebook
from stance.labelling.label_studio import read
from stance.labelling.suggestions import task
from stance.labelling.tools import export
from stance.labels import Group, Mode, Stance
from stance.text import read as read_text
from stance.types import Article
from tests.labelling.browser import Page, page_of
from tests.labelling.studio import Studio, running

pytestmark = pytest.mark.label_studio

COMMAND = Path(__file__).parents[2] / ".venv-label-studio" / "bin" / "label-studio"
TEXT = (
    "Okoro 🪖 said\r\nthey must go. “Soon,”\the said.\n\n👩‍🚒 Marou: «שלום, עולם» <b>the</b> troops &amp; men "
    "leave.\r\r\nThe “general” 😀😀 said no. $text It ended."
)
ARTICLE = Article("=1+1", TEXT, title="<i>Go</i>, says $title", author="", source="Herald")


def suggestion() -> Reading:
    """Return a named source, one whom the sentence does not name, and two in one sentence."""
    blank = task(read_text(ARTICLE), (), "model", Codebook.read().digest)
    okoro, general = TEXT.index("Okoro"), TEXT.index("general")
    given = {
        0: [Label("Ada Okoro", okoro, okoro + 5, Mode.INDIRECT, Group.EXPERT, Stance.SUPPORT)],
        1: [Label("Ada “=Okoro”\n😀", None, None, Mode.CONTINUED, Group.EXPERT, Stance.CONDITIONAL)],
        3: [
            Label("general", general, general + 7, Mode.INDIRECT, Group.HOST_GOVERNMENT, Stance.OPPOSE),
            Label("men", general, general + 7, Mode.INDIRECT, Group.OTHER, Stance.NONE),
        ],
    }
    return labelled(blank, given)


def labelled(reading: Reading, given: dict[int, list[Label]], annotator: str = "model") -> Reading:
    """Return a reading with other labels in some of its sentences."""

    def with_labels(number: int, each: LabelledSentence) -> LabelledSentence:
        return replace(each, labels=ordered(given.get(number, each.labels)))

    sentences = (with_labels(number, each) for number, each in enumerate(reading.sentences))
    return replace(reading, annotator=annotator, sentences=tuple(sentences))


@pytest.fixture(scope="module")
def annotators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Studio, Studio]]:
    if not COMMAND.is_file():
        pytest.skip("needs Label Studio; run `make test-labelling`")
    with running(COMMAND, tmp_path_factory.mktemp("studio")) as address:
        yield Studio(address, "anna@example.org").sign_up(), Studio(address, "ben@example.org").sign_up()


@pytest.fixture
def project(annotators: tuple[Studio, Studio], tmp_path: Path) -> int:
    """Make a project with what was exported, in which two are to read each article."""
    tasks, config, _ = export("label-studio", [suggestion()], tmp_path / "tasks.json", Codebook.read())
    settings = {
        "title": "Withdrawal",
        "label_config": config.read_text(encoding="utf-8"),
        "maximum_annotations": 2,
        "show_collab_predictions": True,
    }
    made = annotators[0].ask("POST", "projects", json=settings)
    number = int(made["id"])
    annotators[0].ask("POST", f"projects/{number}/import", json=json.loads(tasks.read_text(encoding="utf-8")))
    return number


def only_task(studio: Studio, project: int) -> dict[str, Any]:
    """Return the one task of a project, with its prediction."""
    (found,) = studio.ask("GET", f"tasks?project={project}&fields=all")["tasks"]
    return dict(found)


def annotate(studio: Studio, task: dict[str, Any], result: list[dict[str, Any]]) -> None:
    studio.ask("POST", f"tasks/{task['id']}/annotations", json={"result": result})


def exported(studio: Studio, project: int, folder: Path) -> list[Reading | Problem]:
    """Return the readings of what the project exports."""
    content = studio.ask("GET", f"projects/{project}/export?exportType=JSON")
    (folder / "export.json").write_text(json.dumps(content), encoding="utf-8")
    return list(read(folder / "export.json"))


def number_of(studio: Studio) -> str:
    return str(studio.ask("GET", "current-user/whoami")["id"])


def test_two_annotators_accept_change_and_add(annotators: tuple[Studio, Studio], project: int, tmp_path: Path) -> None:
    anna, ben = annotators
    task = only_task(anna, project)
    (prediction,) = task["predictions"]
    assert prediction["model_version"] == "model"
    annotate(anna, task, prediction["result"])
    place = {"start": TEXT.index("Marou"), "end": TEXT.index("Marou") + 5, "text": "Marou"}
    changed = json.loads(json.dumps(prediction["result"]).replace('"support"', '"oppose"'))
    new = {"id": "new", "to_name": "text"}
    added = [
        new | {"from_name": "stance", "type": "labels", "value": place | {"labels": ["none"]}},
        new | {"from_name": "group", "type": "choices", "value": place | {"choices": ["civil_society"]}},
    ]
    annotate(ben, task, [*changed, *added])
    given = suggestion()
    first = replace(given.sentences[0].labels[0], stance=Stance.OPPOSE)
    # The name and the mode, which Ben left out, are those that the rules find.
    marou = Label("Marou", place["start"], place["end"], Mode.MIXED, Group.CIVIL_SOCIETY, Stance.NONE)
    assert exported(anna, project, tmp_path) == [
        labelled(given, {}, number_of(anna)),
        labelled(given, {0: [first], 2: [marou]}, number_of(ben)),
    ]


def test_a_mark_without_a_group_is_told(annotators: tuple[Studio, Studio], project: int, tmp_path: Path) -> None:
    task = only_task(annotators[0], project)
    stance = [each for each in task["predictions"][0]["result"] if each["from_name"] != "group"]
    annotate(annotators[0], task, stance)
    (found,) = exported(annotators[0], project, tmp_path)
    assert isinstance(found, Problem)
    assert "'Okoro' at 0-5 has no group; choose one; correct it in Label Studio and export anew." in str(found)


@pytest.fixture
def page(annotators: tuple[Studio, Studio], project: int) -> Iterator[Page]:
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        pytest.skip("needs chromium and chromedriver; install both")
    with page_of(annotators[1], f"projects/{project}/data?labeling=1") as opened:
        yield opened


def test_words_marked_in_the_page_come_back_as_those_words(
    annotators: tuple[Studio, Studio], project: int, page: Page, tmp_path: Path
) -> None:
    page.mark("ended", "support", "expert")
    page.mark("troops", "conditional", "alliance")
    page.submit()
    (found,) = exported(annotators[1], project, tmp_path)
    assert isinstance(found, Reading), found
    new = [
        (TEXT[label.start : label.end], str(label.group), str(label.stance))
        for sentence in found.sentences
        for label in sentence.labels
        if label.start is not None and label not in suggestion().sentences[found.sentences.index(sentence)].labels
    ]
    assert sorted(new) == [("ended", "expert", "support"), ("troops", "alliance", "conditional")]


def test_the_page_shows_the_suggestions_and_the_codebook_and_asks_nobody_outside(page: Page) -> None:
    assert page.marked() == ["Okoro", "“Soon,”\the said.", "general", "general"]
    assert page.colours() >= {"support", "oppose", "conditional", "none"}
    page.choose("Codebook")
    page.see("The target is the withdrawal of foreign (deployed) troops")
    assert page.outside() == []
