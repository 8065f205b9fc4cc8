"""How many wrong labels are found."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from stance.labelling import Reading
from stance.labels import STANCES
from tests import corpora
from tests.labelling.test_suggest import Scripted
from training.cli import app
from training.data.corpus import read_split
from training.data.labelled import reading
from training.doubts import found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpora.folder(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def readings(folder: Path) -> list[Reading]:
    return [reading(text) for text in read_split(folder, "train")]


def certain(*, right: bool) -> Scripted:
    """Return a model that knows the stance of every saying, or is as sure of another one."""
    places = ((words, (STANCES.index(stance) + (not right)) % len(STANCES)) for words, stance in corpora.SAYINGS)
    return Scripted(**{words: [0.97 if n == place else 0.01 for n in range(len(STANCES))] for words, place in places})


def test_who_knows_all_stances_finds_every_one_that_was_turned(readings: list[Reading]) -> None:
    labels, turned, hits = found(readings, certain(right=True), "stance", seed=0, share=0.1)
    assert labels == sum(len(each.labels) for given in readings for each in given.sentences)
    assert turned == hits == round(0.1 * labels)


def test_who_is_always_wrong_finds_few(readings: list[Reading]) -> None:
    _, turned, hits = found(readings, certain(right=False), "stance", seed=0, share=0.1)
    assert hits < turned / 2


def test_the_readings_stay_as_they_are_and_a_seed_gives_the_same_again(readings: list[Reading]) -> None:
    before = list(readings)
    first, again = (found(readings, certain(right=False), "stance", seed=3) for _ in range(2))
    assert first == again
    assert readings == before


def test_the_command_compares_with_chance(folder: Path) -> None:
    result = CliRunner().invoke(app, ["doubts", f"data={folder}", "--seeds", "2"])
    assert result.exit_code == 0, result.output
    head, _, stances, groups = result.stdout.splitlines()
    assert head == "| labels | turned | found | standard deviation | by chance |"
    assert " of stance |" in stances
    assert " of group |" in groups
