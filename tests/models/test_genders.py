"""Nobody is judged by a gender."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.models.features import GROUP_VIEWS, STANCE_VIEWS, Piece, joined, seen, texts
from stance.models.genders import ALIKE, gendered, neutral
from stance.predictor import given_mention

PIECES = [*ALIKE, *(word.title() for word in ALIKE), " ", ", ", "troops", "sheep", "’s ", "said"]


@pytest.mark.parametrize(
    ("hers", "his"),
    [
        ("She said her troops would leave.", "He said his troops would leave."),
        (
            "The spokeswoman, Mrs Vidal, wants them to stay herself.",
            "The spokesman, Mr Vidal, wants them to stay himself.",
        ),
    ],
)
def test_women_are_read_as_men_are(hers: str, his: str) -> None:
    (one, other) = (given_mention(text, text.split(" said")[0].split(",")[0]) for text in (hers, his))
    for view in (*STANCE_VIEWS.values(), *GROUP_VIEWS.values()):
        assert joined(seen(view, one)).lower() == joined(seen(view, other)).lower()


def test_what_a_model_is_given_is_read_alike() -> None:
    hers, his = (given_mention(f"{who} said that {who} would stay.", who) for who in ("She", "He"))
    none = given_mention("The ministry said that it would stay.", "The ministry")
    found = texts(STANCE_VIEWS, [hers, his, none])
    assert all(one.lower() == other.lower() for one, other, _ in found.values())
    assert found["marked"][2] == joined(STANCE_VIEWS["marked"](none))


def test_only_whole_words_are_read_otherwise() -> None:
    assert neutral("Women and men from Sheffield missed a herd.") == "Women and men from Sheffield missed a herd."


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_what_is_read_stands_where_it_is_said_to(text: str) -> None:
    last = 0
    for span, read in gendered(text):
        assert ALIKE[span.of(text).lower()] == read
        assert last <= span.start < span.end <= len(text)
        last = span.end
    assert not list(gendered(neutral(text)))


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_pieces_still_come_from_all_of_the_sentence(text: str) -> None:
    pieces: list[Piece] = seen(STANCE_VIEWS["content"], given_mention(text, ""))
    assert joined(pieces) == neutral(text)
    origins = [piece.origin for piece in pieces if piece.origin and piece.text]
    assert "".join(text[start:end] for start, end in origins) == text
