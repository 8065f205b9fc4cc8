"""The Trainer of transformers, choosing the epoch by what the heads get right."""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from transformers import Trainer
from transformers.trainer_utils import EvalLoopOutput

from stance.models.transformer.items import IGNORED

Labels = NDArray[np.intp]


class ScoringTrainer(Trainer):
    """Measures on validation what the heads get right, which goes on rising when the loss no longer falls.

    The loss punishes a model for being too sure, which calibration mends afterwards.
    """

    def prediction_step(
        self,
        model: torch.nn.Module,
        inputs: dict[str, Any],
        prediction_loss_only: bool,  # noqa: ARG002 - the Trainer's own
        ignore_keys: list[str] | None = None,  # noqa: ARG002
    ) -> tuple[Tensor, None, None]:
        """Return the loss of a batch and keep what was predicted."""
        inputs = self._prepare_inputs(inputs)
        with torch.no_grad():
            given = model(**inputs)
        for name, wanted in (("tag", "tags"), ("stance", "stances"), ("group", "groups")):
            pair = torch.stack([inputs[wanted].flatten(), given[name].argmax(-1).flatten()]).cpu().numpy()
            self._judged.setdefault(name, []).append(pair[:, pair[0] != IGNORED])
        return given["loss"].detach(), None, None

    def evaluation_loop(self, *args: Any, **kwargs: Any) -> EvalLoopOutput:
        """Add `eval_score`, the mean of the macro-F1 of tags, stances and groups."""
        self._judged: dict[str, list[Labels]] = {}
        output = super().evaluation_loop(*args, **kwargs)
        scores = {name: _macro_f1(*np.concatenate(pairs, axis=1)) for name, pairs in self._judged.items()}
        mean = float(np.mean(list(scores.values())))
        added = {"eval_score": mean} | {f"eval_{name}_f1": value for name, value in scores.items()}
        return output._replace(metrics={**(output.metrics or {}), **added})


def _macro_f1(gold: Labels, given: Labels) -> float:
    """Return the mean F1 over the labels that gold holds."""
    values = []
    for label in np.unique(gold):
        both = ((gold == label) & (given == label)).sum()
        values.append(2 * both / ((gold == label).sum() + (given == label).sum()))
    return float(np.mean(values)) if values else 0.0
