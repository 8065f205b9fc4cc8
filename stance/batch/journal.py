"""What keeps a run from losing anything: the outcome of each part on the disk as soon as it is there.

A part is written beside its place and renamed into it, so that it is there as a whole or not at all, and sealed, so
that damage is seen. A run that was cut off finds the parts of the one before, and takes each that was made of the same
articles.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout

from stance.batch.seal import seal, unseal
from stance.batch.work import Done, Outcome, Part
from stance.files import Problem, rows_writer

FORMAT = 2


class Journal:
    """The outcomes of a run, kept in the folder `<output>.parts` until the rows are whole.

    Args:
        output: The file of rows.
        settings: All that the rows depend on; another run's parts are refused.
    """

    def __init__(self, output: Path, settings: Mapping[str, object]) -> None:
        self.output = output
        self.folder = output.with_name(f"{output.name}.parts")
        self.quarantine = output.with_name(f"{output.name}.quarantine.jsonl")
        self._settings = json.dumps({"format": FORMAT, **settings}, sort_keys=True, default=str)
        self._lock = FileLock(output.with_name(f".{output.name}.lock"))
        self._valid = True
        self._numbers = 0

    @property
    def results(self) -> tuple[Path, Path]:
        """The files that the run writes, which are no articles of it."""
        return self.output, self.quarantine

    def __enter__(self) -> Self:
        """Take the folder for this run.

        Raises:
            ValueError: Another run is writing the same rows, or was cut off that had other settings.
        """
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            raise ValueError(f"Another run is writing {self.output}; wait for it, or name another file.") from None
        try:
            self._take()
        except BaseException:
            self._release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self.folder.is_dir() and not any(self.folder.glob("*.part")):
            self.discard()
        self._release()

    def find(self, part: Part) -> Outcome | None:
        """Return what an earlier run kept of `part`; None from the first on that is missing or differs."""
        outcome = _read(self._path(part.number)) if self._valid else None
        if outcome is None or outcome.digest != part.digest:
            self._valid = False
            return None
        self._numbers = part.number + 1
        return outcome

    def keep(self, outcome: Outcome) -> None:
        """Write the outcome of a part."""
        head = {"number": outcome.number, "digest": outcome.digest, "done": [_entry(each) for each in outcome.done]}
        _write(self._path(outcome.number), seal("\n".join([json.dumps(head), *outcome.rows])))
        self._numbers = outcome.number + 1

    def finish(self) -> None:
        """Put all rows and problems in place, in order, and remove the parts."""
        problems: list[Problem] = []
        with rows_writer(self.output) as writer:
            for number in range(self._numbers):
                outcome = _read(self._path(number))
                if outcome is None:
                    raise OSError(f"{self._path(number)} is gone or damaged; it is made again.")
                problems += outcome.problems
                for row in outcome.rows:
                    writer.write(json.loads(row))
        if problems:
            _write(self.quarantine, "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in problems))
        else:
            self.quarantine.unlink(missing_ok=True)
        self.discard()

    def discard(self) -> None:
        """Remove the parts."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _take(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise ValueError(f"{self.folder} is in the way of the unfinished rows; move it.")
        self.folder.mkdir(exist_ok=True)
        own = self.folder / "run.json"
        if own.is_file() and own.read_text(encoding="utf-8", errors="replace") != self._settings:
            raise ValueError(
                f"{self.folder} holds a run that was cut off and had another model, other inputs or settings. Finish "
                "it with its own command, or delete the folder to begin anew."
            )
        if not own.is_file():
            _write(own, self._settings)

    def _release(self) -> None:
        with suppress(OSError):  # where an open file cannot be removed it stays, which does no harm
            Path(self._lock.lock_file).unlink()  # before others may have it, so that nobody locks a file that goes
        self._lock.release()

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:08}.part"


def _write(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, whatever happens."""
    beside = path.with_name(f".{path.name}.partial")
    with beside.open("w", encoding="utf-8", errors="replace") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _read(path: Path) -> Outcome | None:
    """Return the outcome that a file holds; None where there is none that can be read."""
    try:
        head, *rows = unseal(path.read_text(encoding="utf-8")).split("\n")
        values: dict[str, Any] = json.loads(head)
        waiting = iter(rows)
        done = tuple(_done(entry, waiting) for entry in values["done"])
        return Outcome(values["number"], values["digest"], done)
    except (OSError, ValueError, TypeError, KeyError, RuntimeError):
        return None


def _entry(done: Done | Problem) -> list[object]:
    """Return a problem as [place, message], an article as [sentences, silent, number of rows]."""
    if isinstance(done, Problem):
        return [done.place, done.message]
    return [done.sentences, done.silent, len(done.rows)]


def _done(entry: list[Any], rows: Iterator[str]) -> Done | Problem:
    if len(entry) == len(fields(Problem)):
        return Problem(*entry)
    sentences, silent, count = entry
    return Done(sentences, silent, tuple(next(rows) for _ in range(count)))
