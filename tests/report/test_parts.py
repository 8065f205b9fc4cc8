"""The parts of the page by themselves: who stands where, over time, in agreement, and the marks in an article."""

import datetime
import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.labels import Group, Stance
from stance.report.marking import marked
from stance.report.network import WIDTH, agreement, network
from stance.report.standings import by_actor, by_group
from stance.report.timeline import courses, date_of
from stance.report.trust import measured
from stance.types import Article, Span
from tests.report.rows import said


def test_the_same_name_is_the_same_actor_however_it_is_spelled() -> None:
    marou, renn = by_actor([said("MAROU"), said("Renn"), said("Marou"), said("Marou ")], 9)
    assert (marou.name, marou.shares.count, renn.name) == ("MAROU", 3, "Renn")


def test_groups_come_in_the_codebooks_order() -> None:
    found = by_group([said(group=Group.EXPERT), said(group=Group.ALLIANCE), said(group=Group.EXPERT)])
    assert [(each.name, each.shares.count) for each in found] == [("alliance", 1), ("expert", 2)]


def test_the_telling_sentences_are_sure_decided_told_once_and_of_both_sides() -> None:
    rows = [
        said(p=0.9, text="Stay!"),
        said(p=0.9, text="Stay!", article="b.txt"),
        said(p=0.8, text="Do not go."),
        said(p=0.7, text="Remain."),
        said(p=0.6, text="Go.", stance=Stance.SUPPORT),
        said(p=0.99, text="It rained.", stance=Stance.NONE),
        said(p=0.4, text="Well.", abstained=True),
    ]
    (actor,) = by_actor(rows, 9)
    assert [each.mention.sentence.text for each in actor.telling] == ["Stay!", "Do not go.", "Go."]


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2021-05-03", datetime.date(2021, 5, 3)),
        (" 2021-05-03T23:59:00+02:00", datetime.date(2021, 5, 3)),
        ("Mon, 03 May 2021 08:00:00 GMT", datetime.date(2021, 5, 3)),
        ("yesterday", None),
        ("2021-13-01", None),
        ("", None),
    ],
)
def test_dates_are_read_where_they_can_be(published: str, day: datetime.date | None) -> None:
    assert date_of(Article("a", "…", published=published)) == day


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2021-05-03", "2021-05-03", ["3 May 2021"]),
        ("2021-05-03", "2021-05-05", ["3 May 2021", "4 May 2021", "5 May 2021"]),
        ("2021-05-05", "2021-08-31", ["week of 3 May 2021", "week of 30 Aug 2021"]),
        ("2020-11-30", "2021-12-01", ["Nov 2020", "Dec 2021"]),
        ("2018-01-01", "2021-12-31", ["Q1 2018", "Q4 2021"]),
        ("2001-01-01", "2021-12-31", ["2001", "2021"]),
        ("1967-01-01", "2024-12-31", ["1965–1969", "2020–2024"]),
        ("0001-01-01", "9999-12-31", ["0–499", "9500–9999"]),
    ],
)
def test_periods_are_as_fine_as_can_be_read(first: str, last: str, labels: list[str]) -> None:
    dates = {"a.txt": datetime.date.fromisoformat(first), "b.txt": datetime.date.fromisoformat(last)}
    (course,) = courses([said(), said(article="b.txt"), said(article="undated")], dates)
    told = [period.label for period in course.periods]
    assert len(told) <= 24
    assert [told[0], *told[1:-1][: len(labels) - 2], *told[1:][-1:]] == labels
    assert course.total == pytest.approx(2)
    assert course.periods[0].counts[Stance.OPPOSE] == pytest.approx(0.7 if len(told) > 1 else 1.4)


def test_agreement_is_one_for_the_same_side_and_negative_for_opposite_ones() -> None:
    stay, remain, go = by_actor([said("A"), said("B", p=0.9), said("C", Stance.SUPPORT)], 9)
    assert agreement(stay, remain) == pytest.approx(1)
    assert agreement(stay, go) == pytest.approx(-0.5)


def test_the_network_ties_those_who_agree_and_is_always_drawn_alike() -> None:
    rows = [said(f"Stay {n}") for n in range(5)] + [said(f"Go {n}", Stance.SUPPORT) for n in range(5)]
    rows.append(said("Nobody", Stance.NONE, 0.9))
    drawn = network(by_actor(rows, 20))
    names = [node.standing.name.split()[0] for node in drawn.nodes]
    assert "Nobody" not in names
    assert drawn.ties
    assert all(names[tie.first] == names[tie.second] for tie in drawn.ties)
    assert all(0 < node.x < WIDTH and 0 < node.y < drawn.height for node in drawn.nodes)
    assert not any(one.crowds(other) for one, other in combinations(drawn.nodes, 2))
    assert drawn == network(by_actor(rows, 20))
    assert {other.name.split()[0] for other in drawn.neighbours(0)} == {names[0]}


def test_nobody_and_one_actor_make_networks_too() -> None:
    assert network([]).nodes == ()
    assert len(network(by_actor([said()], 9)).nodes) == 1


def test_marks_may_overlap_and_nest() -> None:
    article = Article("a.txt", "Renn, of the Senate, said no.\n\nShe left.")
    rows = [
        said("Renn", text="Renn, of the Senate, said no.", source=Span(0, 19)),
        said("Senate", text="Renn, of the Senate, said no.", source=Span(13, 19)),
        said("Renn", text="She left.", start=31, source=Span(0, 19)),
        said("Other", text="not there", start=31),
    ]
    first, second = marked(article, rows).paragraphs
    assert [(piece.text, piece.named, piece.opens) for piece in first] == [
        ("Renn, of the ", True, 0),
        ("Senate", True, None),
        (", said no.", False, None),
    ]
    assert [row.mention.actor.name for row in first[-1].closes] == ["Renn", "Senate"]
    assert [(piece.text, len(piece.said), piece.opens) for piece in second] == [("She left.", 1, 31)]


@given(st.text("ab\n .", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=6))
def test_a_marked_text_is_the_text_but_for_blank_lines(text: str, spans: list[tuple[int, int]]) -> None:
    inside = [(start, text[start : start + length]) for start, length in spans if text[start : start + length]]
    rows = [said(text=each, start=start, source=Span(start, start + 1)) for start, each in inside]
    found = marked(Article("a.txt", text), rows)
    joined = "\n\n".join("".join(piece.text for piece in paragraph) for paragraph in found.paragraphs)
    assert joined.split() == text.split()
    assert len(found.attributions) == len(rows)


def test_figures_are_read_beside_the_model_or_in_its_folder(tmp_path: Path) -> None:
    names = ("stance_accuracy", "stance_macro_f1", "stance_ece", "actor_precision", "actor_recall", "pair_f1")
    figure = {"value": 0.5, "low": 0.4, "high": 0.6}
    found = {"test": {"articles": 3, "attributions": 9, "figures": dict.fromkeys(names, figure)}}
    (tmp_path / "model").mkdir()
    assert measured(tmp_path / "model") == []
    (tmp_path / "evaluation.json").write_text(json.dumps(found), encoding="utf-8")
    (test,) = measured(tmp_path / "model")
    assert (test.texts, test.articles, test.attributions) == ("test", 3, 9)
    assert {(each.value, each.low, each.high) for each in test.figures.values()} == {(0.5, 0.4, 0.6)}


@pytest.mark.parametrize("content", ["{", "[]", '{"test": 1}', '{"test": {"figures": {}, "articles": 1}}'])
def test_what_holds_no_evaluations_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "evaluation.json").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"evaluation\.json: holds no evaluations .*remove it"):
        measured(tmp_path)
