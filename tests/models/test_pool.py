"""The linear model's opinion beside the encoder's scores."""

from collections.abc import Sequence

import numpy as np
import pytest

from stance.labels import GROUPS, STANCES
from stance.models.calibration import softmax
from stance.models.transformer.pool import Pool
from stance.types import LabelledDocument, Mention

Scores = tuple[np.ndarray, np.ndarray]


@pytest.fixture(scope="module")
def scores(mentions: Sequence[Mention]) -> Scores:
    """Give the scores of an encoder that knows nothing."""
    drawn = np.random.default_rng(0)
    return drawn.normal(size=(len(mentions), len(STANCES))), drawn.normal(size=(len(mentions), len(GROUPS)))


@pytest.fixture(scope="module")
def pool(train: Sequence[LabelledDocument], validation: Sequence[LabelledDocument], scores: Scores) -> Pool:
    return Pool(0.5).fit(train, validation, scores)


def accuracy(given: np.ndarray, validation: Sequence[LabelledDocument]) -> float:
    gold = [STANCES.index(example.stance) for document in validation for example in document.examples]
    return float((given.argmax(axis=1) == gold).mean())


def test_a_second_opinion_mends_what_the_first_has_wrong(
    pool: Pool, validation: Sequence[LabelledDocument], mentions: Sequence[Mention], scores: Scores
) -> None:
    stances, groups = pool.probabilities(mentions, *scores)
    assert accuracy(stances, validation) > 0.9 > 0.5 > accuracy(scores[0], validation)
    for rows in (stances, groups):
        np.testing.assert_allclose(rows.sum(axis=1), 1)


def test_without_a_share_there_is_no_second_opinion(
    train: Sequence[LabelledDocument],
    validation: Sequence[LabelledDocument],
    mentions: Sequence[Mention],
    scores: Scores,
) -> None:
    pool = Pool(0).fit(train, validation, scores)
    stances, _ = pool.probabilities(mentions, *scores)
    assert (stances.argmax(axis=1) == softmax(scores[0]).argmax(axis=1)).all()
    assert pool.state()[1] == {}


def test_it_is_taken_back_as_it_was(pool: Pool, mentions: Sequence[Mention], scores: Scores) -> None:
    again = Pool(0.5).restore(*pool.state())
    for first, second in zip(
        pool.probabilities(mentions, *scores), again.probabilities(mentions, *scores), strict=True
    ):
        np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("share", [-0.1, 1.0])
def test_a_share_that_leaves_no_first_opinion_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="from 0 to below 1"):
        Pool(share)
