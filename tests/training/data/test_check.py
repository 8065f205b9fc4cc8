from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from training.data.__main__ import app
from training.data.add import add
from training.data.check import check
from training.data.corpus import SPLITS, CorpusError, read_split, write
from training.data.duplicates import near_duplicates
from training.data.readings import take
from training.data.splits import split_of

from .conftest import distinct, snippets, with_rules

Drafts = Callable[..., Path]

ORIGINAL = (
    "The defence ministry in London said on Tuesday that 500 soldiers would leave Basra by the spring of next year."
)


def texts_of(folder: Path) -> dict[str, list[str]]:
    return {split: [text.text for text in read_split(folder, split)] for split in SPLITS}


def test_a_sound_corpus_has_no_problems(corpus_folder: Path) -> None:
    assert check(corpus_folder, minimum={"articles": 1, "snippets": 1}, agreement={}) == []


def test_too_few_texts_are_counted(corpus_folder: Path) -> None:
    problems = check(corpus_folder, minimum={"articles": 2, "attributions": 5}, agreement={})
    assert problems == [f"{corpus_folder}: 1 articles, at least 2 are needed; write more of them."]


def test_labels_under_another_codebook_are_named(corpus_folder: Path) -> None:
    (corpus_folder / "codebook.md").write_text("Other rules.\n", encoding="utf-8")
    problems = check(corpus_folder, minimum={}, agreement={})
    assert len(problems) == 2
    assert all("bring them under it with `python -m training.data migrate`, or label anew" in each for each in problems)


def test_drafts_need_a_codebook(draft: Drafts, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"codebook\.md: no such file; copy the codebook"):
        add([draft()], tmp_path / "data")


def test_a_text_in_a_split_that_is_not_its_own_is_named(corpus_folder: Path) -> None:
    [unseen] = read_split(corpus_folder, "test_unseen")
    train = read_split(corpus_folder, "train")
    write([*train, unseen], corpus_folder / "train.jsonl")
    write([], corpus_folder / "test_unseen.jsonl")
    [problem] = check(corpus_folder, minimum={}, agreement={})
    assert "(Cambodia) belongs in test_unseen; move the line to test_unseen.jsonl." in problem
    assert "train.jsonl:" in problem


def test_a_text_in_two_splits_is_named(corpus_folder: Path) -> None:
    [unseen] = read_split(corpus_folder, "test_unseen")
    write([*read_split(corpus_folder, "test"), unseen], corpus_folder / "test.jsonl")
    problems = "\n".join(check(corpus_folder, minimum={}, agreement={}))
    assert "stands at" in problems
    assert "nearly repeats" in problems


def test_broken_lines_and_a_missing_codebook_are_named_together(corpus_folder: Path) -> None:
    (corpus_folder / "codebook.md").unlink()
    (corpus_folder / "train.jsonl").write_text("{}\n", encoding="utf-8")
    problems = check(corpus_folder, minimum={}, agreement={})
    assert any("train.jsonl:1: id: Field required; add it" in problem for problem in problems)
    assert any("codebook.md: no such file" in problem for problem in problems)


@pytest.mark.parametrize(
    ("other", "repeats"),
    [
        (ORIGINAL, True),
        (ORIGINAL.replace("London", "Rome").replace("500", "300").replace("Basra", "Nasiriya"), True),
        (ORIGINAL.replace("said on Tuesday", "announced at a briefing late on Tuesday evening"), True),
        ("The ministry said in the spring that soldiers would be moved to London by Tuesday of next week.", False),
        ("He left.", False),
    ],
)
def test_sentences_with_a_few_words_exchanged_count_as_repeated(
    draft: Drafts, tmp_path: Path, other: str, repeats: bool
) -> None:
    add([draft(text=snippets(ORIGINAL, "He left.", other))], with_rules(tmp_path / "data"))
    kept = [text for texts in texts_of(tmp_path / "data").values() for text in texts]
    assert (other not in kept or other == ORIGINAL) == repeats
    assert ORIGINAL in kept


