"""Putting what is learned from together as tensors."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from stance.models.transformer.items import IGNORED, Item

STEP = 8
"""Batches are of so many tokens or a multiple: libraries for matrices prepare each new shape anew."""


class Collator:
    """Puts items together as tensors, the shorter ones filled up.

    Args:
        padding: The token that fills up.
        names: The inputs that the encoder takes.
    """

    def __init__(self, padding: int, names: Sequence[str]) -> None:
        self._padding = padding
        self._names = names

    def __call__(self, batch: Sequence[dict[str, Any]]) -> dict[str, Tensor]:
        """Return the tensors that `Network.forward` takes."""
        rows: list[Item] = [each["item"] for each in batch]
        width = -(-max(len(item.window.ids) for item in rows) // STEP) * STEP

        def padded(values: Sequence[Sequence[int]], filler: int) -> Tensor:
            return torch.tensor([[*row, *[filler] * (width - len(row))] for row in values])

        inputs = {
            "input_ids": padded([item.window.ids for item in rows], self._padding),
            "attention_mask": padded([[1] * len(item.window.ids) for item in rows], 0),
            "token_type_ids": padded([item.window.types for item in rows], 0),
        }
        body = [[0] * item.window.first + [1] * len(item.window.bounds) for item in rows]
        mentions = [(row, *mention) for row, item in enumerate(rows) for mention in item.mentions]
        table = torch.tensor(mentions, dtype=torch.long).reshape(-1, 5)
        return {name: inputs[name] for name in self._names} | {
            "places": table[:, :3],
            "body": padded(body, 0),
            "tags": padded([item.tags for item in rows], IGNORED),
            "stances": table[:, 3],
            "groups": table[:, 4],
        }


class Items(torch.utils.data.Dataset[dict[str, Any]]):
    """Items as the Trainer takes them; it groups them by the length of `input_ids`."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, number: int) -> dict[str, Any]:
        item = self._items[number]
        return {"input_ids": item.window.ids, "item": item}
