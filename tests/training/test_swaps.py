"""The same sentence of somebody else."""

import pytest

from stance.predictor import given_mention
from training.swaps import NAMES, NATIONS, alone, genders, names, nationalities


def test_every_name_is_tried_and_found_in_its_sentence() -> None:
    swapped = list(names(given_mention("On Monday Ines Okoye said nobody would leave.", "Ines Okoye")))
    assert [each.actor.name for each in swapped] == list(NAMES)
    for each, name in zip(swapped, NAMES, strict=True):
        assert each.sentence.text == f"On Monday {name} said nobody would leave."
        assert each.place is not None
        assert each.place.of(each.sentence.text) == name


@pytest.mark.parametrize("actor", ["The ministry", "Okoye", "Somebody else"])
def test_only_people_who_are_named_in_full_get_another_name(actor: str) -> None:
    assert not list(names(given_mention("The ministry and Okoye said nobody would leave.", actor)))


@pytest.mark.parametrize(
    ("sentence", "actor", "expected"),
    [
        ("He said his men would leave.", "He", "She said her men would leave."),
        ("She said that her husband asked her to stay.", "She", "He said that his wife asked him to stay."),
        ("The spokeswoman told Mr Bello so himself.", "The spokeswoman", "The spokesman told Ms Bello so herself."),
    ],
)
def test_men_and_women_change_places(sentence: str, actor: str, expected: str) -> None:
    (swapped,) = genders(given_mention(sentence, actor))
    assert swapped.sentence.text == expected
    assert swapped.place is not None
    assert swapped.place.start == 0


def test_a_sentence_without_men_and_women_is_left_out() -> None:
    assert not list(genders(given_mention("The ministry wants the troops to stay.", "The ministry")))


def test_a_nation_changes_wherever_the_sentence_names_it() -> None:
    sentence = "A French officer said France would keep the troops that Italian ministers want."
    swapped = {each.sentence.text for each in nationalities(given_mention(sentence, "A French officer"))}
    assert len(swapped) == len(NATIONS) - 2
    assert "An Indian officer said India would keep the troops that Italian ministers want." in swapped
    assert "A Kenyan officer said Kenya would keep the troops that Italian ministers want." in swapped


def test_only_the_actors_nation_changes() -> None:
    assert not list(nationalities(given_mention("The minister wants French troops to stay.", "The minister")))


def test_what_is_compared_knows_no_more_than_its_sentence() -> None:
    mention = given_mention("Ines Okoye said nobody would leave.", "Ines Okoye")
    assert [span.of(mention.sentence.text) for span in alone(mention).people] == ["Ines Okoye"]
