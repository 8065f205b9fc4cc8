"""Recording runs and registering models; the only module that imports mlflow, and late, since that takes seconds.

The tracking store is a database, `sqlite:///mlflow.db` by default. The model is logged as a pyfunc that
`stance.serving` loads, with the package's code and its requirements, so that it can be served without this project.
"""

import logging
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import stance
from stance.labels import STANCES
from stance.types import ROW_FIELDS
from training.config import Config, ConfigError, TrackingSettings
from training.data.corpus import SPLITS
from training.data.load import digest
from training.plots import confusion_matrix, reliability_plot
from training.train import Run

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.models import ModelSignature

log = logging.getLogger(__name__)

CHAMPION, PREVIOUS = "champion", "previous"
EXAMPLE = [{"text": "Prime Minister Ines Okoye said the troops must leave.", "id": "example"}]
REQUIREMENTS = ("mlflow", "numpy", "onnxruntime", "pandas", "safetensors", "scipy", "tokenizers")
TYPES: Mapping[str, str] = {
    **dict.fromkeys(("sentence", "start", "end", "actor_start", "actor_end"), "long"),
    **dict.fromkeys((*(f"p_{stance}" for stance in STANCES), "p_group", "p_actor"), "double"),
    "possible": "string",
    "abstained": "boolean",
}
"""MLflow's names for the types of a row's fields; the others are strings."""


def record(run: Run, config: Config, *, crowned: bool = False) -> str:
    """Record `run` and register its model; return the version.

    The alias `champion` goes to the version when asked for, and to the first one ever registered.
    """
    import mlflow
    from pandas import DataFrame

    settings = config.tracking
    mlflow.set_tracking_uri(settings.uri)
    mlflow.set_experiment(settings.experiment)
    with mlflow.start_run(run_name=run.model.name_):
        mlflow.set_tags({"kind": run.model.kind, "data": run.corpus.digest, "codebook": run.corpus.codebook})
        mlflow.log_params(_params(run, config))
        for split, evaluation in run.evaluations.items():
            mlflow.log_metrics({f"{split}/{name}": value for name, value in evaluation.metrics().items()})
            mlflow.log_figure(confusion_matrix(evaluation, STANCES), f"{split}/confusion.png")
            mlflow.log_figure(reliability_plot(evaluation), f"{split}/reliability.png")
            mlflow.log_dict(evaluation.to_json(), f"{split}/evaluation.json")
        mlflow.log_metrics(
            {"fit_seconds": run.seconds, "negations": run.probes.negations}
            | {f"{kind}_flips": flips.share for kind, flips in run.probes.flips.items()}
        )
        for name in ("card.md", "images"):
            if (run.folder / name).exists():
                mlflow.log_artifact(str(run.folder / name), "card")
        _log_data(run)
        _log_trials(run)
        logged = mlflow.pyfunc.log_model(
            name="model",
            loader_module="stance.serving",
            data_path=str(run.folder / "model"),
            code_paths=[str(Path(stance.__file__).parent)],
            pip_requirements=[f"{name}=={version(name)}" for name in REQUIREMENTS],
            signature=signature(),
            input_example=DataFrame(EXAMPLE),
            registered_model_name=settings.registered_model,
        )
    number = str(logged.registered_model_version)
    if crowned or champion(settings) is None:
        crown(settings, number)
    return number


def package(model: Path, folder: Path) -> None:
    """Write the model in the folder `model` as MLflow serves it, without a store."""
    import mlflow

    mlflow.pyfunc.save_model(
        path=str(folder),
        loader_module="stance.serving",
        data_path=str(model),
        pip_requirements=[f"{name}=={version(name)}" for name in REQUIREMENTS],
        signature=signature(),
    )


