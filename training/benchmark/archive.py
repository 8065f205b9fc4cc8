"""What `stance classify` takes for archives of growing size: sentences a second and memory of all its processes."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from stance.text import read
from stance.types import Article

INTERVAL = 0.05
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a command took.

    Attributes:
        sentences: How many sentences it classified.
        seconds: How long it ran, its start included.
        memory: The most memory that its processes held together, in bytes, what they share counted once.
    """

    sentences: int
    seconds: float
    memory: int


def measure(articles: Sequence[Article], size: int, model: str | None, workers: int | None = None) -> Use:
    """Classify an archive of about `size` sentences made of `articles`, no text twice."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "archive.jsonl")
        sentences = _write(path, articles, size)
        command = [sys.executable, "-m", "stance", "classify", "-q", str(path), "-o", str(Path(folder, "rows.jsonl"))]
        command += ["--model", model] if model else []
        command += ["--workers", str(workers)] if workers else []
        seconds, memory = _watched(command)
    return Use(sentences, seconds, memory)


def _write(path: Path, articles: Sequence[Article], size: int) -> int:
    """Write articles until they hold `size` sentences, each round with a sentence of its own, and return how many."""
    counts = [len(read(article).sentences) + 1 for article in articles]
    written = turn = 0
    with path.open("w", encoding="utf-8") as file:
        while written < size:
            for article, count in zip(articles, counts, strict=True):
                text = f"{article.text}\n\nThis was report number {turn}."
                file.write(json.dumps({"text": text, "title": article.title, "author": article.author}) + "\n")
                written += count
                if written >= size:
                    break
            turn += 1
    return written


def _watched(command: Sequence[str]) -> tuple[float, int]:
    started, most = time.perf_counter(), 0
    with psutil.Popen(command) as process:
        while process.poll() is None:
            most = max(most, sum(map(_memory, [process, *process.children(recursive=True)])))
            time.sleep(INTERVAL)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return time.perf_counter() - started, most


def _memory(process: psutil.Process) -> int:
    try:
        found = process.memory_full_info()
        return int(getattr(found, "pss", found.uss))
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return 0
