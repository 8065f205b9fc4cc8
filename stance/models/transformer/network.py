"""The encoder with its heads in torch, as it is trained, and its export to ONNX."""

import warnings
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from stance.labels import GROUPS, STANCES
from stance.models.transformer.heads import PARTS, TAGS
from stance.models.transformer.items import IGNORED


class Weights(NamedTuple):
    """What the labels of each head count, and the heads beside the stance's."""

    tags: Tensor
    stances: Tensor
    groups: Tensor
    tag_loss: float
    group_loss: float


class Network(nn.Module):
    """An encoder with three heads.

    Args:
        encoder: Any encoder of transformers.
        dropout: The share of the heads' inputs that is left out in training.
        weights: What counts in the loss.
    """

    def __init__(self, encoder: nn.Module, dropout: float, weights: Weights) -> None:
        super().__init__()
        width = int(encoder.config.hidden_size)  # type: ignore[union-attr, arg-type]
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.tag = nn.Linear(width, TAGS)
        self.attend = nn.Linear(2 * width, width)
        self.pool = nn.Linear(PARTS * width, width)
        self.stance = nn.Linear(width, len(STANCES))
        self.group = nn.Linear(width, len(GROUPS))
        self._shares = (weights.tag_loss, 1.0, weights.group_loss)
        labels = (weights.tags, weights.stances, weights.groups)
        self.losses = nn.ModuleList(nn.CrossEntropyLoss(each, ignore_index=IGNORED) for each in labels)

    def forward(
        self,
        places: Tensor,
        body: Tensor,
        tags: Tensor,
        stances: Tensor,
        groups: Tensor,
        **inputs: Tensor,
    ) -> dict[str, Tensor]:
        """Return the loss, and the log-odds of tags, stances and groups as `tag`, `stance` and `group`.

        Args:
            places: Row, first token and the one behind the last of each mention: shape (n, 3).
            body: 1 for tokens of speaker and sentence, else 0: shape (rows, tokens).
            tags: The tokens' labels, or -100: shape (rows, tokens).
            stances: The mentions' stances: shape (n,).
            groups: The mentions' groups: shape (n,).
            **inputs: What the encoder takes.
        """
        states = self.encoder(**inputs).last_hidden_state.float()
        with torch.autocast(states.device.type, enabled=False):  # small, and of another shape in each batch
            scores = self._scores(self.dropout(states), places, body)
        total = states.new_zeros(())
        for name, wanted, loss, share in zip(scores, (tags, stances, groups), self.losses, self._shares, strict=True):
            if (wanted != IGNORED).any():
                total = total + share * loss(scores[name].flatten(0, -2), wanted.flatten())
        return scores | {"loss": total}

    def _scores(self, states: Tensor, places: Tensor, body: Tensor) -> dict[str, Tensor]:
        inner = self.dropout(nn.functional.gelu(self.pool(self._pooled(states, places, body))))
        return {"tag": self.tag(states), "stance": self.stance(inner), "group": self.group(inner)}

    def _pooled(self, states: Tensor, places: Tensor, body: Tensor) -> Tensor:
        """Return for each mention what `Heads.pool` does."""
        rows, starts, ends = places.unbind(1)
        own = states[rows]
        positions = torch.arange(states.shape[1], device=states.device)
        inside = ((positions >= starts[:, None]) & (positions < ends[:, None])).to(states)
        sentence = body[rows].to(states)
        mention, mean = (
            torch.einsum("nt,ntd->nd", mask, own) / mask.sum(1, keepdim=True).clamp(min=1)
            for mask in (inside, sentence)
        )
        sought = self.attend(torch.cat([mention, mean], dim=1))
        scores = torch.einsum("ntd,nd->nt", own, sought) / sought.shape[1] ** 0.5
        weights = scores.masked_fill(sentence == 0, torch.finfo(scores.dtype).min).softmax(1)
        return torch.cat([mention, own[:, 0], mean, torch.einsum("nt,ntd->nd", weights, own)], dim=1)

    def heads(self) -> dict[str, NDArray[np.generic]]:
        """Return the weights of the heads under the names of `stance.models.transformer.heads`."""
        layers: Mapping[str, nn.Linear] = {
            name: getattr(self, name) for name in ("tag", "attend", "pool", "stance", "group")
        }
        arrays: dict[str, NDArray[np.generic]] = {}
        for name, layer in layers.items():
            arrays[f"{name}_weight"] = layer.weight.detach().float().cpu().numpy()
            arrays[f"{name}_bias"] = layer.bias.detach().float().cpu().numpy()
        return arrays


class _States(nn.Module):
    """The encoder alone, as a function of tensors in the order of `names`."""

    def __init__(self, encoder: nn.Module, names: tuple[str, ...]) -> None:
        super().__init__()
        self.encoder = encoder
        self.names = names

    def forward(self, *values: Tensor) -> Tensor:
        states: Tensor = self.encoder(**dict(zip(self.names, values, strict=True))).last_hidden_state
        return states


def export(encoder: nn.Module, names: tuple[str, ...], precision: str = "fp32") -> bytes:
    """Return the encoder as an ONNX file.

    Args:
        encoder: Any encoder of transformers, with its weights on the CPU.
        names: The inputs that it takes.
        precision: `fp32`, or `int8` for what `quantized` returns.
    """
    encoder.config._attn_implementation = "eager"  # type: ignore[union-attr]
    rows, tokens = torch.export.Dim("rows"), torch.export.Dim("tokens", min=2, max=512)
    example = tuple(torch.ones((2, 8), dtype=torch.int64) for _ in names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of its own deprecated calls and of shared axis names
        program = torch.onnx.export(
            _States(encoder, names).eval(),
            example,
            input_names=list(names),
            output_names=["states"],
            dynamic_shapes=(tuple({0: rows, 1: tokens} for _ in names),),
            dynamo=True,
            verbose=False,
        )
    with TemporaryDirectory() as folder:
        whole = Path(folder, "whole.onnx")
        program.save(whole, external_data=False)  # type: ignore[union-attr]
        network = whole.read_bytes()
    return network if precision == "fp32" else quantized(network)


def quantized(network: bytes) -> bytes:
    """Return an ONNX file with matrix weights of 8 bits.

    They are scaled per channel and of reduced range, for processors without VNNI saturate at the full range.
    """
    with TemporaryDirectory() as folder:
        whole, small = Path(folder, "whole.onnx"), Path(folder, "small.onnx")
        whole.write_bytes(network)
        quantize_dynamic(whole, small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
        return small.read_bytes()
