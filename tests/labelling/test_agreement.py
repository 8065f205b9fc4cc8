"""How far annotators agree, and on what they do not."""

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from krippendorff import alpha as krippendorff_alpha
from sklearn.metrics import cohen_kappa_score
from typer.testing import CliRunner, Result

from stance.cli import app
from stance.labelling import Label, LabelledSentence, Reading, write_readings
from stance.labelling.agreement import agreement, alpha, kappa, rule
from stance.labelling.codebook import Codebook
from stance.labelling.comparison import all_compared
from stance.labels import GROUPS, STANCES, Group, Mode, Stance
from stance.types import Article

PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40)
TEXT = "Okoro and Lind spoke."


def tables(pairs: Sequence[tuple[int, int]]) -> np.ndarray:
    table = np.zeros((1, 4, 4))
    for first, second in pairs:
        table[0, first, second] += 1
    return table


@given(PAIRS.filter(lambda pairs: len(set(np.ravel(pairs))) > 1))
def test_alpha_and_kappa_are_those_of_the_libraries(pairs: list[tuple[int, int]]) -> None:
    first, second = map(list, zip(*pairs, strict=True))
    values = range(4)
    expected = krippendorff_alpha(np.array([first, second], float), level_of_measurement="nominal", value_domain=values)
    assert alpha(tables(pairs))[0] == pytest.approx(expected)
    assert kappa(tables(pairs))[0] == pytest.approx(cohen_kappa_score(first, second))


def test_one_value_alone_is_agreement() -> None:
    assert alpha(tables([(1, 1)] * 3)).tolist() == kappa(tables([(1, 1)] * 3)).tolist() == [1.0]


def okoro(stance: Stance, group: Group = Group.EXPERT) -> Label:
    return Label("Okoro", 0, 5, Mode.INDIRECT, group, stance)


LIND = Label("Lind", 10, 14, Mode.INDIRECT, Group.EXPERT, Stance.NONE)


def reading(annotator: str, article: str, *labels: Label) -> Reading:
    sentence = LabelledSentence(0, len(TEXT), 0, labels)
    return Reading(Article(article, TEXT), annotator, "5f" * 32, (sentence,))


READINGS = (
    reading("ben", "a1", okoro(Stance.OPPOSE), LIND),
    reading("anna", "a1", okoro(Stance.SUPPORT)),
    reading("anna", "a2", okoro(Stance.SUPPORT)),
    reading("ben", "a2", okoro(Stance.SUPPORT, Group.CIVIL_SOCIETY)),
    reading("anna", "a3", okoro(Stance.NONE)),
    reading("ben", "a4"),
)


def test_what_two_have_read_is_compared_in_the_order_of_their_names() -> None:
    found = list(all_compared(READINGS))
    assert [(each.article.id, each.annotators, each.differences) for each in found] == [
        ("a1", ("anna", "ben"), 2),
        ("a2", ("anna", "ben"), 1),
    ]


def test_actors_stances_and_groups_are_counted_by_article() -> None:
    found = agreement(list(all_compared(READINGS)))
    assert (found.articles, found.sentences) == (2, 2)
    assert found.actor_f1.value == pytest.approx(4 / 5)
    assert found.stance.given(Stance.SUPPORT) == (2, 1)
    assert found.group.given(Group.CIVIL_SOCIETY) == (0, 1)
    assert found.stance.alpha.value == pytest.approx(0.0)
    assert found.stance.alpha.low < found.stance.alpha.high


def test_alpha_of_a_label_leaves_the_confusions_of_others_out() -> None:
    mixed = [(Stance.SUPPORT, Stance.SUPPORT), (Stance.OPPOSE, Stance.NONE), (Stance.NONE, Stance.OPPOSE)] * 3
    readings = [
        reading(who, f"a{number}", okoro(stances[place]))
        for number, stances in enumerate(mixed)
        for place, who in enumerate(("anna", "ben"))
    ]
    scale = agreement(list(all_compared(readings))).stance
    assert scale.alpha_of(Stance.SUPPORT).value == 1.0
    assert scale.alpha_of(Stance.NONE).value < 0
    [confusion] = scale.confusions()
    assert (confusion.labels, confusion.times) == ((Stance.OPPOSE, Stance.NONE), 6)
    assert confusion.rule.startswith("A forecast of harm")


