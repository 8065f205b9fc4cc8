"""Where faults strike: a folder of articles, and runs over it in processes of their own that can be struck."""

import multiprocessing
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from stance.batch import Workers, classify_archive
from stance.predictor import Predictor

TOLD = 2
"""How a run ends that gives the reason why it cannot go on."""

Prepare = Callable[[], None]


@dataclass(slots=True)
class Site:
    """Where faults strike: articles, and the rows that an undisturbed run makes of them.

    Attributes:
        predictor: What classifies.
        folder: Where everything lies.
        drawn: What moments and places are drawn from.
    """

    predictor: Predictor
    folder: Path
    drawn: random.Random
    expected: Counter[bytes] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def articles(self) -> Path:
        """The folder of articles."""
        return self.folder / "in"

    @property
    def output(self) -> Path:
        """The file of rows."""
        return self.folder / "out" / "rows.jsonl"

    @property
    def cache(self) -> Path:
        """The cache of the runs that have one."""
        return self.folder / "seen.db"

    def build(self, texts: Sequence[str]) -> None:
        """Write the articles and classify them undisturbed."""
        self.articles.mkdir(parents=True)
        for number, text in enumerate(texts):
            (self.articles / f"{number:05}.txt").write_text(text, encoding="utf-8", errors="replace")
        (self.articles / "broken.jsonl").write_text("{\n", encoding="utf-8")
        self.clear()
        started = time.perf_counter()
        self.run()
        self.seconds = time.perf_counter() - started
        self.expected = self.rows()

    def clear(self) -> None:
        """Remove what runs have left."""
        shutil.rmtree(self.output.parent, ignore_errors=True)
        self.output.parent.mkdir()
        self.cache.unlink(missing_ok=True)

    def start(self, prepare: Prepare = lambda: None, *, count: int = 1, cached: bool = False) -> BaseProcess:
        """Begin a run in a process of its own, after `prepare` there."""
        process = multiprocessing.get_context("fork").Process(target=self._classify, args=(prepare, count, cached))
        process.start()
        return process

    def run(self, prepare: Prepare = lambda: None, *, cached: bool = False) -> int:
        """Return how a run ends that is not killed."""
        process = self.start(prepare, cached=cached)
        process.join()
        return process.exitcode or 0

    def moment(self) -> float:
        """Return after how many seconds of a run a fault strikes."""
        return self.drawn.random() * self.seconds

    def rows(self) -> Counter[bytes]:
        """Return the lines of the rows and of what could not be used."""
        quarantine = self.output.with_name(f"{self.output.name}.quarantine.jsonl")
        files = [path.read_bytes() for path in (self.output, quarantine) if path.exists()]
        return Counter(line for data in files for line in data.splitlines())

    def _classify(self, prepare: Prepare, count: int, cached: bool) -> None:
        os.setpgrp()
        prepare()
        try:
            workers = Workers(self.predictor, count=count)
            classify_archive(workers, [str(self.articles)], self.output, cache=self.cache if cached else None)
        except (OSError, ValueError):
            os._exit(TOLD)
        os._exit(0)
