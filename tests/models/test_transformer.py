"""What holds for the transformer beside the contract: windows, one pass, its export, and going on after a kill."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoConfig, AutoModel, TrainerCallback

from stance.labels import GROUPS, STANCES
from stance.models.base import FitError
from stance.models.transformer import finetuning
from stance.models.transformer.collator import Collator
from stance.models.transformer.encoding import Reader, passage_of
from stance.models.transformer.heads import Heads
from stance.models.transformer.items import items
from stance.models.transformer.model import TransformerModel
from stance.models.transformer.network import Network, Weights, export
from stance.models.transformer.session import Session, batches
from stance.text import read
from stance.types import Actor, Article, LabelledDocument, Mention, Span
from tests.encoders import encoder

from .conftest import SETTINGS


@pytest.fixture(scope="module")
def model(folder: Path, train: Sequence[LabelledDocument], validation: Sequence[LabelledDocument]) -> TransformerModel:
    settings: dict[str, Any] = SETTINGS["transformer"]
    return TransformerModel(encoder=str(folder), **settings).fit(train, validation, codebook="0" * 64)


@given(st.lists(st.integers(1, 90)))
def test_batches_hold_every_window_once_and_fit(lengths: list[int]) -> None:
    found = list(batches(lengths, most=128))
    assert sorted(number for batch in found for number in batch) == list(range(len(lengths)))
    assert all(len(batch) * max(lengths[n] for n in batch) <= 128 for batch in found)


def test_an_actor_far_into_a_long_sentence_is_seen(model: TransformerModel, mentions: list[Mention]) -> None:
    filler = "the road was open and " * 60
    found = []
    for mention in mentions[:4]:
        place = mention.place
        assert place is not None
        sentence = replace(mention.sentence, text=filler + mention.sentence.text, span=Span(0, 10_000))
        source = Span(place.start + len(filler), place.end + len(filler))
        named = tuple(Span(span.start + len(filler), span.end + len(filler)) for span in mention.people)
        found.append(replace(mention, sentence=sentence, source=source, contents=(), people=named))
    near, far = (model.classify(each).group.argmax(axis=1).tolist() for each in (mentions[:4], found))
    assert len(set(near)) == 4
    assert far == near


def test_one_pass_gives_what_two_give(model: TransformerModel, validation: Sequence[LabelledDocument]) -> None:
    documents = [each.document for each in validation]
    found, together = model.attribute(documents)
    assert found == model.find(documents)
    apart = model.classify([mention for each in found for mention in each])
    np.testing.assert_allclose(together.stance, apart.stance, atol=1e-5)


def test_each_sentence_is_read_once(model: TransformerModel, monkeypatch: pytest.MonkeyPatch) -> None:
    read_windows: list[int] = []
    states = Session.states
    monkeypatch.setattr(
        Session, "states", lambda self, windows: read_windows.append(len(windows)) or states(self, windows)
    )
    text = "Ines Okoye said the troops must leave now. The road was open. Paul Brandt said the troops have to stay."
    document = read(Article("1", text))
    model.attribute([document])
    assert sum(read_windows) == len(document.sentences)


@pytest.mark.parametrize(("precision", "tolerance"), [("fp32", 1e-4), ("int8", 0.5)])
def test_the_export_gives_the_states_and_scores_of_torch(
    folder: Path, reader: Reader, train: Sequence[LabelledDocument], precision: str, tolerance: float
) -> None:
    torch.manual_seed(1)
    bare = AutoModel.from_pretrained(folder)
    network = Network(bare, 0.1, Weights(torch.ones(3), torch.ones(4), torch.ones(10), 1.0, 1.0)).eval()
    learned = [item for item in items(train[:4], reader) if item.mentions]
    inputs = Collator(0, finetuning.INPUTS)([{"item": item} for item in learned])
    with torch.no_grad():
        expected = {name: value.numpy() for name, value in network(**inputs).items()}
    heads = Heads.of(network.heads())
    states = Session(export(bare, finetuning.INPUTS, precision), 0).states([item.window for item in learned])
    pooled = [
        heads.pool(own, item.window, (start, end))
        for own, item in zip(states, learned, strict=True)
        for start, end, *_ in item.mentions
    ]
    stances, groups = heads.scores(np.stack(pooled))
    np.testing.assert_allclose(stances, expected["stance"], atol=tolerance)
    np.testing.assert_allclose(groups, expected["group"], atol=tolerance)
    size = len(learned[0].window.ids)
    np.testing.assert_allclose(heads.tags(states[0]), expected["tag"][0, :size], atol=tolerance)


def test_what_is_learned_is_what_is_read_when_predicting(train: Sequence[LabelledDocument], reader: Reader) -> None:
    outside = [
        replace(example, mention=replace(example.mention, source=None, actor=Actor("Ana Lund")))
        for example in train[0].examples[:2]
    ]
    mixed = LabelledDocument(train[0].document, (*train[0].examples, *outside))
    for document in (*train[:3], mixed):
        learned = {item.window: item for item in items([document], reader)}
        for example in document.examples:
            [window] = reader.windows([passage_of(example.mention)])[0]
            place = window.tokens(example.mention.place)
            assert place is not None
            assert (*place, STANCES.index(example.stance), GROUPS.index(example.group)) in learned[window].mentions


def test_a_batch_without_a_mention_can_be_learned_from(folder: Path, reader: Reader) -> None:
    document = LabelledDocument(read(Article("1", "The road was open.")), ())
    batch = Collator(0, finetuning.INPUTS)([{"item": item} for item in items([document], reader)])
    network = Network(
        AutoModel.from_pretrained(folder), 0.1, Weights(torch.ones(3), torch.ones(4), torch.ones(10), 1.0, 1.0)
    )
    network(**batch)["loss"].backward()


def test_an_actor_is_judged_alone_as_beside_another_who_speaks_from_outside(
    model: TransformerModel, mentions: list[Mention]
) -> None:
    outside = replace(mentions[0], source=None, actor=Actor("Paul Brandt"))
    together = [model.classify([outside, mentions[0]]).stance[1], model.classify([mentions[0], outside]).stance[0]]
    alone = model.classify([mentions[0]]).stance[0]
    for each in together:
        np.testing.assert_allclose(each, alone, atol=1e-5)


def test_what_is_learned_tells_whether_the_speaker_before_a_sentence_speaks(reader: Reader) -> None:
    document = read(Article("1", "“We go. The road was open.”", author="Ines Okoye"))
    silent = LabelledDocument(document, ())
    found = list(items([silent], reader))
    assert all(not item.mentions for item in found)
    assert all(set(item.tags) <= {-100, 0} for item in found)


@pytest.mark.parametrize("units", [True, False])
def test_matrices_are_multiplied_in_bfloat16_where_the_processor_has_units_for_it(
    units: bool, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"amx_bf16": units})
    weights = Weights(torch.ones(3), torch.ones(4), torch.ones(10), 1.0, 1.0)
    network = Network(AutoModel.from_pretrained(folder), 0.1, weights)
    collator = Collator(0, finetuning.INPUTS)
    trainer = finetuning._trainer(TransformerModel(), network, [], [], collator, tmp_path)
    assert trainer.args.bf16 is units


def test_of_the_encoder_only_the_lowest_layers_are_used(tmp_path: Path) -> None:
    pretrained = AutoModel.from_config(AutoConfig.from_pretrained(encoder(tmp_path), num_hidden_layers=3))
    pretrained.save_pretrained(tmp_path)
    used = finetuning._encoder(TransformerModel(encoder=str(tmp_path), layers=2, freeze_layers=1))
    assert {name.split(".")[2] for name, _ in used.named_parameters() if name.startswith("encoder.layer.")} == {
        "0",
        "1",
    }
    learning = {name.split(".")[2] for name, each in used.named_parameters() if each.requires_grad and "layer." in name}
    assert learning == {"1"}
    assert not any(module.p for module in used.modules() if isinstance(module, torch.nn.Dropout))
    network = export(used, finetuning.INPUTS)
    whole = export(AutoModel.from_pretrained(tmp_path), finetuning.INPUTS)
    assert len(network) < len(whole)


@pytest.mark.parametrize("layers", [-1, 2])
def test_more_layers_than_the_encoder_has_are_refused(folder: Path, layers: int) -> None:
    with pytest.raises(FitError, match="has 1; 0 uses them all"):
        finetuning._encoder(TransformerModel(encoder=str(folder), layers=layers))


class _Killed(TrainerCallback):
    def on_epoch_end(self, _args: Any, state: Any, _control: Any, **_: Any) -> None:
        if state.epoch >= 2:
            raise KeyboardInterrupt


def test_training_goes_on_after_a_kill_to_the_same_weights(
    folder: Path,
    train: Sequence[LabelledDocument],
    validation: Sequence[LabelledDocument],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = {**SETTINGS["transformer"], "encoder": str(folder), "epochs": 3}
    whole = TransformerModel(**settings).fit(train, validation, codebook="0" * 64)
    trainer = finetuning._trainer

    def killed(*args: Any) -> Any:
        made = trainer(*args)
        made.add_callback(_Killed())
        return made

    monkeypatch.setattr(finetuning, "_trainer", killed)
    disturbed = TransformerModel(**settings, checkpoints=str(tmp_path))
    with pytest.raises(KeyboardInterrupt):
        disturbed.fit(train, validation, codebook="0" * 64)
    assert list(tmp_path.glob("*/checkpoint-*"))
    monkeypatch.setattr(finetuning, "_trainer", trainer)
    assert disturbed.fit(train, validation, codebook="0" * 64).name_ == whole.name_


def test_an_encoder_that_is_not_there_is_named_with_the_way_out(
    train: Sequence[LabelledDocument], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ValueError, match="fetch the default one with `make encoder`"):
        TransformerModel(encoder=str(tmp_path / "nowhere")).fit(train, [], codebook="")
