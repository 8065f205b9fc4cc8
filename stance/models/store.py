"""Models as folders: a manifest, JSON for values and safetensors for arrays; never a pickle.

A folder may come from anywhere: nothing in it is run, each file is read only after its size, and used only after its
digest was found to be what the manifest says, and what cannot be a model is refused with the reason.

manifest.json        format, kind, name, params, codebook, and size and SHA-256 of each of the other files
model.json           learned values
arrays.safetensors   learned arrays
"""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from stance.models.base import Model
from stance.models.held_out import HeldOut

FORMAT = 2
MANIFEST, VALUES, ARRAYS = "manifest.json", "model.json", "arrays.safetensors"
LARGEST, LARGEST_MANIFEST = 8_000_000_000, 1_000_000
"""How many bytes a file may have: more is no model, and would fill the memory."""
WAY_OUT = "save the model again, or take a fresh copy of its folder"
_DIGEST = re.compile(r"(?:[0-9a-f]{64})?")


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
        ModelError: The folder is missing, of another format or kind, incomplete or changed, or holds no numbers.
    """
    from stance.models import kind

    manifest = read_manifest(folder)
    files = {name: _checked(folder, name, entry) for name, entry in manifest["files"].items()}
    for name in (VALUES, ARRAYS):
        if name not in files:
            raise ModelError(f"{folder / MANIFEST}: does not list {name}; {WAY_OUT}.")
    try:
        model = _unfitted(kind(manifest["kind"]), manifest["params"])
    except (ValueError, TypeError) as error:
        raise ModelError(f"{folder / MANIFEST}: {error} Or install the version that saved the model.") from None
    if manifest["name"] != _name(model, files):
        raise ModelError(f"{folder / MANIFEST}: {manifest['name']!r} is not the name of what it lists; {WAY_OUT}.")
    try:
        arrays = _finite(load_arrays(files[ARRAYS]))
        model.restore(_parsed(files[VALUES]), arrays, files)
        model.held_out_ = HeldOut.restore(arrays)
    except (SafetensorError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise ModelError(f"{folder}: holds no {model.kind} model that this version can read ({error}).") from None
    model.codebook_ = manifest["codebook"]
    model.name_ = manifest["name"]
    return model


def _unfitted(kind: type[Model], params: Mapping[str, object]) -> Model:
    """Return a model with these settings, each of the type of its default; an integer may stand for a fraction."""
    defaults = kind().get_params()
    for name, value in params.items():
        expected = type(defaults.get(name, value))
        if type(value) is not expected and not (expected is float and type(value) is int):
            raise TypeError(f"The setting {name!r} is {value!r}, no {expected.__name__}.")
    return kind(**params)


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
    if path.stat().st_size > LARGEST_MANIFEST:
        raise ModelError(f"{path}: is longer than {LARGEST_MANIFEST:,} bytes, and so no manifest; {WAY_OUT}.")
    try:
        manifest = _parsed(path.read_bytes())
    except ValueError:
        raise ModelError(f"{path}: is not JSON; {WAY_OUT}.") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        found = manifest.get("format") if isinstance(manifest, dict) else None
        raise ModelError(f"{path}: format {found!r} is not {FORMAT}, the one this version reads; {WAY_OUT}.")
    types = {"kind": str, "name": str, "params": dict, "codebook": str, "files": dict}
    for key, type_ in types.items():
        if not isinstance(manifest.get(key), type_):
            raise ModelError(f"{path}: {key!r} is missing or not a {type_.__name__}; {WAY_OUT}.")
    if not _DIGEST.fullmatch(manifest["codebook"]):
        raise ModelError(f"{path}: 'codebook' is not the digest of one; {WAY_OUT}.")
    return manifest


def _checked(folder: Path, name: str, entry: Mapping[str, object]) -> bytes:
    """Return the bytes of the file `name`, which must lie in the folder and be what the manifest says."""
    path = folder / name
    if not _lies_in(folder, path):
        raise ModelError(f"{folder / MANIFEST}: lists {name!r}, which lies outside of the folder; {WAY_OUT}.")
    if not path.is_file():
        raise ModelError(f"{path}: missing or unreadable; {WAY_OUT}.")
    saved = (entry.get("size"), entry.get("sha256")) if isinstance(entry, dict) else ()
    try:
        fits = saved[:1] == (path.stat().st_size,) and path.stat().st_size <= LARGEST
        data = path.read_bytes() if fits else b""
    except OSError:
        raise ModelError(f"{path}: missing or unreadable; {WAY_OUT}.") from None
    if not fits or saved != (len(data), _digest(data)):
        raise ModelError(f"{path}: its bytes are not those that were saved (size or SHA-256 differs); {WAY_OUT}.")
    return data


def _lies_in(folder: Path, path: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name that no file can have
        return False


def _parsed(data: bytes) -> Any:
    """Return the value that JSON holds; what JSON does not know, such as NaN, and what is nested to death is none."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is no number")

    try:
        return json.loads(data, parse_constant=refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _finite(arrays: Mapping[str, NDArray[np.generic]]) -> Mapping[str, NDArray[np.generic]]:
    """Return the arrays, of which none may hold what is no number.

    Raises:
        ValueError: One does; the message names it.
    """
    for name, array in arrays.items():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise ValueError(f"{name} holds what is no number")
    return arrays


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _name(model: Model, files: Mapping[str, bytes]) -> str:
    return f"{model.kind}-{_digest(b''.join(files[name] for name in sorted(files)))[:8]}"
