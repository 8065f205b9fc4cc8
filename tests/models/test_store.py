import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stance.models import Model, load
from stance.models.store import ModelError, read_manifest

Manifest = dict[str, Any]


@pytest.fixture
def saved(model: Model, tmp_path: Path) -> Path:
    model.save(tmp_path / "model")
    return tmp_path / "model"


def test_the_folder_holds_no_pickle_and_is_listed_in_full(saved: Path, model: Model) -> None:
    names = {"manifest.json", "model.json", "arrays.safetensors", *model.files()}
    assert {path.name for path in saved.iterdir()} == names
    manifest = read_manifest(saved)
    assert manifest["kind"] == model.kind
    assert manifest["name"].startswith(f"{model.kind}-")
    assert manifest["params"] == model.get_params()
    assert set(manifest["files"]) == names - {"manifest.json"}


def test_saving_again_replaces_the_model(saved: Path, model: Model) -> None:
    model.save(saved)
    assert load(saved).name_ == model.name_


@pytest.mark.parametrize("name", ["model.json", "arrays.safetensors"])
def test_a_changed_byte_is_refused(saved: Path, name: str) -> None:
    path = saved / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelError, match=rf"{name}: its bytes are not those that were saved .* take a fresh copy"):
        load(saved)


@pytest.mark.parametrize("name", ["model.json", "arrays.safetensors"])
def test_a_missing_file_is_named(saved: Path, name: str) -> None:
    (saved / name).unlink()
    with pytest.raises(ModelError, match=f"{name}: missing or unreadable; save the model again"):
        load(saved)


CHANGES: list[tuple[Callable[[Manifest], object], str]] = [
    (lambda m: m.update(format=99), r"manifest\.json: format 99 is not 2"),
    (lambda m: m.update(kind="oracle"), r"manifest\.json: Unknown kind of model 'oracle'; use one of: linear"),
    (lambda m: m.update(params={"depth": 3}), r"manifest\.json: .*'depth'.*install the version"),
    (lambda m: m.pop("files"), r"manifest\.json: 'files' is missing or not a dict"),
    (lambda m: m["files"].pop("model.json"), r"manifest\.json: does not list model\.json"),
    (lambda m: m["files"].update({"../secret": {}}), r"lists '\.\./secret', which lies outside of the folder"),
    (lambda m: m["files"].update({"/etc/hostname": {}}), r"lists '/etc/hostname', which lies outside of the folder"),
    (lambda m: m["files"].update({"model.json": None}), r"model\.json: its bytes are not those"),
]


@pytest.mark.parametrize(("change", "message"), CHANGES, ids=[message for _, message in CHANGES])
def test_a_manifest_that_lies_is_refused_in_one_line(
    saved: Path, change: Callable[[Manifest], object], message: str
) -> None:
    path = saved / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelError, match=message) as caught:
        load(saved)
    assert "\n" not in str(caught.value)


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere: no such folder; give the folder of a saved model"):
        load(tmp_path / "nowhere")
    with pytest.raises(ModelError, match=r"manifest\.json: no such file, so this is no saved model"):
        load(tmp_path)
    (tmp_path / "manifest.json").write_bytes(b"\xff{")
    with pytest.raises(ModelError, match=r"manifest\.json: is not JSON"):
        load(tmp_path)
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ModelError, match="format None is not 2"):
        load(tmp_path)
