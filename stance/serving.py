"""What MLflow loads: the loader of the pyfunc flavour, and the way back from an MLflow address to a folder.

Loading needs neither MLflow nor torch; only `download` imports MLflow, and only when it is called.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from stance.predict import Predictor, load_model
from stance.types import ROW_FIELDS

if TYPE_CHECKING:
    from pandas import DataFrame

TRACKING_URI = "sqlite:///mlflow.db"
"""Where models are registered unless `MLFLOW_TRACKING_URI` says otherwise."""


class ServedModel:
    """A model with the interface that MLflow's pyfunc flavour asks for."""

    def __init__(self, predictor: Predictor) -> None:
        self.predictor = predictor

    def predict(self, model_input: "DataFrame", params: Mapping[str, object] | None = None) -> "DataFrame":
        """Return rows for articles, or for sentences with given actors where every row has an `actor`.

        Args:
            model_input: A column `text`, and optionally `actor`, or `id`, `author` and `title`.
            params: Not used.

        Returns:
            The fields of `stance.types.ROW_FIELDS`, the same rows as `stance.predict` gives.
        """
        from pandas import DataFrame

        del params
        records: list[dict[str, object]] = [
            {str(key): value for key, value in row.items()} for row in model_input.to_dict("records")
        ]
        actors = [record.get("actor") for record in records]
        if actors and all(isinstance(actor, str) and actor for actor in actors):
            pairs = [(str(record["text"]), str(record["actor"])) for record in records]
            rows = [row.row() for row in self.predictor.classify(pairs)]
        else:
            rows = [row.row() for row in self.predictor.predict(records)]
        frame = DataFrame(rows, columns=list(ROW_FIELDS))
        return frame.astype({"actor_start": "Int64", "actor_end": "Int64"})


def _load_pyfunc(data_path: str) -> ServedModel:
    """Return the model that MLflow stored at `data_path`."""
    return ServedModel(Predictor(load_model(Path(data_path))))


def download(address: str, uri: str | None = None) -> Path:
    """Return a local folder with the model that an MLflow address (`models:/stance@champion`, `runs:/…`) stands for.

    Raises:
        ImportError: MLflow is not installed.
        ValueError: Nothing is registered under the address.
    """
    try:
        import mlflow
        from mlflow.exceptions import MlflowException
    except ImportError:
        raise ImportError(f"{address} needs MLflow; install it with: pip install 'actor-stance[train]'") from None
    mlflow.set_tracking_uri(uri or os.environ.get("MLFLOW_TRACKING_URI", TRACKING_URI))
    try:
        return Path(mlflow.artifacts.download_artifacts(artifact_uri=address)) / "data" / "model"
    except MlflowException as error:
        raise ValueError(f"{address}: not found ({error.message}); register a model, or give a folder.") from None
