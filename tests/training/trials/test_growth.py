"""Pathological texts take time in proportion to their length: steps are counted, not seconds."""

import math
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from stance import load_model
from stance.predictor import Predictor
from training.trials import growth
from training.trials.families import FAMILIES, text


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of Python `work` runs."""
    lines = 0

    def trace(_: FrameType, event: str, __: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return lines


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    predictor = Predictor(load_model())
    predictor.predict("Ng said so.")
    return predictor


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_four_times_the_text_takes_at_most_about_four_times_the_steps(predictor: Predictor, family: str) -> None:
    short, long = (steps(lambda n=n: predictor.predict(text(family, n))) for n in (4_000, 16_000))
    assert long < 4.8 * short


def test_a_text_is_as_long_as_asked() -> None:
    assert {len(text(family, 1001)) for family in FAMILIES} == {1001}


def test_a_measure_tells_time_memory_and_rows() -> None:
    use = growth.measure("people and their roles", 2000, limit=600)
    assert 0 < use.seconds < 600
    assert 10 < use.memory < 4096
    assert use.rows > 10


def test_what_takes_too_long_is_ended_and_told() -> None:
    assert math.isnan(growth.measure("people and their roles", 2_000_000, limit=0.01).seconds)
