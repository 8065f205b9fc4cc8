"""Which split a text belongs to: decided by its own content, once and for all, but for contrast sets.

In a contrast set (Gardner et al., Findings of EMNLP 2020) nearly the same words mean different things. Such texts, and
others as hard, are written to be learned from by models that read a sentence as a whole, and nothing is measured on
them, so they stand in a split of their own, whatever their hash.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping

from training.data.corpus import CONTRAST, SPLITS, Text
from training.data.vocabulary import UNSEEN

SHARES: tuple[tuple[str, int], ...] = (("train", 7), ("validation", 1), ("test", 1))


def split_of(text: Text) -> str:
    """Return the split of `text`: `test_unseen` for a setting kept apart, else by a hash of its id.

    Adding or removing other texts never moves a text.
    """
    if text.conflict in UNSEEN:
        return "test_unseen"
    names = [name for name, share in SHARES for _ in range(share)]
    return names[int(hashlib.sha256(text.id.encode()).hexdigest(), 16) % len(names)]


def assign(texts: Iterable[Text], contrast: Collection[str] = ()) -> Mapping[str, list[Text]]:
    """Return the texts of each split; those whose ids are in `contrast` are contrast sets, as far as they may be."""
    splits: dict[str, list[Text]] = {name: [] for name in SPLITS}
    for text in texts:
        apart = text.id in contrast and belongs(text, CONTRAST)
        splits[CONTRAST if apart else split_of(text)].append(text)
    return splits


def belongs(text: Text, split: str) -> bool:
    """Tell whether `text` may stand in `split`; nothing that is learned from tells of an unseen conflict."""
    return text.conflict not in UNSEEN if split == CONTRAST else split == split_of(text)
