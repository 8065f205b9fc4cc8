"""What holds for every kind of model, run over all of them."""

import json
import pickle
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stance.labels import GROUPS, STANCES
from stance.models import Model, Probabilities, kind, load
from stance.models.occlusion import blanked
from stance.types import Actor, LabelledDocument, Mention

from .conftest import Fit


def same(first: Probabilities, second: Probabilities) -> bool:
    return all(np.array_equal(getattr(first, name), getattr(second, name)) for name in ("stance", "group", "actor"))


def test_probabilities_have_the_orders_of_the_labels(model: Model, mentions: list[Mention]) -> None:
    given = model.classify(mentions)
    assert given.stance.shape == (len(mentions), len(STANCES))
    assert given.group.shape == (len(mentions), len(GROUPS))
    assert given.actor.shape == (len(mentions),)
    for rows in (given.stance, given.group):
        np.testing.assert_allclose(rows.sum(axis=1), 1)
    for values in (given.stance, given.group, given.actor):
        assert values.dtype == np.float64
        assert ((values >= 0) & (values <= 1)).all()


def test_another_process_gets_the_same_model(model: Model, mentions: list[Mention]) -> None:
    sent = pickle.loads(pickle.dumps(model))  # noqa: S301 - as multiprocessing, datasets and Spark send it
    assert same(sent.classify(mentions), model.classify(mentions))


def test_no_mentions_give_empty_arrays(model: Model) -> None:
    given = model.classify([])
    assert (given.stance.shape, given.group.shape, given.actor.shape) == ((0, 4), (0, 10), (0,))


def test_a_mention_is_classified_alone_as_in_company(model: Model, mentions: list[Mention]) -> None:
    together = model.classify(mentions[:7])
    alone = [model.classify([mention]) for mention in mentions[:7]]
    np.testing.assert_allclose(together.stance, np.concatenate([each.stance for each in alone]), atol=1e-5)
    np.testing.assert_allclose(together.group, np.concatenate([each.group for each in alone]), atol=1e-5)


def test_it_learns_what_it_was_taught(model: Model, validation: Sequence[LabelledDocument]) -> None:
    examples = [example for document in validation for example in document.examples]
    given = model.classify([example.mention for example in examples])
    stances = [STANCES[best] for best in given.stance.argmax(axis=1)]
    groups = [GROUPS[best] for best in given.group.argmax(axis=1)]
    assert np.mean([a == b.stance for a, b in zip(stances, examples, strict=True)]) > 0.9
    assert np.mean([a == b.group for a, b in zip(groups, examples, strict=True)]) > 0.9


def test_what_it_finds_lies_in_the_sentences_of_its_document(
    model: Model, validation: Sequence[LabelledDocument]
) -> None:
    documents = [each.document for each in validation]
    found = model.find(documents)
    assert len(found) == len(documents)
    for document, mentions in zip(documents, found, strict=True):
        numbers = [mention.sentence.index for mention in mentions]
        assert numbers == sorted(numbers)
        for mention in mentions:
            assert document.sentences[mention.sentence.index] == mention.sentence
            assert mention.source is None or mention.source.of(document.article.text).strip()
    assert sum(map(len, found)) >= 0.8 * sum(len(each.examples) for each in validation)


ODD = ["", " ", "\x00", "Ünïcödé “quotes” ‘here’", "🎖️ said 🪖", "\ud800", "a" * 20_000, "\u2028\r\n\t", "İstanbul ﬁ ½"]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_any_text_gets_probabilities(model: Model, mentions: list[Mention], text: str) -> None:
    sentence = replace(mentions[0].sentence, text=text)
    odd = replace(mentions[0], sentence=sentence, actor=Actor(text, text), source=None, contents=(), previous=text)
    given = model.classify([odd, mentions[1]])
    assert np.isfinite(given.stance).all()
    assert np.isfinite(given.group).all()


def test_an_explanation_tells_of_what_is_classified(model: Model, mentions: list[Mention]) -> None:
    few = mentions[:5]
    explanations = model.explain(few)
    assert [each.mention for each in explanations] == few
    given = model.classify(few).stance
    np.testing.assert_allclose([[each.p_stance[s] for s in STANCES] for each in explanations], given, atol=1e-5)
    for each in explanations:
        text = each.mention.sentence.text
        assert [span.of(text) for word in each.words for span in word.spans] == [word.text for word in each.words]
        json.dumps(each.row())


def test_a_stance_that_is_said_to_be_ahead_without_some_words_is(model: Model, mentions: list[Mention]) -> None:
    for explanation in model.explain(mentions[:5]):
        assert {need.stance for need in explanation.needs} == {*STANCES} - {explanation.stance}
        for need in explanation.needs:
            if need.words:
                spans = [span for word in need.words for span in word.spans]
                left = dict(zip(STANCES, model.classify([blanked(explanation.mention, spans)]).stance[0], strict=True))
                assert left[need.stance] > left[explanation.stance]


def test_no_mentions_need_no_explanation(model: Model) -> None:
    assert model.explain([]) == []


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_any_text_can_be_explained(model: Model, mentions: list[Mention], text: str) -> None:
    odd = replace(mentions[0], sentence=replace(mentions[0].sentence, text=text), source=None, contents=())
    (explanation,) = model.explain([odd])
    assert sum(explanation.p_stance.values()) == pytest.approx(1)


def test_saved_and_loaded_it_decides_the_same(model: Model, mentions: list[Mention], tmp_path: Path) -> None:
    model.save(tmp_path / "model")
    again = load(tmp_path / "model")
    assert type(again) is type(model)
    assert again.get_params() == model.get_params()
    assert (again.codebook_, again.name_) == (model.codebook_, model.name_)
    assert same(again.classify(mentions), model.classify(mentions))


def test_the_same_data_and_seed_give_the_same_bytes(model: Model, fit: Fit, tmp_path: Path) -> None:
    model.save(tmp_path / "first")
    fit(model.kind).save(tmp_path / "second")
    first = {path.name: path.read_bytes() for path in (tmp_path / "first").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "second").iterdir()}


def test_settings_are_plain_and_rebuild_the_model(model: Model) -> None:
    params = model.get_params()
    assert json.loads(json.dumps(params)) == params
    assert kind(model.kind)(**params).get_params() == params


def test_nothing_to_learn_from_is_refused(model: Model) -> None:
    with pytest.raises(ValueError, match="Nothing to learn from"):
        kind(model.kind)(**model.get_params()).fit([], [], codebook="")


def test_without_validation_it_still_learns(model: Model, train: Sequence[LabelledDocument]) -> None:
    fresh = kind(model.kind)(**model.get_params()).fit(train, [], codebook="")
    assert len(fresh.classify([train[0].examples[0].mention]).stance) == 1


def test_an_unknown_kind_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ValueError, match="Unknown kind of model 'quadratic'; use one of: linear"):
        kind("quadratic")
