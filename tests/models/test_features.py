from dataclasses import replace

import pytest

from stance.labels import Mode
from stance.models.features import (
    ACTOR,
    GROUP_VIEWS,
    STANCE_VIEWS,
    frame,
    joined,
    marked,
    pattern,
    role,
    surroundings,
    texts,
)
from stance.models.matching import name_words, pairs, right
from stance.types import Actor, Mention, Sentence, Span

TEXT = "Vidal said that Okoye wants the troops home."


def mention(name: str, content: str = "", *, text: str = TEXT, start: int = 100) -> Mention:
    """Return a mention in a sentence that begins at `start` of its article."""

    def span(words: str) -> Span:
        at = text.index(words) + start
        return Span(at, at + len(words))

    return Mention(
        sentence=Sentence(0, Span(start, start + len(text)), text, 0, False),
        actor=Actor(name),
        source=span(name) if name in text else None,
        mode=Mode.INDIRECT,
        contents=(span(content),) if content else (),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Vidal", "actorx said that Okoye wants the troops home."),
        ("Okoye", "Vidal said that actorx wants the troops home."),
        ("Lindqvist", "actorx Vidal said that Okoye wants the troops home."),
    ],
)
def test_the_actor_is_marked_in_the_sentence(name: str, expected: str) -> None:
    assert joined(marked(mention(name))).split() == expected.split()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("Vidal", "that Okoye wants the troops home", "actorx said contentx ."),
        ("Okoye", "the troops home", "Vidal said that actorx wants contentx ."),
        ("Okoye", "", "Vidal said that actorx wants the troops home."),
        ("Okoye", TEXT, "contentx"),
    ],
)
def test_the_frame_is_what_stands_around_the_content(name: str, content: str, expected: str) -> None:
    assert joined(frame(mention(name, content))).split() == expected.split()


def test_a_source_in_another_sentence_marks_nothing() -> None:
    other = replace(mention("Vidal"), source=Span(3, 8))
    assert joined(marked(other)) == f"actorx {TEXT}"
    assert joined(surroundings(other)) == ""


def test_each_view_is_a_text_a_mention() -> None:
    mentions = [mention("Vidal"), mention("Okoye", "the troops home")]
    for views in (STANCE_VIEWS, GROUP_VIEWS):
        given = texts(views, mentions)
        assert set(given) == set(views)
        assert all(len(rows) == 2 for rows in given.values())


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Okoye", "Okoye", True),
        ("Okoye", "Ines Okoye", True),
        ("Okoye", "Vidal", False),
        ("the ministry of defence", "the chief of staff", False),
        ("U.S. officials", "Afghan officials", True),
    ],
)
def test_sources_are_the_same_when_their_names_share_a_word(first: str, second: str, same: bool) -> None:
    assert bool(pairs([mention(first)], [mention(second)])) == same


def test_each_mention_is_matched_once() -> None:
    found = [mention("Okoye"), mention("Ines Okoye"), mention("Vidal")]
    assert pairs(found, [mention("Vidal"), mention("Okoye")]) == [(0, 1), (2, 0)]
    assert right(found, [mention("Okoye")]) == [True, False, False]


def test_mentions_of_other_sentences_are_not_matched() -> None:
    assert pairs([mention("Okoye", start=0)], [mention("Okoye", start=100)]) == []


def test_words_that_tell_nobody_apart_do_not_count() -> None:
    assert name_words("the U.S. of A") == frozenset()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("French ministry", "French ministry wants French troops to leave northern Mali.", {"ownx"}),
        ("Malian officials", "Malian officials want France's remaining combat troops to leave Mali.", {"hostx"}),
        ("Washington", "Washington will keep US troops in the Iraqi capital.", {"ownx"}),
        ("Washington", "Washington said they told us to leave.", {"elsewherex"}),
        ("Algerian minister", "Algerian minister spoke.", set()),
        ("Berlin", "Berlin said U.S. forces would stay in Germany.", {"hostx"}),
    ],
)
def test_the_actors_country_is_the_troops_own_or_their_hosts(name: str, text: str, expected: set[str]) -> None:
    places = {"ownx", "hostx", "elsewherex"}
    assert set(joined(role(mention(name, text=text))).split()) & places == expected


def test_the_pattern_keeps_the_words_that_carry_a_stance_in_order() -> None:
    text = "Vidal opposes a plan for cheese."
    words = joined(pattern(mention("Vidal", text=text))).split()
    assert words[0] == "actorx"
    assert len(words) < len(text.split())


def test_every_piece_knows_the_words_that_it_comes_from() -> None:
    text = "Vidal refuses a plan to leave, İpek’s envoy won’t stay."
    classes = [(piece, text[slice(*origin)]) for piece, origin in pattern(mention("Vidal", text=text)) if origin]
    assert classes == [
        (ACTOR, "Vidal"),
        ("rejectx", "refuses"),
        ("decidex", "plan"),
        ("leavex", "leave"),
        ("negationx", "won’t"),
        ("stayx", "stay"),
    ]
    for view in STANCE_VIEWS.values():
        for piece, origin in view(mention("Vidal", "a plan to leave", text=text)):
            if origin and len(piece) == origin[1] - origin[0] and piece != ACTOR and not piece.endswith("x"):
                assert piece == text[slice(*origin)]
