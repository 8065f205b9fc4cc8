"""A run as MLflow sees it: recorded, registered, loaded back and served."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import mlflow
import pandas as pd
import pytest
from mlflow import MlflowClient

import stance
from stance.intervals import Figure
from training.config import Config, ConfigError, GateSettings
from training.data import SPLITS
from training.promote import promote
from training.search import Trial
from training.tracking import record, rollback
from training.train import Run

pytestmark = [
    pytest.mark.slow,
    # MLflow's own, from its database layer and its registry.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
]

TEXT = "Prime Minister Ines Okoye said the troops must leave now. “We stay,” Senator Paul Brandt told reporters."
ADDRESS = "models:/stance@champion"
TEXTS = {"", ".py", ".json", ".yaml", ".txt", ".toml", ".typed", ".md", ".html", ".svg", ".css"}


@dataclass
class Store:
    uri: str
    folder: Path
    client: MlflowClient


@pytest.fixture(scope="module")
def store(run: Run, config: Config) -> Iterator[Store]:
    """Record a run twice, in a folder of its own, where MLflow puts its files."""
    before = Path.cwd()
    folder = config.runs.parent
    os.chdir(folder)
    try:
        trials = [Trial({"words": number}, Figure(0.5, 0.4, 0.6)) for number in (1, 2)]
        assert record(replace(run, trials=trials), config) == "1"
        assert record(run, config) == "2"
        yield Store(config.tracking.uri, folder, MlflowClient(tracking_uri=config.tracking.uri))
    finally:
        os.chdir(before)


def recorded(store: Store) -> Any:
    version = store.client.get_model_version("stance", "1")
    return store.client.get_run(str(version.run_id))


def champion(store: Store) -> str:
    return str(store.client.get_model_version_by_alias("stance", "champion").version)


def test_parameters_digests_and_figures_are_recorded(store: Store, run: Run) -> None:
    data = recorded(store).data
    assert data.params["kind"] == "linear"
    assert data.params["most"] == "2000"
    assert data.tags["data"] == run.corpus.digest
    assert data.tags["codebook"] == run.model.codebook_
    figures = run.evaluations["test"].figures
    assert data.metrics["test/stance_macro_f1"] == figures["stance_macro_f1"].value
    assert {"test/stance_f1/support", "test/stance_ece", "test/stance_macro_f1/group/expert"} <= set(data.metrics)


def test_the_trials_of_a_search_are_runs_inside_of_the_run(store: Store) -> None:
    parent = recorded(store).info
    inside = f"tags.`mlflow.parentRunId` = '{parent.run_id}'"
    runs = store.client.search_runs([parent.experiment_id], inside)
    assert sorted(each.data.params["words"] for each in runs) == ["1", "2"]
    assert {each.data.metrics["stance_macro_f1"] for each in runs} == {0.5}


def test_pictures_and_data_are_recorded(store: Store) -> None:
    found = recorded(store)
    names = {file.path for file in store.client.list_artifacts(found.info.run_id, "test")}
    assert names == {"test/confusion.png", "test/reliability.png", "test/evaluation.json"}
    assert [item.dataset.name for item in found.inputs.dataset_inputs] == list(SPLITS)


def test_the_first_version_is_champion_until_another_is_chosen(store: Store, run: Run, config: Config) -> None:
    assert champion(store) == "1"
    assert record(run, config, crowned=True) == "3" == champion(store)
    store.client.set_registered_model_alias("stance", "champion", "1")


def test_the_alias_goes_to_a_candidate_that_passes_and_back_again(store: Store, config: Config) -> None:
    tracking = config.tracking
    with pytest.raises(ConfigError, match="there is none to go back to"):
        rollback(tracking.model_copy(update={"registered_model": "unknown"}))
    lenient = config.model_copy(update={"gate": GateSettings(ece=1.0, milliseconds=10_000)})
    number, verdict = promote(lenient, "2")
    assert (number, verdict.passes, verdict.gain.value) == ("2", True, 0.0)
    assert champion(store) == "2"
    assert rollback(tracking) == "1" == champion(store)
    strict = config.model_copy(update={"gate": GateSettings(margin=0.5)})
    assert not promote(strict, "2")[1].passes
    assert champion(store) == "1"


def test_an_address_loads_the_same_model(store: Store, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", store.uri)
    assert stance.load_model(ADDRESS).name_ == run.model.name_
    with pytest.raises(ValueError, match="models:/stance@nobody: not found"):
        stance.load_model("models:/stance@nobody")


def test_the_pyfunc_gives_the_rows_of_predict(store: Store, run: Run) -> None:
    mlflow.set_tracking_uri(store.uri)
    model = mlflow.pyfunc.load_model(ADDRESS)
    rows = model.predict(pd.DataFrame([{"text": TEXT, "id": "a"}])).to_dict("records")
    expected = [row.row() for row in stance.predict({"text": TEXT, "id": "a"}, model=run.model)]
    assert rows == expected
    assert [row["actor"] for row in rows] == ["Ines Okoye", "Paul Brandt"]


def test_what_is_registered_is_the_checked_folder_and_holds_no_pickle(store: Store, tmp_path: Path) -> None:
    mlflow.set_tracking_uri(store.uri)
    folder = tmp_path / "copy"
    shutil.copytree(mlflow.artifacts.download_artifacts(artifact_uri=ADDRESS), folder)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} <= TEXTS | {".safetensors"}
    assert not [path for path in files if path.read_bytes().startswith(b"\x80") and path.read_bytes().endswith(b".")]
    weights = folder / "data" / "model" / "arrays.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x00")
    with pytest.raises(ValueError, match=r"arrays\.safetensors: its bytes are not those that were saved"):
        mlflow.pyfunc.load_model(str(folder))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def server(store: Store) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "mlflow", "models", "serve", "-m", ADDRESS, "--env-manager", "local"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--host", "127.0.0.1", "--port", str(port)],
        env=os.environ | {"MLFLOW_TRACKING_URI": store.uri, "PATH": path},
        cwd=store.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/ping", process)
            yield f"http://127.0.0.1:{port}/invocations"
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(1200):
        assert process.poll() is None
        try:
            with urllib.request.urlopen(address):  # noqa: S310 - a local address
                return
        except OSError:  # not there yet, or too busy to answer
            time.sleep(0.25)
    raise TimeoutError(address)


def test_a_served_model_answers_with_the_rows_of_predict(server: str, run: Run) -> None:
    records = [{"text": TEXT, "id": "a"}, {"text": "Okoye wants to stay.", "id": "b", "actor": "Okoye"}]
    body = json.dumps({"dataframe_records": records}).encode()
    request = urllib.request.Request(server, body, {"Content-Type": "application/json"})  # noqa: S310 - local
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - local
        rows = json.load(answer)["predictions"]
    [given] = stance.classify([("Okoye wants to stay.", "Okoye")], model=run.model)
    expected = [*stance.predict(records[0], model=run.model), replace(given, article="b")]
    assert rows == [json.loads(json.dumps(row.row())) for row in expected]
