"""Which split a text belongs to: decided by its own content, once and for all."""

import hashlib
from collections.abc import Iterable, Mapping

from training.data.corpus import SPLITS, Text
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


def assign(texts: Iterable[Text]) -> Mapping[str, list[Text]]:
    """Return the texts of each split."""
    splits: dict[str, list[Text]] = {name: [] for name in SPLITS}
    for text in texts:
        splits[split_of(text)].append(text)
    return splits
