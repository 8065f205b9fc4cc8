"""The learning curve, the labels that look wrong, and the card that tells of both."""

from pathlib import Path

import pytest

from stance.labels import STANCES
from tests import corpora
from training.config import Config, ModelSettings
from training.curve import learning_curve, save
from training.data import Corpus
from training.data.corpus import read_split, write
from training.data.describe import describe
from training.suspects import suspects

SETTINGS = Config(model=ModelSettings(params={"most": 2000}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpora.folder(tmp_path_factory.mktemp("data"))


def test_more_texts_give_a_point_each_and_stand_in_the_card(folder: Path) -> None:
    corpus = Corpus.load(folder)
    points = learning_curve(SETTINGS, corpus, {"elsewhere": corpus.documents["test"]}, shares=(0.3, 1.0))
    assert points[0]["texts"] < points[1]["texts"] == len(corpus.texts["train"])
    assert set(points[1]["stance_macro_f1"]) == {"test", "test_unseen", "elsewhere"}
    assert points[1]["stance_macro_f1"]["elsewhere"] == points[1]["stance_macro_f1"]["test"]
    save("linear", points, folder / "learning_curve.json")
    save("other", points, folder / "learning_curve.json")
    card = describe(folder).read_text(encoding="utf-8")
    assert "## Learning curve" in card
    assert f"| linear | {points[1]['texts']} |" in card
    assert f"| other | {points[0]['texts']} |" in card
    assert (folder / "images" / "learning_curve.svg").is_file()


def test_a_wrong_label_is_suspected(folder: Path) -> None:
    texts = read_split(folder, "train")
    text = next(text for text in texts if text.sentences[0].attributions)
    [label, *others] = text.sentences[0].attributions
    wrong = STANCES[(STANCES.index(label.stance) + 1) % len(STANCES)]
    first = text.sentences[0].model_copy(update={"attributions": (label.model_copy(update={"stance": wrong}), *others)})
    broken = text.model_copy(update={"sentences": (first, *text.sentences[1:])})
    write([broken if each.id == text.id else each for each in texts], folder / "train.jsonl")
    found = suspects(SETTINGS, folder, most=1, parts=3)
    assert [(place.text.id, place.sentence) for place in found] == [(text.id, 0)]
    assert found[0].first[0].stance == wrong
    assert found[0].second[0].stance == label.stance
