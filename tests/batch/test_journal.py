"""A run that is cut off loses nothing: the same command ends with the same rows."""

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest

from stance import load_model
from stance.batch import Workers, classify_archive, journal
from stance.batch.journal import Journal
from stance.batch.work import Outcome, Part
from stance.predictor import Predictor

SAID = "Senator Ines Okoye said the troops should leave. “We stay,” Marou told reporters\u2028on day {}."
PARTS = 6


class Failing(Workers):
    """Workers that end with an error after some parts."""

    __slots__ = ()
    left = 0

    def map(self, parts: Iterator[Part]) -> Iterator[Outcome]:  # type: ignore[override]
        for number, outcome in enumerate(Workers.map(self, parts)):
            if number == Failing.left:
                raise OSError(errno.ENOSPC, "No space left on device")
            yield outcome


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    return Predictor(load_model())


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.jsonl"
    lines = [json.dumps({"text": SAID.format(n)}) if n % 50 else "{" for n in range(64 * PARTS)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def replace(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    path.write_bytes(data.replace(old, new, 1))
    assert path.read_bytes() != data


def outputs(folder: Path, name: str = "rows.jsonl") -> list[bytes]:
    return [(folder / each).read_bytes() for each in (name, f"{name}.quarantine.jsonl")]


@pytest.fixture
def undisturbed(archive: Path, predictor: Predictor, tmp_path: Path) -> list[bytes]:
    (tmp_path / "whole").mkdir()
    classify_archive(Workers(predictor), [str(archive)], tmp_path / "whole" / "rows.jsonl")
    return outputs(tmp_path / "whole")


@pytest.mark.parametrize("done", [0, 1, 4])
def test_a_full_disk_is_told_and_the_next_run_goes_on(
    archive: Path, predictor: Predictor, tmp_path: Path, undisturbed: Sequence[bytes], done: int
) -> None:
    Failing.left = done
    output = tmp_path / "rows.jsonl"
    with pytest.raises(OSError, match="No space left"):
        classify_archive(Failing(predictor), [str(archive)], output)
    assert not output.exists()
    summary = classify_archive(Workers(predictor), [str(archive)], output)
    assert summary.resumed == sum(1 for n in range(64 * done) if n % 50)
    assert outputs(tmp_path) == undisturbed
    assert {path.name for path in tmp_path.iterdir()} == {
        "archive.jsonl",
        "rows.jsonl",
        "rows.jsonl.quarantine.jsonl",
        "whole",
    }


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "00000001.part").unlink(),
        lambda folder: (folder / "00000001.part").write_text("{", encoding="utf-8"),
        lambda folder: (folder / "00000001.part").write_text("{}\n{}\n", encoding="utf-8"),
        lambda folder: replace(folder / "00000001.part", b"Ines", b"Inez"),
        lambda folder: replace(folder / "00000001.part", b"false", b"true"),
        lambda folder: replace(folder / "00000001.part", b"on day", b"\x00\xff\n"),
    ],
)
def test_parts_that_are_gone_or_damaged_are_made_again(
    archive: Path, predictor: Predictor, tmp_path: Path, undisturbed: Sequence[bytes], damage
) -> None:
    Failing.left = 4
    with pytest.raises(OSError, match="No space left"):
        classify_archive(Failing(predictor), [str(archive)], tmp_path / "rows.jsonl")
    damage(tmp_path / "rows.jsonl.parts")
    assert classify_archive(Workers(predictor), [str(archive)], tmp_path / "rows.jsonl").resumed == 62
    assert outputs(tmp_path) == undisturbed


def test_articles_that_changed_since_are_classified_again(archive: Path, predictor: Predictor, tmp_path: Path) -> None:
    Failing.left = 4
    lines = archive.read_text(encoding="utf-8").splitlines()
    lines[70] = json.dumps({"text": "Marou said nothing of it."})
    changed = tmp_path / "changed.jsonl"
    changed.write_text(archive.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(OSError, match="No space left"):
        classify_archive(Failing(predictor), [str(changed)], tmp_path / "rows.jsonl")
    changed.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert classify_archive(Workers(predictor), [str(changed)], tmp_path / "rows.jsonl").resumed == 62
    assert b"nothing of it" in outputs(tmp_path)[0]


def test_another_run_at_the_same_rows_is_refused(archive: Path, predictor: Predictor, tmp_path: Path) -> None:
    with (
        Journal(tmp_path / "rows.jsonl", {}),
        pytest.raises(ValueError, match=r"Another run is writing .*rows\.jsonl; wait"),
    ):
        classify_archive(Workers(predictor), [str(archive)], tmp_path / "rows.jsonl")


def test_a_cut_off_run_with_other_settings_is_refused_and_kept(
    archive: Path, predictor: Predictor, tmp_path: Path
) -> None:
    Failing.left = 1
    output = tmp_path / "rows.jsonl"
    with pytest.raises(OSError, match="No space left"):
        classify_archive(Failing(predictor), [str(archive)], output)
    with pytest.raises(ValueError, match="Finish it with its own command, or delete the folder"):
        classify_archive(Workers(Predictor(predictor.model, risk=0.1)), [str(archive)], output)
    assert list((tmp_path / "rows.jsonl.parts").glob("*.part"))


def test_a_disk_that_is_full_while_a_part_is_written_leaves_no_half(
    archive: Path, predictor: Predictor, tmp_path: Path, undisturbed: Sequence[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(journal.os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            classify_archive(Workers(predictor), [str(archive)], tmp_path / "rows.jsonl")
    assert not list(tmp_path.glob("rows.jsonl*/*.part"))
    classify_archive(Workers(predictor), [str(archive)], tmp_path / "rows.jsonl")
    assert outputs(tmp_path) == undisturbed


def test_a_run_that_is_killed_again_and_again_ends_with_the_same_rows(
    archive: Path, tmp_path: Path, undisturbed: Sequence[bytes]
) -> None:
    output = tmp_path / "rows.jsonl"
    command = [sys.executable, "-m", "stance", "classify", "-q", str(archive), "-o", str(output), "--workers", "2"]
    drawn = random.Random(0)  # noqa: S311
    kills = 0
    while kills < 3:
        with subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True) as process:  # noqa: S603
            before = len(list(tmp_path.glob("rows.jsonl.parts/*.part")))
            while process.poll() is None and len(list(tmp_path.glob("rows.jsonl.parts/*.part"))) <= before:
                time.sleep(0.005)
            time.sleep(drawn.random() / 50)
            if process.poll() is not None:
                break
            os.killpg(process.pid, signal.SIGKILL)
            kills += 1
    subprocess.run(command, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
    assert kills
    assert outputs(tmp_path) == undisturbed


def test_workers_end_with_the_run_that_is_killed_alone(archive: Path, tmp_path: Path) -> None:
    archive.write_text(archive.read_text(encoding="utf-8") * 30, encoding="utf-8")
    command = [sys.executable, "-m", "stance", "classify", "-q", str(archive), "-o", str(tmp_path / "rows.jsonl")]
    with psutil.Popen([*command, "--workers", "2"], stderr=subprocess.DEVNULL) as process:
        while not list(tmp_path.glob("rows.jsonl.parts/*.part")):
            time.sleep(0.01)
        workers = [each for each in process.children() if "spawn_main" in " ".join(each.cmdline())]
        process.kill()
    assert len(workers) == 2
    _, alive = psutil.wait_procs(workers, timeout=60)
    assert not alive
