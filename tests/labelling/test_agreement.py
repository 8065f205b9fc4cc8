"""How far annotators agree, and on what they do not."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from krippendorff import alpha as krippendorff_alpha
from sklearn.metrics import cohen_kappa_score

from stance.labelling import Label, LabelledSentence, Reading
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
