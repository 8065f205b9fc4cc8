"""The whole corpus in memory, as texts and as labelled documents, with the digests that name it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from stance.types import LabelledDocument
from training.data.corpus import SPLITS, CorpusError, Text, read_split
from training.data.labelled import labelled


@dataclass(frozen=True)
class Corpus:
    """The texts of each split, and what they were read from."""

    folder: Path
    texts: Mapping[str, list[Text]]

    @classmethod
    def load(cls, folder: Path) -> "Corpus":
        """Read all splits in `folder`.

        Raises:
            CorpusError: A file is missing or holds something else than texts.
        """
        return cls(folder, {split: read_split(folder, split) for split in SPLITS})

    @cached_property
    def documents(self) -> Mapping[str, list[LabelledDocument]]:
        """The texts as labelled documents, in the same order."""
        return {split: [labelled(text) for text in texts] for split, texts in self.texts.items()}

    def facets(self, split: str) -> dict[str, list[str]]:
        """Return what results are broken down by: the conflict and the genre of each text of a split."""
        texts = self.texts[split]
        return {"conflict": [str(text.conflict) for text in texts], "genre": [str(text.genre) for text in texts]}

    @property
    def digest(self) -> str:
        """SHA-256 of the splits' files."""
        return digest(*(self.folder / f"{split}.jsonl" for split in SPLITS))

    @property
    def codebook(self) -> str:
        """SHA-256 of the codebook that the labels follow."""
        path = self.folder / "codebook.md"
        if not path.is_file():
            raise CorpusError(f"{path}: no such file; copy the codebook that the labels follow there.")
        return digest(path)


def digest(*paths: Path) -> str:
    """Return the SHA-256 of the bytes of files, one after the other."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
