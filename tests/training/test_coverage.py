"""The report's intervals, held against what readers say of texts that the model has not seen."""

from pathlib import Path

import pytest

from stance.predictor import Predictor, load_model
from training.coverage import coverage, drawn, gathered, judged, leans
from training.data.load import Corpus

DATA = Path(__file__).parent.parent.parent / "data"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.load(DATA)


@pytest.mark.slow
@pytest.mark.parametrize("split", ["test", "test_unseen"])
def test_nine_of_ten_intervals_hold_the_true_share_of_thirty_attributions(corpus: Corpus, split: str) -> None:
    all_ = judged(Predictor(load_model()), corpus.documents[split])
    held, width = coverage(drawn(all_, draws=60))
    assert held >= 0.9
    assert width < 0.5
    assert coverage(gathered(all_, "actor", 2))[0] >= 0.9
    found = leans(gathered(all_, "actor", 1))
    assert found["probably"][1] > found["perhaps"][1]
