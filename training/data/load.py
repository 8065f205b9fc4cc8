"""The whole corpus in memory, as texts and as labelled documents, with the digests that name it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from stance.labelling.migration import SHOWN
from stance.types import LabelledDocument
from training.data.corpus import CONTRAST, SPLITS, CorpusError, Text, codebook_of, read_split
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

    def learned(self, *, contrast: bool) -> list[LabelledDocument]:
        """Return the documents to learn from, by their ids: those of `train`, and the contrast sets where asked for."""
        found = [*self.documents["train"], *(self.documents[CONTRAST] if contrast else ())]
        return sorted(found, key=lambda each: each.document.article.id)

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
        """SHA-256 of the codebook that all labels follow.

        Raises:
            CorpusError: Some follow another one than the corpus holds; the message names the first of them.
        """
        codebook = codebook_of(self.folder)
        placed = (
            (f"{self.folder / split}.jsonl:{line}", text)
            for split, texts in self.texts.items()
            for line, text in enumerate(texts, 1)
        )
        if problem := next(under_others(placed, codebook), None):
            raise CorpusError(problem)
        return codebook


def under_others(placed: Iterable[tuple[str, Text]], codebook: str) -> Iterator[str]:
    """Yield a line for each text, given with its place, whose labels follow another codebook."""
    for place, text in placed:
        if text.codebook != codebook:
            yield (
                f"{place}: the labels follow codebook {text.codebook[:SHOWN]}, the corpus holds "
                f"{codebook[:SHOWN]}; bring them under it with `python -m training.data migrate`, or label anew."
            )


def digest(*paths: Path) -> str:
    """Return the SHA-256 of the bytes of files, one after the other."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
