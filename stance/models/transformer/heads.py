"""The heads on top of the encoder, as arrays: small enough for NumPy, and so the same with and without torch."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf, softmax

from stance.labels import GROUPS, STANCES
from stance.models.base import Array
from stance.models.transformer.encoding import Window
from stance.models.transformer.session import States
from stance.types import Span

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
TAGS = 3
PARTS = 4
"""What is judged of a mention is as wide as so many tokens."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heads:
    """Weights of shape (out, in) and biases of shape (out,).

    Attributes:
        tag_weight, tag_bias: From a token to whether a source begins, goes on or is not there.
        attend_weight, attend_bias: From a mention in its sentence to what it looks for in the sentence's tokens.
        pool_weight, pool_bias: From a mention to what role and stance have in common.
        stance_weight, stance_bias: From there to the stances.
        group_weight, group_bias: From there to the groups.
    """

    tag_weight: Floats
    tag_bias: Floats
    attend_weight: Floats
    attend_bias: Floats
    pool_weight: Floats
    pool_bias: Floats
    stance_weight: Floats
    stance_bias: Floats
    group_weight: Floats
    group_bias: Floats

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Heads":
        """Return the heads whose weights `arrays` holds by their names here.

        Raises:
            ValueError: The weights do not belong together.
        """
        if missing := [field.name for field in fields(cls) if field.name not in arrays]:
            raise ValueError(
                f"the heads lack {', '.join(missing)}, as another version saved them; train the model anew"
            )
        found = {field.name: np.asarray(arrays[field.name], np.float32) for field in fields(cls)}
        width, inner = found["tag_weight"].shape[-1], found["pool_bias"].size
        layers = {
            "tag": (TAGS, width),
            "attend": (width, 2 * width),
            "pool": (inner, PARTS * width),
            "stance": (len(STANCES), inner),
            "group": (len(GROUPS), inner),
        }
        for name, shape in layers.items():
            shapes = found[f"{name}_weight"].shape, found[f"{name}_bias"].shape
            if shapes != (shape, shape[:1]):
                raise ValueError(f"weights and biases of the head {name!r} have shapes {shapes}, not {shape}")
        return cls(**found)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return all weights by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def tags(self, states: States) -> Array:
        """Return the log-odds of the tags: shape (tokens, 3)."""
        return np.asarray(states @ self.tag_weight.T + self.tag_bias, np.float64)

    def pool(self, states: States, window: Window, place: tuple[int, int] | None) -> Floats:
        """Return what is judged of a mention.

        That is the mean of its tokens, the first token, the mean of its sentence, and the sentence as the mention looks
        at it, by dot-product attention (Vaswani et al., NeurIPS 2017): each of two actors finds what is its own.
        """
        own = (states[slice(*place)] if place else states[:1]).mean(0)
        inside = states[window.first : window.first + len(window.bounds)] if window.bounds else states[:1]
        mean = inside.mean(0)
        sought = self.attend_weight @ np.concatenate([own, mean]) + self.attend_bias
        looked = softmax(inside @ sought / np.sqrt(len(sought))) @ inside
        return np.concatenate([own, states[0], mean, looked])

    def scores(self, pooled: Floats) -> tuple[Array, Array]:
        """Return the scores of stances and groups for pooled mentions: shapes (n, 4) and (n, 10)."""
        inner = pooled @ self.pool_weight.T + self.pool_bias
        active = inner * 0.5 * (1 + erf(inner / np.sqrt(2.0)))  # GELU (Hendrycks and Gimpel, 2016)
        stances = active @ self.stance_weight.T + self.stance_bias
        groups = active @ self.group_weight.T + self.group_bias
        return np.asarray(stances, np.float64), np.asarray(groups, np.float64)


def sources(window: Window, tags: Array) -> list[Span]:
    """Return where the tags say that the sentence names a source, counted from its beginning.

    Neighbouring tokens make one source, wherever the tags let it begin: two sources hardly ever touch, while the pieces
    of a rare name are often taken for beginnings.
    """
    found: list[Span] = []
    best = tags[window.first : window.first + len(window.bounds)].argmax(1)
    last = -1
    for number, ((start, end), tag) in enumerate(zip(window.bounds, best, strict=True)):
        if tag == OUTSIDE or start < 0:
            continue
        if found and number == last + 1:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
        last = number
    return found


def source_score(tags: Array, place: tuple[int, int] | None) -> float:
    """Return the log-odds, meant over tokens, that they name a source; 0 where nothing is known."""
    if place is None:
        return 0.0
    own = tags[slice(*place)]
    return float((np.logaddexp(own[:, BEGIN], own[:, INSIDE]) - own[:, OUTSIDE]).mean())
