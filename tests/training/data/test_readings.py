import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stance.labels import Stance
from tests.corpora import RULES
from training.data import readings
from training.data.__main__ import app
from training.data.agreement import agreement
from training.data.corpus import SPLITS, Text, read_split
from training.data.drafts import read_drafts
from training.data.sheets import blank, doubts, read_labels

Drafts = Callable[..., Path]


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def unseen(corpus_folder: Path) -> Text:
    """The snippet of two sentences, both by Hanoi: support, then none."""
    [text] = read_split(corpus_folder, "test_unseen")
    return text


def answer(folder: Path, text: Text, *labels: str) -> Path:
    path = folder / "answer.txt"
    path.write_text("\n".join([f"## {text.id}", *(f"{n} {each}" for n, each in enumerate(labels, 1))]))
    return path


def test_a_sheet_shows_sentences_and_hides_labels(unseen: Text) -> None:
    sheet = blank([unseen])
    assert "1 Hanoi said its forces would leave by the end of 1990." in sheet
    assert "support" not in sheet
    assert unseen.id in sheet


@pytest.mark.parametrize(("size", "sheets"), [(1, 2), (100, 1)])
def test_blank_sheets_hold_what_one_person_has_read_and_every_text_once(
    corpus_folder: Path, tmp_path: Path, size: int, sheets: int
) -> None:
    told = run("blank", tmp_path / "sheets", "--all", "--size", size, "--data", corpus_folder)
    written = [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "sheets").iterdir())]
    assert f"2 texts on {sheets} sheets" in told
    assert len(written) == sheets
    texts = [text.id for split in SPLITS for text in read_split(corpus_folder, split)]
    assert sorted(re.findall(r"## (\S+)", "".join(written))) == sorted(texts)


def test_a_second_reading_is_kept_beside_the_first_and_changes_no_label(
    corpus_folder: Path, tmp_path: Path, unseen: Text
) -> None:
    sheet = answer(tmp_path, unseen, "Hanoi | deploying_government | conditional | indirect | Hanoi", "-")
    assert "1 texts read" in run("second", sheet, "--data", corpus_folder)
    first = readings.load(corpus_folder, "first")[unseen.id].labels
    second = readings.load(corpus_folder, "second")[unseen.id].labels
    assert [len(labels) for labels in first] == [1, 1]
    assert [len(labels) for labels in second] == [1, 0]
    assert read_split(corpus_folder, "test_unseen") == [unseen]
    assert "0 texts read" in run("second", sheet, "--data", corpus_folder)


def test_agreement_counts_common_actors_and_alpha_of_their_stances(
    corpus_folder: Path, tmp_path: Path, unseen: Text
) -> None:
    label = "Hanoi | deploying_government | {} | continued |"
    run(
        "second",
        answer(tmp_path, unseen, label.format("support"), label.format("none")),
        "--data",
        corpus_folder,
    )
    found = agreement(corpus_folder)
    assert list(found) == ["test_unseen", "all"]
    assert (found["all"].articles, found["all"].sentences, found["all"].actor_f1.value) == (1, 2, 1.0)
    assert found["all"].stance.alpha.value == pytest.approx(1.0)
    assert found["all"].group.alpha.value == 1.0


def test_disagreement_lowers_alpha_and_actor_f1(corpus_folder: Path, tmp_path: Path, unseen: Text) -> None:
    sheet = answer(tmp_path, unseen, "Hanoi | deploying_government | none | indirect | Hanoi", "-")
    run("second", sheet, "--data", corpus_folder)
    found = agreement(corpus_folder)["all"]
    assert found.actor_f1.value == pytest.approx(2 / 3)
    assert found.stance.alpha.value == pytest.approx(0.0)


def test_a_ruling_changes_the_split_and_keeps_both_readings_and_the_reason(
    corpus_folder: Path, tmp_path: Path, unseen: Text
) -> None:
    sheet = answer(tmp_path, unseen, "Hanoi | deploying_government | conditional | indirect | Hanoi", "-")
    run("second", sheet, "--data", corpus_folder)
    assert "2 sentences" in run("differences", tmp_path / "doubts", "--data", corpus_folder)
    doubts = (tmp_path / "doubts" / "doubts-001.txt").read_text()
    assert {line[2:] for line in doubts.splitlines() if line[:2] in ("A ", "B ")} == {
        "Hanoi | deploying_government | support | indirect | Hanoi",
        "Hanoi | deploying_government | conditional | indirect | Hanoi",
        "Hanoi | deploying_government | none | continued | ",
        "-",
    }
    ruling = tmp_path / "rulings.txt"
    ruling.write_text(
        f"## {unseen.id} 1\nHanoi | deploying_government | conditional | indirect | Hanoi\nA date decides.\n"
        f"## {unseen.id} 2\n-\nNobody is named.\n"
    )
    assert "2 rulings, 2 change" in run("settle", ruling, "--data", corpus_folder)
    [changed] = read_split(corpus_folder, "test_unseen")
    assert [len(sentence.attributions) for sentence in changed.sentences] == [1, 0]
    assert changed.sentences[0].attributions[0].stance is Stance.CONDITIONAL
    assert [ruling.reason for ruling in readings.load_rulings(corpus_folder)] == ["A date decides.", "Nobody is named."]
    assert list(readings.differences(corpus_folder)) == []
    assert readings.load(corpus_folder, "first")[unseen.id].labels[0][0].stance is Stance.SUPPORT


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["1 -"], "no answer for sentence 2; write `-`"),
        (["1 -", "2 -", "3 -"], "has 2 sentences; there is no number 3"),
        (["1 Hanoi | deploying_government | neutral | indirect | Hanoi", "2 -"], "Unknown stance 'neutral'"),
        (["1 Hanoi | deploying_government | none | indirect | Saigon", "2 -"], "mention 'Saigon' is not in"),
        (["1 Hanoi | deploying_government | none | indirect |", "2 -"], "'Hanoi' is indirect without offsets"),
    ],
)
def test_faults_of_a_sheet_are_named_by_line(tmp_path: Path, unseen: Text, lines: list[str], problem: str) -> None:
    path = tmp_path / "sheet.txt"
    path.write_text("\n".join([f"## {unseen.id}", *lines]))
    found, problems = read_labels(path, {unseen.id: unseen})
    assert not found
    assert len(problems) == 1
    assert f"{path}:" in problems[0]
    assert problem in problems[0]


def test_rulings_given_twice_are_kept_once(corpus_folder: Path, tmp_path: Path, unseen: Text) -> None:
    ruling = tmp_path / "rulings.txt"
    ruling.write_text(f"## {unseen.id} 2\n-\nNobody is named.\n")
    assert "1 rulings, 1 change" in run("settle", ruling, "--data", corpus_folder)
    assert "1 rulings, 1 change" in run("settle", ruling, "--data", corpus_folder)
    assert len(readings.load_rulings(corpus_folder)) == 1


def test_a_mention_that_stands_twice_is_numbered_on_a_sheet(draft: Drafts) -> None:
    text = read_drafts(draft(), RULES)[0][0].text
    labels = text.sentences[3].attributions
    sheet = doubts([readings.Place(text, 3, labels, ())])
    assert "general | expert | oppose | indirect | he#2" in sheet


def test_all_but_nine_tenths_of_the_training_texts_want_two_readers(full_folder: Path) -> None:
    texts = {split: read_split(full_folder, split) for split in SPLITS}
    assert all(readings.wanted(split, text) for split in SPLITS[1:-1] for text in texts[split])
    assert 0 < sum(readings.wanted("train", text) for text in texts["train"]) < len(texts["train"])
