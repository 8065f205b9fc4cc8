"""What leaving words out tells of a model that only answers."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from stance.labels import GROUPS, STANCES, Stance
from stance.models import Probabilities
from stance.models.explanation import words
from stance.models.needs import with_needs
from stance.models.occlusion import MOST, blanked, explain
from stance.predictor import given_mention
from stance.types import Mention, Span

LIKELY = 0.7


def listener(mentions: Sequence[Mention]) -> Probabilities:
    """Hear opposition in "never", the headline's "war" and the sentence before's "fight", else support."""
    stances = np.full((len(mentions), len(STANCES)), (1 - LIKELY) / (len(STANCES) - 1))
    for row, mention in zip(stances, mentions, strict=True):
        opposed = "never" in mention.sentence.text or "war" in mention.title or "fight" in mention.previous
        row[STANCES.index(Stance.OPPOSE if opposed else Stance.SUPPORT)] = LIKELY
    return Probabilities(stances, np.full((len(mentions), len(GROUPS)), 0.1), np.ones(len(mentions)))


def test_the_word_that_was_heard_weighs_and_no_other() -> None:
    (found,) = explain([given_mention("Vidal will never leave.", "Vidal")], listener)
    assert found.stance is Stance.OPPOSE
    assert [(word.text, word.weights[Stance.OPPOSE] > 0) for word in found.words] == [
        ("will", False),
        ("never", True),
        ("leave", False),
    ]
    assert found.without(found.words[1])[Stance.OPPOSE] == pytest.approx(0.1)
    assert not found.exact


@pytest.mark.parametrize(
    ("title", "previous", "expected"),
    [
        ("The war", "", ["the headline"]),
        ("", "They fight.", ["the sentence before"]),
        ("A day", "A road", []),
    ],
)
def test_what_stands_around_the_sentence_is_left_out_too(title: str, previous: str, expected: list[str]) -> None:
    mention = replace(given_mention("Vidal left.", "Vidal"), title=title, previous=previous)
    (found,) = explain([mention], listener)
    assert [signal.text for signal in found.signals if signal.weights[found.stance] > 0] == expected


def test_the_model_is_asked_once_and_a_few_dozen_times_a_sentence() -> None:
    asked: list[int] = []

    def count(mentions: Sequence[Mention]) -> Probabilities:
        asked.append(len(mentions))
        return listener(mentions)

    long = f"Vidal said {'no ' * 200}never."
    found = explain([given_mention(long, "Vidal"), given_mention("Vidal left.", "Vidal")], count)
    assert len(asked) == 1
    assert asked[0] <= MOST + 4
    together = found[0].words
    assert [span.of(long) for word in together for span in word.spans] == [
        word for word in long.rstrip(".").split() if word != "Vidal"
    ]
    assert max(together, key=lambda word: word.weights[Stance.OPPOSE]).text.endswith("never")


def test_blanks_keep_every_offset() -> None:
    mention = given_mention("Ana Vidal will never leave.", "Ana Vidal")
    left = blanked(mention, [Span(10, 14), Span(15, 20)])
    assert left.sentence.text == "Ana Vidal            leave."
    assert (left.place, left.people, left.contents) == (mention.place, mention.people, mention.contents)


def test_another_stance_needs_the_words_in_its_way_to_be_gone() -> None:
    (found,) = with_needs(explain([given_mention("Vidal will never leave.", "Vidal")], listener), listener)
    assert [need.stance for need in found.needs] == [Stance.SUPPORT, Stance.CONDITIONAL, Stance.NONE]
    assert [[word.text for word in need.words] for need in found.needs] == [["never"], [], []]
    assert [need.odds for need in found.needs] == pytest.approx([7.0, 7.0, 7.0])
    assert found.because() == ["oppose: 70% with “never”, 10% without."]
    assert found.otherwise()[0] == "support would be ahead of oppose without “never”."
    assert found.otherwise()[1] == "conditional is 7.0 times less likely."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won’t,” he said — twice.", ["We", "won’t", "he", "said", "twice"]),
        ("A U.S.-led pull-out in 2011", ["A", "U.S", "led", "pull-out", "in", "2011"]),
        ("… — !", []),
    ],
)
def test_words_are_told_from_punctuation(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in words(text)] == expected
