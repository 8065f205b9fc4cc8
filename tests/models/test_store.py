import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

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
    (lambda m: m["files"].update({"a\0b": {}}), r"lists 'a\\x00b', which lies outside of the folder"),
    (lambda m: m["files"].update({"model.json": None}), r"model\.json: its bytes are not those"),
    (lambda m: m["files"]["model.json"].update(size=10**13), r"model\.json: its bytes are not those"),
    (lambda m: m.update(name="linear-00000000"), r"'linear-00000000' is not the name of what it lists"),
    (lambda m: m.update(codebook="ours"), r"'codebook' is not the digest of one"),
    (lambda m: m["params"].update(seed="\n"), r"The setting 'seed' is '\\n', no int\. Or install the version"),
    (lambda m: m["params"].update(seed=True), r"The setting 'seed' is True, no int"),
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


def rewrite(folder: Path, name: str, data: bytes) -> None:
    """Put other bytes in the place of a file and make the manifest agree, as somebody who means harm can."""
    (folder / name).write_bytes(data)
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["files"][name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    whole = b"".join((folder / each).read_bytes() for each in sorted(manifest["files"]))
    manifest["name"] = f"{manifest['kind']}-{hashlib.sha256(whole).hexdigest()[:8]}"
    path.write_text(json.dumps(manifest), encoding="utf-8")


def header(**arrays: object) -> bytes:
    text = json.dumps(arrays).encode()
    return len(text).to_bytes(8, "little") + text


HARM: list[tuple[str, bytes, str]] = [
    ("model.json", b"[" * 200_000, "nested too deeply"),
    ("model.json", b"[]", "list indices must be integers"),
    ("model.json", b"{}", "holds no"),
    ("model.json", b'{"x": NaN}', "NaN is no number"),
    ("arrays.safetensors", b"", "holds no"),
    ("arrays.safetensors", (2**63).to_bytes(8, "little") + b"{}", "header too large"),
    ("arrays.safetensors", header(a={"dtype": "F32", "shape": [2**63, 4], "data_offsets": [0, 0]}), "overflow"),
    (
        "arrays.safetensors",
        header(a={"dtype": "F32", "shape": [2_500_000_000_000], "data_offsets": [0, 10**13]}),
        "not fully covered",
    ),
]


@pytest.mark.parametrize(("name", "data", "message"), HARM, ids=[message for _, _, message in HARM])
def test_files_that_a_manifest_vouches_for_are_no_more_trusted(
    saved: Path, name: str, data: bytes, message: str
) -> None:
    rewrite(saved, name, data)
    with pytest.raises(ModelError, match=message):
        load(saved)


def damaged(folder: Path, change: Callable[[NDArray[Any]], NDArray[Any]]) -> str:
    """Change the first weights in a model's folder, and return their name."""
    arrays = load_file(folder / "arrays.safetensors")
    name = next(each for each in sorted(arrays) if each.endswith(".weights"))
    arrays[name] = np.ascontiguousarray(change(arrays[name]))
    rewrite(folder, "arrays.safetensors", save(arrays))
    return name


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_are_no_numbers_are_refused(saved: Path, value: float) -> None:
    name = damaged(saved, lambda weights: np.full_like(weights, value))
    with pytest.raises(ModelError, match=f"{name} holds what is no number"):
        load(saved)


@pytest.mark.parametrize("cut", [np.s_[:1], np.s_[:, :1]])
def test_weights_that_do_not_belong_together_are_refused(saved: Path, cut: Any) -> None:
    damaged(saved, lambda weights: weights[cut])
    with pytest.raises(ModelError, match="have shapes that do not belong together"):
        load(saved)


def test_a_file_that_is_no_file_is_refused_unread(saved: Path) -> None:
    (saved / "model.json").unlink()
    os.mkfifo(saved / "model.json")
    with pytest.raises(ModelError, match=r"model\.json: missing or unreadable"):
        load(saved)
    (saved / "model.json").unlink()
    (saved / "model.json").symlink_to("model.json")
    with pytest.raises(ModelError, match=r"'model\.json', which lies outside of the folder"):
        load(saved)


def test_files_without_an_end_are_refused_unread(saved: Path) -> None:
    with (saved / "arrays.safetensors").open("ab") as file:
        file.truncate(10**13)
    with pytest.raises(ModelError, match=r"arrays\.safetensors: its bytes are not those"):
        load(saved)
    with (saved / "manifest.json").open("ab") as file:
        file.truncate(10**13)
    with pytest.raises(ModelError, match=r"manifest\.json: is longer than 1,000,000 bytes"):
        load(saved)


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere: no such folder; give the folder of a saved model"):
        load(tmp_path / "nowhere")
    with pytest.raises(ModelError, match=r"manifest\.json: no such file, so this is no saved model"):
        load(tmp_path)
    (tmp_path / "manifest.json").write_bytes(b"\xff{")
    with pytest.raises(ModelError, match=r"manifest\.json: is not JSON"):
        load(tmp_path)
    (tmp_path / "manifest.json").write_text("[" * 200_000, encoding="utf-8")
    with pytest.raises(ModelError, match=r"manifest\.json: is not JSON"):
        load(tmp_path)
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ModelError, match="format None is not 2"):
        load(tmp_path)