def test_three_annotators_are_compared_two_by_two() -> None:
    third = reading("zoe", "a2", okoro(Stance.SUPPORT))
    assert [each.annotators for each in all_compared([*READINGS[2:4], third])] == [
        ("anna", "ben"),
        ("anna", "zoe"),
        ("ben", "zoe"),
    ]


@pytest.mark.parametrize("pair", [*combinations(STANCES, 2), *combinations(GROUPS, 2)], ids=" ".join)
def test_every_two_labels_have_a_rule_in_the_words_of_the_codebook(pair: tuple[Stance | Group, Stance | Group]) -> None:
    text = " ".join(Codebook.read().text.split())
    assert rule(*pair) == rule(*reversed(pair))
    assert " ".join(rule(*pair).split()) in text


def test_annotators_who_find_nobody_agree() -> None:
    found = agreement(list(all_compared([reading("anna", "a1"), reading("ben", "a1")])))
    assert (found.actor_f1.value, found.stance.alpha.value) == (1.0, 1.0)


def files_of(folder: Path, *readings: Reading) -> list[str]:
    """Write one file for each annotator, as the tools give them."""
    names = sorted({each.annotator for each in readings})
    for name in names:
        write_readings([each for each in readings if each.annotator == name], folder / f"{name}.jsonl")
    return [str(folder / f"{name}.jsonl") for name in names]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["label", "agreement", *arguments])


def test_the_command_shows_figures_labels_rules_and_the_most_disputed_sentences(tmp_path: Path) -> None:
    result = run(*files_of(tmp_path, *READINGS))
    assert result.exit_code == 0, result.output
    shown = " ".join(result.stdout.split())
    assert "anna – ben" in shown
    assert "support – oppose" in shown
    assert "Irony and denial count as what is meant." in shown
    first, second = result.stdout.index(f"a1: {TEXT}"), result.stdout.index(f"a2: {TEXT}")
    assert first < second
    assert "  ben: Okoro: oppose, expert; Lind: none, expert" in result.stdout


def test_the_command_gives_each_pair_and_all_together_as_json(tmp_path: Path) -> None:
    third = reading("zoe", "a2", okoro(Stance.SUPPORT))
    found = json.loads(run(*files_of(tmp_path, *READINGS, third), "--json", "--sentences", "1").stdout)
    assert list(found["pairs"]) == ["anna – ben", "anna – zoe", "ben – zoe", "all together"]
    assert found["pairs"]["anna – ben"]["stance"]["labels"]["support"]["given"] == [2, 1]
    assert found["pairs"]["all together"]["articles"] == 2
    [disputed] = found["sentences"]
    assert (disputed["article"], disputed["differences"]) == ("a1", 2)
    assert set(disputed["given"]) == {"anna", "ben"}


@pytest.mark.parametrize(
    ("readings", "message"),
    [
        ([reading("anna", "a1"), reading("ben", "a2")], "No two annotators have read the same sentence"),
        ([reading("anna", "a1"), replace(reading("ben", "a1"), codebook="other")], "The labels follow 2 codebooks"),
    ],
)
def test_what_cannot_be_compared_is_told(tmp_path: Path, readings: list[Reading], message: str) -> None:
    result = run(*files_of(tmp_path, *readings))
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_file_given_twice_with_other_labels_is_refused(tmp_path: Path) -> None:
    write_readings([reading("anna", "a1", LIND)], tmp_path / "again.jsonl")
    result = run(*files_of(tmp_path, *READINGS), str(tmp_path / "again.jsonl"))
    assert result.exit_code == 2
    assert "a1: 'anna' has labelled it twice" in result.stderr
