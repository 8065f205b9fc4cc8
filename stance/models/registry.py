"""From an MLflow address to a folder. Alone in the package it imports MLflow, and only when it is called."""

import os
from pathlib import Path

TRACKING_URI = "sqlite:///mlflow.db"
"""Where models are registered unless `MLFLOW_TRACKING_URI` says otherwise."""


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
