"""Articles to rows with the model that the package carries."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stance
from stance.predictor import Predictor, Row
from stance.types import ROW_FIELDS, Article, Attribution, Unattributed

TEXT = Path(__file__).parent.joinpath("articles", "example.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    return Predictor(stance.load_model())


def test_offsets_slice_back_to_the_same_text() -> None:
    rows = stance.predict(TEXT)
    assert rows
    for row in (row.row() for row in rows):
        assert tuple(row) == ROW_FIELDS
        assert TEXT[row["start"] : row["end"]] == row["text"]
        if row["actor_start"] is not None:
            assert TEXT[row["actor_start"] : row["actor_end"]]


def test_probabilities_add_up_and_the_stance_is_the_most_probable() -> None:
    for row in stance.predict(TEXT):
        assert isinstance(row, Attribution)
        assert sum(row.p_stance.values()) == pytest.approx(1)
        assert row.p_stance[row.stance] == max(row.p_stance.values())
        assert 0 < row.p_actor <= 1
        assert 0 < row.p_group <= 1


def test_actors_of_the_example() -> None:
    names = {row.mention.actor.name for row in stance.predict(TEXT) if isinstance(row, Attribution)}
    assert {"Ilda Marou", "Tobias Renn", "Anselm Okoro"} <= names


@pytest.mark.parametrize("given", [TEXT, Article("1", TEXT), {"text": TEXT}, [{"id": 1, "text": TEXT}]])
def test_an_article_may_come_in_any_form(given: object) -> None:
    assert [row.row() for row in stance.predict(given)] == [row.row() for row in stance.predict(TEXT)]  # type: ignore[arg-type]


def test_together_or_one_by_one_the_rows_are_the_same(predictor: Predictor) -> None:
    parts = TEXT.split("\n\n")
    together = predictor.predict([Article(str(n), part) for n, part in enumerate(parts)])
    alone: list[Row] = [row for n, part in enumerate(parts) for row in predictor.predict(Article(str(n), part))]
    assert [row.row() for row in together] == [row.row() for row in alone]


def test_all_sentences_gives_every_sentence_back(predictor: Predictor) -> None:
    rows = predictor.predict("The base is old. Marou said it will close. It rains.", all_sentences=True)
    assert [type(row) for row in rows] == [Unattributed, Attribution, Unattributed]
    assert [row.row()["actor"] for row in rows] == [None, "Marou", None]


def test_classify_takes_actors_as_given() -> None:
    (row,) = stance.classify([("Marou said the troops must leave at once.", "Marou")])
    assert (row.mention.actor.name, row.stance) == ("Marou", stance.Stance.SUPPORT)
    assert stance.classify([]) == []


def test_a_smaller_risk_abstains_more(predictor: Predictor) -> None:
    abstained = [
        sum(row.abstained for row in Predictor(predictor.model, risk).predict(TEXT) if isinstance(row, Attribution))
        for risk in (1.0, 0.5, 0.0)
    ]
    assert abstained == sorted(abstained)
    assert abstained[0] == 0 < abstained[-1]


def test_the_stance_is_among_the_possible_ones_and_none_of_these_is_less_likely_than_the_others() -> None:
    for row in stance.predict(TEXT):
        assert isinstance(row, Attribution)
        assert row.stance in row.possible
        others = [row.p_stance[other] for other in row.p_stance if other not in row.possible]
        assert min(row.p_stance[each] for each in row.possible) >= max(others, default=0)
        assert row.row()["possible"] == " ".join(row.possible)


def test_threads_share_a_predictor(predictor: Predictor) -> None:
    expected = [row.row() for row in predictor.predict(TEXT)]
    with ThreadPoolExecutor(4) as pool:
        for rows in pool.map(lambda _: predictor.predict(TEXT), range(8)):
            assert [row.row() for row in rows] == expected


@pytest.mark.parametrize(
    ("given", "message"),
    [({"body": "x"}, "has no 'text'; its fields are: body"), ([3], "is a int; give a text or an Article")],
)
def test_what_is_no_article_is_refused(given: object, message: str) -> None:
    with pytest.raises((ValueError, TypeError), match=message):
        stance.predict(given)  # type: ignore[arg-type]


def test_a_risk_outside_of_0_and_1_is_refused(predictor: Predictor) -> None:
    with pytest.raises(ValueError, match=r"The risk is 2; give a probability between 0 and 1\."):
        Predictor(predictor.model, 2)


def test_an_unknown_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such folder"):
        stance.load_model(tmp_path / "none")


ANY = st.text(st.characters(exclude_categories=()), max_size=300)


@settings(max_examples=50, deadline=None)
@given(ANY, ANY, ANY)
def test_any_text_can_be_predicted(text: str, title: str, author: str) -> None:
    for row in stance.predict(Article("a", text, title, author)):
        values = row.row()
        assert text[values["start"] : values["end"]] == values["text"]  # type: ignore[misc]


@settings(max_examples=30, deadline=None)
@given(ANY, ANY)
def test_any_sentence_and_actor_can_be_classified(sentence: str, actor: str) -> None:
    (row,) = stance.classify([(sentence, actor)])
    assert isinstance(row, Attribution)
    assert sum(row.p_stance.values()) == pytest.approx(1)


def test_a_title_or_author_without_an_end_is_read_in_part(predictor: Predictor) -> None:
    [row] = predictor.predict(Article("a", "The troops must leave now.", "Troops out " * 10_000, "Ng " * 10_000))
    assert isinstance(row, Attribution)
    assert len(row.mention.title) == len(row.mention.actor.name) == 300


def test_long_articles_are_not_read_ahead_together(predictor: Predictor) -> None:
    taken = []

    def articles() -> Iterator[str]:
        for number in range(4):
            taken.append(number)
            yield "It rained on the road. " * 20_000

    next(predictor.predict_iter(articles()))
    assert taken == [0]
