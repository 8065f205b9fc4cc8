from pathlib import Path

import pytest

from tests import corpora
from training.config import Config, ModelSettings, TrackingSettings
from training.train import Run, train


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpora.folder(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def config(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Config:
    root = tmp_path_factory.mktemp("work")
    return Config(
        data=data,
        runs=root / "runs",
        model=ModelSettings(params={"most": 2000}),
        tracking=TrackingSettings(uri=f"sqlite:///{root}/mlflow.db"),
    )


@pytest.fixture(scope="session")
def run(config: Config) -> Run:
    return train(config)
