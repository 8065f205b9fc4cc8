"""The corpus' labels from one codebook to the next."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from training.config import Config
from training.data import Corpus, CorpusError
from training.data.__main__ import app
from training.data.corpus import SPLITS, codebook_of, read_split
from training.train import fit


def relabel(folder: Path, before: str, after: str) -> None:
    """Put one label's name in place of another's in all files, and other rules in place of those they follow."""
    for split in SPLITS:
        path = folder / f"{split}.jsonl"
        path.write_text(path.read_text(encoding="utf-8").replace(f'"{before}"', f'"{after}"'), encoding="utf-8")
    (folder / "codebook.md").write_text("Later rules.\n", encoding="utf-8")


def migrate(folder: Path, stances: str) -> Result:
    before, after = (
        json.loads((folder / "test.jsonl").read_text("utf-8").splitlines()[0])["codebook"],
        codebook_of(folder),
    )
    change = f'[[change]]\nfrom = "{before}"\nto = "{after}"\nwhy = "A test."\nstance = {stances}\n'
    (folder / "codebooks.toml").write_text(change, encoding="utf-8")
    return CliRunner().invoke(app, ["migrate", str(folder / "codebooks.toml"), "--data", str(folder)])


def test_labels_are_renamed_and_follow_the_rules_that_the_corpus_holds(corpus_folder: Path) -> None:
    before = [text for split in SPLITS for text in read_split(corpus_folder, split)]
    relabel(corpus_folder, "none", "neutral")
    assert "2 texts brought under" in migrate(corpus_folder, '{neutral = "none"}').output
    after = [text for split in SPLITS for text in read_split(corpus_folder, split)]
    assert [text.sentences for text in after] == [text.sentences for text in before]
    assert {text.codebook for text in after} == {codebook_of(corpus_folder)} != {text.codebook for text in before}


def test_what_the_map_leaves_unknown_is_named_and_nothing_written(corpus_folder: Path) -> None:
    relabel(corpus_folder, "none", "neutral")
    held = (corpus_folder / "test_unseen.jsonl").read_bytes()
    result = migrate(corpus_folder, '{other = "none"}')
    assert result.exit_code == 1
    assert "test_unseen.jsonl:1: sentences.1.attributions.0.stance" in result.output
    assert (corpus_folder / "test_unseen.jsonl").read_bytes() == held


def test_training_refuses_labels_under_another_codebook(corpus_folder: Path) -> None:
    (corpus_folder / "codebook.md").write_text("Later rules.\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"test\.jsonl:1: the labels follow codebook \w{12}, the corpus holds"):
        fit(Config(data=corpus_folder), Corpus.load(corpus_folder))
    assert migrate(corpus_folder, "{}").exit_code == 0
    assert Corpus.load(corpus_folder).codebook == codebook_of(corpus_folder)
