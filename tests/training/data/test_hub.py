from pathlib import Path

import datasets
import pytest

from stance.labels import GROUPS, MODES, STANCES
from training.data.corpus import SPLITS, read_split
from training.data.describe import describe
from training.data.hub import dataset_dict


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")


def test_labels_are_typed_in_the_codebooks_order(full_folder: Path) -> None:
    corpus = dataset_dict(full_folder)
    assert tuple(corpus) == SPLITS
    label = corpus["train"].features["sentences"].feature["attributions"].feature
    assert label["stance"].names == list(STANCES)
    assert label["group"].names == list(GROUPS)
    assert label["mode"].names == list(MODES)


def test_the_card_lets_load_dataset_give_the_same_rows(full_folder: Path) -> None:
    card = describe(full_folder)
    loaded = datasets.load_dataset(str(full_folder))
    ours = dataset_dict(full_folder)
    assert loaded["test_unseen"].features == ours["test_unseen"].features
    assert {split: rows.to_list() for split, rows in loaded.items()} == {s: rows.to_list() for s, rows in ours.items()}
    text = card.read_text(encoding="utf-8")
    assert "written for this project" in text
    assert "| Cambodia | 0 | 0 | 0 | 1 | 0 | 1 |" in text


def test_splits_without_a_text_are_left_out(corpus_folder: Path) -> None:
    describe(corpus_folder)
    held = [split for split in SPLITS if read_split(corpus_folder, split)]
    assert list(dataset_dict(corpus_folder)) == held != list(SPLITS)
    assert list(datasets.load_dataset(str(corpus_folder))) == held


def test_the_card_is_the_same_bytes_for_the_same_data(full_folder: Path) -> None:
    def content() -> dict[str, bytes]:
        describe(full_folder)
        return {str(path): path.read_bytes() for path in full_folder.rglob("*") if path.is_file()}

    assert content() == content()
