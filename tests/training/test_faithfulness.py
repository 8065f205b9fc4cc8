"""The words that are said to count do count, on texts of our corpus."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from stance import models
from stance.models import Model
from stance.models.explanation import Explanation, Reason
from stance.types import LabelledDocument, Mention
from training.data.corpus import read_split
from training.data.labelled import labelled
from training.faithfulness import faithfulness

DATA = Path(__file__).parent.parent.parent / "data"


@pytest.fixture(scope="module")
def texts() -> list[LabelledDocument]:
    return [labelled(text) for text in islice(read_split(DATA, "test"), 20)]


@pytest.fixture
def baseline() -> Model:
    return models.load(models.BASELINE)


def test_without_its_strongest_words_a_stance_is_less_probable(baseline: Model, texts: list[LabelledDocument]) -> None:
    found = faithfulness(baseline, texts, mentions=60)
    assert found.mentions == 60
    for count in (1, 3):
        strongest, drawn, weakest = (found.falls[name, count] for name in ("strongest", "drawn", "weakest"))
        assert strongest.low > max(drawn.high, weakest.high, 0)
    assert found.falls["strongest", 3].value > found.falls["strongest", 1].value


def test_explanations_that_are_turned_round_are_found_out(
    baseline: Model, texts: list[LabelledDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = baseline.reasons

    def turned(reason: Reason) -> Reason:
        return replace(reason, weights={stance: -weight for stance, weight in reason.weights.items()})

    def lie(mentions: Sequence[Mention]) -> list[Explanation]:
        return [replace(each, words=tuple(map(turned, each.words))) for each in honest(mentions)]

    monkeypatch.setattr(baseline, "reasons", lie)
    falls = faithfulness(baseline, texts, mentions=60).falls
    assert falls["strongest", 1].high < falls["drawn", 1].low
