"""What people labelled in an annotation tool becomes texts of the corpus."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from stance.labelling import LabelledSentence, Reading, write_readings
from stance.types import Article
from tests.labelling.readings import ARTICLE, reading
from training.data.__main__ import app
from training.data.corpus import SPLITS, Text, codebook_of, read_split
from training.data.vocabulary import Conflict, Genre, Kind


@pytest.fixture
def adopt(corpus_folder: Path, tmp_path: Path):
    """Adopt readings into the corpus by the command, with its codebook's digest where none other is wanted."""

    def run(readings: Iterable[Reading], *options: str, codebook: str = "") -> Result:
        followed = codebook or codebook_of(corpus_folder)
        write_readings([replace(each, codebook=followed) for each in readings], tmp_path / "r.jsonl")
        arguments = ["adopt", tmp_path / "r.jsonl", "--conflict", "Iraq", "--genre", "brief", "--data", corpus_folder]
        return CliRunner().invoke(app, [*map(str, arguments), *options])

    return run


def held(folder: Path) -> list[Text]:
    return [text for split in SPLITS for text in read_split(folder, split)]


def test_a_reading_becomes_a_text_with_its_labels(adopt, corpus_folder: Path) -> None:
    before = held(corpus_folder)
    assert adopt([reading()]).exit_code == 0
    (new,) = [text for text in held(corpus_folder) if text not in before]
    assert (new.text, new.title, new.kind) == (ARTICLE.text, ARTICLE.title, Kind.ARTICLE)
    assert (new.conflict, new.genre, new.date) == (Conflict.IRAQ, Genre.BRIEF, datetime.date(2031, 5, 2))
    labels = [(each.actor, each.start, each.stance) for sentence in new.sentences for each in sentence.attributions]
    given = [(each.actor, each.start, each.stance) for sentence in reading().sentences for each in sentence.labels]
    assert labels == given


def test_the_same_readings_can_be_adopted_again(adopt, corpus_folder: Path) -> None:
    adopt([reading()])
    before = held(corpus_folder)
    assert adopt([reading()]).exit_code == 0
    assert held(corpus_folder) == before


def test_whose_labels_count_must_be_said_where_several_have_read(adopt, corpus_folder: Path) -> None:
    other = replace(reading("ben"), sentences=tuple(replace(each, labels=()) for each in reading().sentences))
    assert "read by several of anna, ben; say whose labels count: --annotator" in adopt([reading(), other]).output
    assert adopt([reading(), other], "--annotator", "ben").exit_code == 0
    (new,) = [text for text in held(corpus_folder) if text.text == ARTICLE.text]
    assert not any(sentence.attributions for sentence in new.sentences)


def short(**fields: str) -> Reading:
    """Return a reading of one sentence of an article."""
    text = "The road was open."
    return Reading(Article("x", text, **fields), "anna", "d", (LabelledSentence(0, len(text), 0),))


def test_a_day_may_be_given_where_the_article_tells_none(adopt, corpus_folder: Path) -> None:
    assert "published '' is no date such as 2031-05-02; give one with --date" in adopt([short()]).output
    assert adopt([short()], "--date", "1999-12-31").exit_code == 0
    (new,) = [text for text in held(corpus_folder) if text.text == "The road was open."]
    assert (new.date, new.kind) == (datetime.date(1999, 12, 31), Kind.SNIPPET)


def test_a_time_of_day_is_cut_off(adopt) -> None:
    assert adopt([short(published="2031-05-02T10:00:00Z")]).exit_code == 0


@pytest.mark.parametrize(
    ("given", "options", "message"),
    [
        (replace(reading(), sentences=reading().sentences[:2]), [], "no sentence covers '“Or never.”"),
        (reading(), ["--annotator", "zoe"], "'zoe' has read nothing; the annotators are: anna."),
    ],
)
def test_what_does_not_do_for_the_corpus(
    adopt, corpus_folder: Path, given: Reading, options: list[str], message: str
) -> None:
    before = held(corpus_folder)
    result = adopt([given], *options)
    assert result.exit_code == 1
    assert message in result.output
    assert held(corpus_folder) == before


def test_labels_that_follow_other_rules_are_refused(adopt) -> None:
    assert "r.jsonl:1: the labels follow another codebook than" in adopt([reading()], codebook="other").output


def test_a_faulty_article_may_be_left_out(adopt, corpus_folder: Path) -> None:
    assert adopt([short(), replace(reading(), article=ARTICLE)], "--keep-going").exit_code == 0
    assert ARTICLE.text in {text.text for text in held(corpus_folder)}
    assert "The road was open." not in {text.text for text in held(corpus_folder)}
