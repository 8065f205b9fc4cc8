from collections.abc import Callable, Sequence
from typing import Any

import pytest

from stance.models import KINDS, Model, kind
from stance.types import LabelledDocument, Mention
from tests.corpora import FRAMES, documents

SETTINGS: dict[str, dict[str, Any]] = {"linear": {"most": 2000}}
"""Settings under which a kind learns the tiny corpus at once."""

Fit = Callable[[str], Model]


@pytest.fixture(scope="session")
def train(tmp_path_factory: pytest.TempPathFactory) -> Sequence[LabelledDocument]:
    return documents(tmp_path_factory.mktemp("train"), FRAMES[:2])


@pytest.fixture(scope="session")
def validation(tmp_path_factory: pytest.TempPathFactory) -> Sequence[LabelledDocument]:
    return documents(tmp_path_factory.mktemp("validation"), FRAMES[2:])


@pytest.fixture(scope="session")
def mentions(validation: Sequence[LabelledDocument]) -> list[Mention]:
    return [example.mention for document in validation for example in document.examples]


@pytest.fixture(scope="session")
def fit(train: Sequence[LabelledDocument], validation: Sequence[LabelledDocument]) -> Fit:
    return lambda name: kind(name)(**SETTINGS[name]).fit(train, validation, codebook="0" * 64)


@pytest.fixture(scope="session", params=sorted(KINDS))
def model(request: pytest.FixtureRequest, fit: Fit) -> Model:
    """Give a fitted model of each kind."""
    return fit(request.param)
