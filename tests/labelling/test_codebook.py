from pathlib import Path

import pytest

import stance
from stance.labelling.codebook import Codebook
from stance.labels import GROUPS, STANCES

CORPUS = Path(__file__).parents[2] / "data" / "codebook.md"


def test_the_package_carries_the_codebook_of_the_corpus_under_the_digest_that_models_name() -> None:
    codebook = Codebook.read()
    assert codebook.text == CORPUS.read_text(encoding="utf-8")
    assert codebook.digest == stance.load_model().codebook_


def test_its_tables_explain_every_stance_and_group() -> None:
    hints = Codebook.read().hints
    assert {*STANCES, *GROUPS} <= set(hints)
    assert hints["alliance"].startswith("the military alliance")


def test_rules_of_ones_own_must_be_text(tmp_path: Path) -> None:
    (tmp_path / "own.md").write_bytes(b"\xe9")
    with pytest.raises(ValueError, match=r"own\.md: not UTF-8 at byte 0; save the file as UTF-8"):
        Codebook.read(tmp_path / "own.md")