def signature() -> "ModelSignature":
    """Return the columns that a served model takes and gives."""
    from mlflow.models import ModelSignature
    from mlflow.types.schema import ColSpec, Schema

    optional = [ColSpec("string", name, required=False) for name in ("actor", "id", "author", "title")]
    # A field that may be empty for some rows must not be required, or MLflow refuses the whole answer.
    outputs: list[Any] = [ColSpec(TYPES.get(name, "string"), name, required=False) for name in ROW_FIELDS]
    return ModelSignature(Schema([ColSpec("string", "text"), *optional]), Schema(outputs))


def _params(run: Run, config: Config) -> dict[str, object]:
    searched = {f"search.{name}": values for name, values in config.search.space.items()}
    return {"kind": run.model.kind, **run.model.get_params(), "data": str(config.data), **searched}


def _log_trials(run: Run) -> None:
    """Record each trial of a search as a run inside of the run, the best first."""
    import mlflow

    for number, trial in enumerate(run.trials, 1):
        with mlflow.start_run(run_name=f"{run.model.name_} trial {number}", nested=True):
            mlflow.log_params(dict(trial.params))
            mlflow.log_metric("stance_macro_f1", trial.figure.value)


def _log_data(run: Run) -> None:
    """Record which files the run learned from and was measured on, by their digest."""
    import mlflow
    from mlflow.data.code_dataset_source import CodeDatasetSource
    from mlflow.data.pandas_dataset import from_pandas
    from pandas import DataFrame

    corpus = run.corpus
    for split in SPLITS:
        path = corpus.folder / f"{split}.jsonl"
        fields = {"id", "kind", "title", "conflict", "genre", "author", "text"}
        frame = DataFrame([text.model_dump(mode="json", include=fields) for text in corpus.texts[split]])
        source = CodeDatasetSource({"path": str(path)})
        dataset = from_pandas(frame, source=source, name=split, digest=digest(path)[:32])
        mlflow.log_input(dataset, context=split)


def newest(settings: TrackingSettings) -> str:
    """Return the newest version of the configured model.

    Raises:
        ConfigError: None is registered.
    """
    name = settings.registered_model
    versions = _client(settings).search_model_versions(f"name = '{name}'")
    if not versions:
        raise ConfigError(f"No model {name!r} is registered in {settings.uri}; train one first.")
    return str(max(int(version.version) for version in versions))


def champion(settings: TrackingSettings) -> str | None:
    """Return the version that has the alias `champion`; None where none has."""
    return _aliases(settings).get(CHAMPION)


def folder(settings: TrackingSettings, number: str) -> Path:
    """Return a local folder with a version of the configured model."""
    from stance.models.registry import download

    try:
        return download(f"models:/{settings.registered_model}/{number}", settings.uri)
    except ValueError as error:
        raise ConfigError(str(error)) from None


def crown(settings: TrackingSettings, number: str) -> None:
    """Give the alias `champion` to a version, and `previous` to the one that had it."""
    client, name, before = _client(settings), settings.registered_model, champion(settings)
    folder(settings, number)
    if before and before != number:
        client.set_registered_model_alias(name, PREVIOUS, before)
    client.set_registered_model_alias(name, CHAMPION, number)
    log.info("%s version %s is the %s", name, number, CHAMPION)


def rollback(settings: TrackingSettings) -> str:
    """Give the alias `champion` back to the version that had it before, and return that version.

    Raises:
        ConfigError: No version had it before.
    """
    before = _aliases(settings).get(PREVIOUS)
    if before is None:
        raise ConfigError(f"{settings.registered_model} has had one champion only; there is none to go back to.")
    crown(settings, before)
    return before


def _aliases(settings: TrackingSettings) -> Mapping[str, str]:
    from mlflow.exceptions import MlflowException

    try:
        found = _client(settings).get_registered_model(settings.registered_model).aliases
    except MlflowException as error:
        if error.error_code != "RESOURCE_DOES_NOT_EXIST":
            raise
        return {}
    return {str(alias): str(number) for alias, number in found.items()}


def _client(settings: TrackingSettings) -> "MlflowClient":
    from mlflow import MlflowClient

    return MlflowClient(tracking_uri=settings.uri)
