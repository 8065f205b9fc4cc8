"""Models as folders: a manifest, JSON for values and safetensors for arrays; never a pickle.

manifest.json        format, kind, name, params, codebook, and size and SHA-256 of each of the other files
model.json           learned values
arrays.safetensors   learned arrays
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from stance.models.base import Model
from stance.models.held_out import HeldOut

FORMAT = 2
MANIFEST, VALUES, ARRAYS = "manifest.json", "model.json", "arrays.safetensors"
WAY_OUT = "save the model again, or take a fresh copy of its folder"


class ModelError(ValueError):
    """A model's folder cannot be used as it is; the message names the file and the way out."""


def contents(model: Model) -> dict[str, bytes]:
    """Return the files of `model` but for the manifest; the same bytes for the same model."""
    values, arrays = model.state()
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, indent=1)
    held = {**arrays, **model.held_out_.arrays()}
    return {VALUES: f"{text}\n".encode(), ARRAYS: save_arrays(dict(sorted(held.items()))), **model.files()}


def name_of(model: Model) -> str:
    """Return the name under which rows cite `model`: its kind and a digest of all it has learned."""
    return _name(model, contents(model))


def save(model: Model, folder: Path) -> None:
    """Write `model` into `folder`, the manifest last, so that a broken save is never taken for a model."""
    files = contents(model)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    manifest = {
        "format": FORMAT,
        "kind": model.kind,
        "name": _name(model, files),
        "params": model.get_params(),
        "codebook": model.codebook_,
        "files": {name: {"size": len(data), "sha256": _digest(data)} for name, data in files.items()},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def load(folder: Path) -> Model:
    """Return the model in `folder`, every byte checked against the manifest.

    Raises:
        ModelError: The folder is missing, of another format or kind, incomplete or changed.
    """
    from stance.models import kind

    manifest = read_manifest(folder)
    files = {name: _checked(folder, name, entry) for name, entry in manifest["files"].items()}
    for name in (VALUES, ARRAYS):
        if name not in files:
            raise ModelError(f"{folder / MANIFEST}: does not list {name}; {WAY_OUT}.")
    try:
        model = kind(manifest["kind"])(**manifest["params"])
    except (ValueError, TypeError) as error:
        raise ModelError(f"{folder / MANIFEST}: {error} Or install the version that saved the model.") from None
    try:
        arrays = load_arrays(files[ARRAYS])
        model.restore(json.loads(files[VALUES]), arrays, files)
        model.held_out_ = HeldOut.restore(arrays)
    except (SafetensorError, KeyError, ValueError) as error:
        raise ModelError(f"{folder}: holds no {model.kind} model that this version can read ({error}).") from None
    model.codebook_ = manifest["codebook"]
    model.name_ = manifest["name"]
    return model


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of the model in `folder`, its form checked, the files it lists not yet.

    Raises:
        ModelError: There is none, or it is not one of this format.
    """
    path = folder / MANIFEST
    if not folder.is_dir():
        raise ModelError(f"{folder}: no such folder; give the folder of a saved model.")
    if not path.is_file():
        raise ModelError(f"{path}: no such file, so this is no saved model; give the folder of one.")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise ModelError(f"{path}: is not JSON; {WAY_OUT}.") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        found = manifest.get("format") if isinstance(manifest, dict) else None
        raise ModelError(f"{path}: format {found!r} is not {FORMAT}, the one this version reads; {WAY_OUT}.")
    types = {"kind": str, "name": str, "params": dict, "codebook": str, "files": dict}
    for key, type_ in types.items():
        if not isinstance(manifest.get(key), type_):
            raise ModelError(f"{path}: {key!r} is missing or not a {type_.__name__}; {WAY_OUT}.")
    return manifest


def _checked(folder: Path, name: str, entry: Mapping[str, object]) -> bytes:
    """Return the bytes of the file `name`, which must lie in the folder and be what the manifest says."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ModelError(f"{folder / MANIFEST}: lists {name!r}, which lies outside of the folder; {WAY_OUT}.")
    try:
        data = path.read_bytes()
    except OSError:
        raise ModelError(f"{path}: missing or unreadable; {WAY_OUT}.") from None
    if not isinstance(entry, dict) or (entry.get("size"), entry.get("sha256")) != (len(data), _digest(data)):
        raise ModelError(f"{path}: its bytes are not those that were saved (size or SHA-256 differs); {WAY_OUT}.")
    return data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _name(model: Model, files: Mapping[str, bytes]) -> str:
    return f"{model.kind}-{_digest(b''.join(files[name] for name in sorted(files)))[:8]}"
