"""The encoder as ONNX Runtime runs it: on all cores, without torch."""

import os
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from stance.models.transformer.encoding import Window

States = NDArray[np.float32]

TOKENS_AT_ONCE = 4096


class Session:
    """Runs an encoder that was exported to ONNX. Safe to share between threads.

    Args:
        network: The exported file, as bytes.
        padding: The token that fills up shorter windows.
        threads: How many threads a run may use; by default one for each core that this process may use.
    """

    def __init__(self, network: bytes, padding: int, threads: int | None = None) -> None:
        from onnxruntime import InferenceSession, SessionOptions

        self._given = network, padding, threads
        options = SessionOptions()
        options.intra_op_num_threads = threads or _cores()
        options.inter_op_num_threads = 1
        try:
            self._session = InferenceSession(network, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its own classes have no base of their own
            raise ValueError(f"ONNX Runtime cannot read the network: {error}") from None
        self._inputs = {each.name for each in self._session.get_inputs()}
        self._padding = padding

    def __reduce__(self) -> tuple[type["Session"], tuple[bytes, int, int | None]]:
        return Session, self._given  # the session of ONNX Runtime itself cannot be sent to another process

    def states(self, windows: Sequence[Window]) -> list[States]:
        """Return the encoder's states of each window: shape (tokens, width)."""
        found: list[States] = [np.empty((0, 0), np.float32)] * len(windows)
        for batch in batches([len(window.ids) for window in windows]):
            states = self._run([windows[number] for number in batch])
            for row, number in enumerate(batch):
                found[number] = states[row, : len(windows[number].ids)].copy()  # a view would keep the padding
        return found

    def _run(self, windows: Sequence[Window]) -> States:
        shape = len(windows), max(len(window.ids) for window in windows)
        values = {
            "input_ids": np.full(shape, self._padding, np.int64),
            "attention_mask": np.zeros(shape, np.int64),
            "token_type_ids": np.zeros(shape, np.int64),
        }
        for row, window in enumerate(windows):
            size = len(window.ids)
            values["input_ids"][row, :size] = window.ids
            values["attention_mask"][row, :size] = 1
            values["token_type_ids"][row, :size] = window.types
        states: States = self._session.run(None, {k: v for k, v in values.items() if k in self._inputs})[0]
        return states


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def batches(lengths: Sequence[int], most: int = TOKENS_AT_ONCE) -> Iterator[list[int]]:
    """Yield the positions of windows that are run together: alike in length, and few enough for `most` tokens."""
    batch: list[int] = []
    for number in sorted(range(len(lengths)), key=lambda number: lengths[number]):
        if batch and (len(batch) + 1) * lengths[number] > most:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch
