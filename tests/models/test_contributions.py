"""The linear model's stance is the sum of what its words and signals add, to the last n-gram."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.labels import STANCES, Mode, Stance
from stance.models import BASELINE, load
from stance.models.contributions import BEFORE
from stance.models.explanation import Explanation
from stance.models.features import STANCE_VIEWS, texts
from stance.models.linear import LinearModel
from stance.predictor import given_mention
from stance.types import Actor, Mention, Sentence, Span


@pytest.fixture(scope="module")
def baseline() -> LinearModel:
    model = load(BASELINE)
    assert isinstance(model, LinearModel)
    return model


def added(explanation: Explanation) -> np.ndarray:
    reasons = (*explanation.words, *explanation.signals)
    return np.array([[reason.weights[stance] for stance in STANCES] for reason in reasons]).sum(axis=0)


def centred_logs(explanation: Explanation) -> np.ndarray:
    logs = np.log([explanation.p_stance[stance] for stance in STANCES])
    return logs - logs.mean()


SENTENCES = [
    "“We will not leave,” Vidal said, “until the army can hold the towns.”",
    "VIDAL: troops out — now!",
    "Vidal, Vidal and Vidal’s allies won't stay past 2011.",
    "…",
    "",
]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("actor", ["Vidal", "Okoye", ""])
def test_words_and_signals_add_up_to_the_probabilities(baseline: LinearModel, sentence: str, actor: str) -> None:
    mention = given_mention(sentence, actor)
    (explanation,) = baseline.explain([mention])
    np.testing.assert_allclose(added(explanation), centred_logs(explanation), atol=1e-9)
    probabilities = [explanation.p_stance[stance] for stance in STANCES]
    np.testing.assert_allclose(probabilities, baseline.classify([mention]).stance[0], atol=1e-6)


@settings(deadline=None, max_examples=50)
@given(text=st.text(max_size=60), previous=st.text(max_size=10), cuts=st.tuples(*[st.integers(0, 60)] * 4))
def test_whatever_the_text_nothing_is_left_over(
    baseline: LinearModel, text: str, previous: str, cuts: tuple[int, ...]
) -> None:
    one, two, three, four = (min(cut, len(text)) for cut in cuts)
    source, content = Span(min(one, two), max(one, two)), Span(min(three, four), max(three, four))
    sentence = Sentence(0, Span(7, 7 + len(text)), text, 0, False)
    moved = [Span(span.start + 7, span.end + 7) for span in (source, content)]
    mention = Mention(sentence, Actor("Vidal"), moved[0], Mode.MIXED, (moved[1],), previous=previous)
    (explanation,) = baseline.reasons([mention])
    np.testing.assert_allclose(added(explanation), centred_logs(explanation), atol=1e-9)
    np.testing.assert_allclose(
        [explanation.p_stance[stance] for stance in STANCES], baseline.classify([mention]).stance[0], atol=1e-6
    )
    phrases = np.array([[phrase.weights[stance] for stance in STANCES] for phrase in explanation.phrases])
    words = np.array([[word.weights[stance] for stance in STANCES] for word in explanation.words])
    np.testing.assert_allclose(phrases.sum(axis=0), words.sum(axis=0), atol=1e-9)


def test_the_ngrams_of_a_mention_add_up_to_its_scores(baseline: LinearModel) -> None:
    views = texts(STANCE_VIEWS, [given_mention(SENTENCES[0], "Vidal")])
    additions = baseline._stance.additions({name: own[0] for name, own in views.items()})
    total = baseline._stance.intercept_ + sum(addition.scores for addition in additions)
    np.testing.assert_allclose(total, baseline._stance.scores(views)[0], atol=1e-5)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("“But leaving now would be a mistake,” Vidal said.", "mistake"),
        ("Vidal condemned the withdrawal.", "condemned"),
        ("“We want them to stay until our army is ready,” Vidal told reporters.", "until"),
    ],
)
def test_the_word_that_decides_weighs_most(baseline: LinearModel, sentence: str, word: str) -> None:
    (explanation,) = baseline.explain([given_mention(sentence, "Vidal")])
    assert max(explanation.words, key=lambda each: each.weights[explanation.stance]).text == word


def test_what_is_not_in_the_sentence_goes_by_its_name(baseline: LinearModel) -> None:
    mention = replace(given_mention("It is.", "Vidal"), previous="Troops must leave.", title="Pull out now")
    (explanation,) = baseline.explain([mention])
    assert {signal.text for signal in explanation.signals} == {
        BEFORE,
        "an actor not named in the sentence",
        "how it is reported",
        "how the words are given (mode, heading, question)",
        "the headline and the sentence before",
    }
    assert not any(signal.spans for signal in explanation.signals)


def test_the_marker_of_the_actor_counts_for_the_actors_name(baseline: LinearModel) -> None:
    (explanation,) = baseline.explain([given_mention("Ana Vidal urged them to leave.", "Ana Vidal")])
    first, second, *_ = explanation.words
    assert (first.text, second.text) == ("Ana", "Vidal")
    assert first.weights[Stance.SUPPORT] != 0


def test_a_phrase_tells_which_of_its_words_are_apart(baseline: LinearModel) -> None:
    (explanation,) = baseline.explain([given_mention("Vidal said no, troops must leave.", "Vidal")])
    phrases = {phrase.text for phrase in explanation.phrases}
    assert "troops must" in phrases
    assert "no … troops" in phrases
