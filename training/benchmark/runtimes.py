"""The encoder alone on the same windows: ONNX Runtime with weights of 32 and of 8 bits, and torch."""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from stance.models.transformer.encoding import Window
from stance.models.transformer.session import Session, batches

WARM = 64


def windows_a_second(network: bytes, padding: int, windows: Sequence[Window], encoder: Path) -> Mapping[str, float]:
    """Return how many windows a second each way reads, all in batches of the same windows.

    Args:
        network: The encoder as ONNX, with weights of 32 bits.
        padding: The token that fills up shorter windows.
        windows: What is read.
        encoder: The folder of the encoder that the network was made from, for torch.
    """
    from stance.models.transformer.network import quantized

    ways = {
        "ONNX Runtime, 32 bits": Session(network, padding).states,
        "ONNX Runtime, 8 bits": Session(quantized(network), padding).states,
        "torch": _torch(encoder, padding),
    }
    return {name: _speed(read, windows) for name, read in ways.items()}


def _torch(encoder: Path, padding: int) -> Callable[[Sequence[Window]], object]:
    import torch
    from transformers import AutoModel

    network = AutoModel.from_pretrained(str(encoder)).eval()

    def read(windows: Sequence[Window]) -> None:
        with torch.inference_mode():
            for batch in batches([len(window.ids) for window in windows]):
                size = max(len(windows[number].ids) for number in batch)
                ids = torch.full((len(batch), size), padding)
                mask = torch.zeros((len(batch), size), dtype=torch.long)
                for row, number in enumerate(batch):
                    ids[row, : len(windows[number].ids)] = torch.tensor(windows[number].ids)
                    mask[row, : len(windows[number].ids)] = 1
                network(input_ids=ids, attention_mask=mask)

    return read


def _speed(read: Callable[[Sequence[Window]], object], windows: Sequence[Window]) -> float:
    read(windows[:WARM])
    started = time.perf_counter()
    read(windows)
    return len(windows) / (time.perf_counter() - started)
