"""The heads on top of the encoder, as arrays."""

from dataclasses import replace

import numpy as np
import pytest

from stance.labels import GROUPS, STANCES
from stance.models.transformer.encoding import Window
from stance.models.transformer.heads import PARTS, TAGS, Heads

WIDTH = 8
SHAPES = {
    "tag": (TAGS, WIDTH),
    "attend": (WIDTH, 2 * WIDTH),
    "pool": (WIDTH, PARTS * WIDTH),
    "stance": (len(STANCES), WIDTH),
    "group": (len(GROUPS), WIDTH),
}
WINDOW = Window((2, 5, 6, 7, 8, 3), (0,) * 6, 2, ((0, 1), (1, 2), (2, 3)))


@pytest.fixture
def arrays() -> dict[str, np.ndarray]:
    weights = {f"{name}_weight": np.zeros(shape, np.float32) for name, shape in SHAPES.items()}
    return weights | {f"{name}_bias": np.zeros(shape[0], np.float32) for name, shape in SHAPES.items()}


def test_a_mention_looks_at_what_it_seeks_in_its_own_sentence(arrays: dict[str, np.ndarray]) -> None:
    seeking = np.hstack([np.eye(WIDTH), np.zeros((WIDTH, WIDTH))]).astype(np.float32) * 100
    heads = replace(Heads.of(arrays), attend_weight=seeking)
    states = np.eye(len(WINDOW.ids), WIDTH, dtype=np.float32)
    states[0] = states[2]  # a token outside of the sentence like the one that seeks
    states[4] += states[2]
    looked = heads.pool(states, WINDOW, (2, 3))[-WIDTH:]
    np.testing.assert_allclose(looked, (states[2] + states[4]) / 2, atol=1e-3)


def test_heads_of_another_version_are_refused(arrays: dict[str, np.ndarray]) -> None:
    del arrays["attend_bias"]
    with pytest.raises(ValueError, match="lack attend_bias, as another version saved them; train the model anew"):
        Heads.of(arrays)
