"""How near the encoder comes to what the processor can do: its matrix products against one large product."""

import time
from collections.abc import Sequence
from math import prod
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from stance.attribution import people
from stance.models.transformer.encoding import Reader, Window, passage
from stance.models.transformer.model import TransformerModel
from stance.models.transformer.session import Session
from stance.types import Document

SIDE, REPEATS = 2048, 5
GIGA = 1e9


class Limit(NamedTuple):
    """Billions of operations a second: in the encoder, and in one product of large matrices of 32 bits."""

    encoder: float
    product: float


def limit(model: TransformerModel, documents: Sequence[Document]) -> Limit:
    """Return what the encoder of `model` reaches on the sentences of `documents`, and what the processor can do."""
    windows = windows_of(model, documents)
    session = Session(model.network_, model.padding_)
    session.states(windows[:64])
    started = time.perf_counter()
    states = session.states(windows)
    seconds = time.perf_counter() - started
    return Limit(_operations(model.network_, windows, states[0].shape[1]) / seconds / GIGA, _product())


def windows_of(model: TransformerModel, documents: Sequence[Document]) -> list[Window]:
    """Return what the encoder of `model` reads of the sentences of `documents`, each once."""
    tokenizer = Tokenizer.from_str(model.tokenizer_.decode())
    reader = Reader(tokenizer, model.length, model.context, model.target)
    named = [(document, number, spans) for document in documents for number, spans in enumerate(people(document))]
    return [each for some in reader.windows([passage(*one) for one in named]) for each in some]


def _operations(network: bytes, windows: Sequence[Window], width: int) -> float:
    """Return the operations of the matrix products: those with weights by token, those of attention by its square."""
    import onnx

    graph = onnx.load_from_string(network).graph
    sizes = {each.name: prod(each.dims) for each in graph.initializer}
    products = [node for node in graph.node if node.op_type in ("MatMul", "Gemm")]
    by_token = sum(2 * sizes[name] for node in products for name in node.input if name in sizes)
    between = sum(not any(name in sizes for name in node.input) for node in products)
    lengths = [len(window.ids) for window in windows]
    return float(sum(by_token * length + 2 * between * width * length**2 for length in lengths))


def _product() -> float:
    """Return the most that a product of two large matrices reaches in several runs."""
    one = np.random.default_rng(0).standard_normal((SIDE, SIDE), np.float32)
    fastest = np.inf
    for _ in range(REPEATS):
        started = time.perf_counter()
        one @ one
        fastest = min(fastest, time.perf_counter() - started)
    return float(2 * SIDE**3 / fastest / GIGA)