def test_a_text_may_repeat_itself(corpus_folder: Path) -> None:
    [text] = read_split(corpus_folder, "test_unseen")
    twice = text.model_copy(update={"sentences": (text.sentences[0], text.sentences[0])})
    assert near_duplicates([twice]) == []


def test_a_growing_corpus_never_moves_a_text(draft: Drafts, tmp_path: Path) -> None:
    sentences = distinct(10)
    add([draft(text=snippets(*sentences[:4]))], with_rules(tmp_path / "small"))
    add([draft(text=snippets(*reversed(sentences)))], with_rules(tmp_path / "large"))
    small, large = texts_of(tmp_path / "small"), texts_of(tmp_path / "large")
    assert all(set(small[split]) <= set(large[split]) for split in SPLITS)


def test_settings_kept_apart_go_wholly_to_test_unseen(corpus_folder: Path) -> None:
    for split in SPLITS:
        for text in read_split(corpus_folder, split):
            assert (text.conflict == "Cambodia") == (split == "test_unseen")
            assert split_of(text) == split


def test_contrast_sets_stay_apart_and_tell_of_no_unseen_conflict(draft: Drafts, tmp_path: Path) -> None:
    folder = with_rules(tmp_path / "data")
    assert add([draft()], folder, contrast=True) == {
        "train": 0,
        "validation": 0,
        "test": 0,
        "test_unseen": 1,
        "contrast": 1,
    }
    assert add([draft(text=snippets("Another text came."))], folder)["contrast"] == 1
    assert check(folder, minimum={}, agreement={}) == []
    write(read_split(folder, "test_unseen"), folder / "contrast.jsonl")
    write([], folder / "test_unseen.jsonl")
    assert "(Cambodia) belongs in test_unseen" in "\n".join(check(folder, minimum={}, agreement={}))


def test_the_command_stops_at_faults_unless_told_to_keep_going(draft: Drafts, tmp_path: Path) -> None:
    path = str(draft("| support | indirect", "| neutral | indirect"))
    folder = with_rules(tmp_path / "data")
    stopped = CliRunner().invoke(app, ["add", path, "--data", str(folder)])
    assert stopped.exit_code == 1
    assert "draft.txt:2: Unknown stance 'neutral'" in stopped.output
    assert [path.name for path in folder.iterdir()] == ["codebook.md"]
    went_on = CliRunner().invoke(app, ["add", path, "--data", str(folder), "--keep-going"])
    assert went_on.exit_code == 0
    assert "1 test_unseen" in went_on.output


def test_the_command_tells_by_its_exit_code_whether_the_checks_hold(corpus_folder: Path) -> None:
    result = CliRunner().invoke(app, ["check", "--data", str(corpus_folder)])
    assert result.exit_code == 1
    assert "1 articles, at least 400 are needed" in result.output


def test_what_the_corpus_holds_stays_when_drafts_are_added(draft: Drafts, tmp_path: Path) -> None:
    held, coming = distinct(3), distinct(6)[3:]
    add([draft(text=snippets(*held))], with_rules(tmp_path / "data"))
    again = add([draft(text=snippets(held[0], *coming, f"{held[1]} indeed"))], tmp_path / "data")
    kept = {text for texts in texts_of(tmp_path / "data").values() for text in texts}
    assert kept == {*held, *coming}
    assert sum(again.values()) == 6


def test_texts_that_one_person_has_read_are_counted(corpus_folder: Path) -> None:
    [problem] = check(corpus_folder, minimum={})
    assert "test.jsonl:1 and 1 more texts were read by one person only" in problem


def test_readers_who_differ_are_told_of_and_by_how_much(corpus_folder: Path) -> None:
    texts = [text for split in SPLITS for text in read_split(corpus_folder, split)]
    take(corpus_folder, {text.id: [()] * len(text.sentences) for text in texts})
    problems = check(corpus_folder, minimum={})
    assert f"{corpus_folder}: 5 sentences with two opinions are not settled" in problems[0]
    assert any("actor_f1 of test_unseen is 0.000, 0.9 is needed" in problem for problem in problems)
