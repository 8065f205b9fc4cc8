from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from stance.models import KINDS, Model, kind
from stance.models.transformer.encoding import Reader
from stance.types import LabelledDocument, Mention
from tests.corpora import FRAMES, documents
from tests.encoders import encoder

SETTINGS: dict[str, dict[str, Any]] = {
    "linear": {"most": 2000},
    "transformer": {
        "length": 96,
        "epochs": 12,
        "learning_rate": 3e-3,
        "head_learning_rate": 3e-3,
        "freeze_embeddings": False,
        "batch": 8,
    },
}
"""Settings under which a kind learns the tiny corpus at once."""

LENGTH = 48
"""How many tokens a window of the tiny encoder holds."""

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
def settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    own = {"encoder": str(encoder(tmp_path_factory.mktemp("encoder")))}
    return SETTINGS | {"transformer": SETTINGS["transformer"] | own}


@pytest.fixture(scope="session")
def fit(
    train: Sequence[LabelledDocument], validation: Sequence[LabelledDocument], settings: dict[str, dict[str, Any]]
) -> Fit:
    return lambda name: kind(name)(**settings[name]).fit(train, validation, codebook="0" * 64)


@pytest.fixture(scope="session", params=sorted(KINDS))
def model(request: pytest.FixtureRequest, fit: Fit) -> Model:
    """Give a fitted model of each kind."""
    return fit(request.param)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny encoder."""
    return encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="session")
def reader(folder: Path) -> Reader:
    return Reader(Tokenizer.from_file(str(folder / "tokenizer.json")), LENGTH, 16, "troop withdrawal")
