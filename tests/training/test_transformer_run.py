"""A transformer goes the way of every model: trained, carded, registered, promoted, loaded, predicting."""

from pathlib import Path

import mlflow
import pandas as pd
import pytest

import stance
from tests import corpora
from tests.encoders import encoder
from training.card import write
from training.config import Config, GateSettings, ModelSettings, TrackingSettings
from training.promote import promote
from training.tracking import champion, record
from training.train import train

pytestmark = [
    pytest.mark.slow,
    # MLflow's own, from its database layer and its registry.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
]

TEXT = "Prime Minister Ines Okoye said the troops must leave now. Senator Paul Brandt said the troops have to stay."


def test_a_transformer_is_trained_registered_promoted_and_predicts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    params = {"encoder": str(encoder(tmp_path / "encoder")), "length": 96, "epochs": 1, "freeze_embeddings": False}
    config = Config(
        data=corpora.folder(tmp_path / "data"),
        model=ModelSettings(kind="transformer", params=params),
        tracking=TrackingSettings(uri=f"sqlite:///{tmp_path}/mlflow.db"),
        gate=GateSettings(margin=-1.0, stance_drop=1.0, group_drop=1.0, ece=1.0, milliseconds=10_000),
    )
    run = train(config)
    assert set(run.gains) == {"test", "test_unseen"}
    assert "Beside the linear baseline" in write(run, config, run.folder).read_text(encoding="utf-8")
    assert record(run, config) == "1"
    assert record(run, config) == "2"
    assert champion(config.tracking) == "1"
    assert promote(config)[0] == "2"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", config.tracking.uri)
    model = stance.load_model("models:/stance@champion")
    assert model.name_ == run.model.name_
    rows = [row.row() for row in stance.predict(TEXT, model=model)]
    served = mlflow.pyfunc.load_model("models:/stance@champion").predict(pd.DataFrame({"text": [TEXT]}))
    assert served["actor"].tolist() == [row["actor"] for row in rows]
    assert served["stance"].tolist() == [row["stance"] for row in rows]
