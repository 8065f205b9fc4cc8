"""Who does the work: this process, or several that share the cores."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import stance
from stance.batch.work import Outcome, Part, work
from stance.models import BASELINE
from stance.predictor import Predictor, load_model

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

AHEAD = 2
"""How many parts wait for each worker."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Classifies parts in order.

    Attributes:
        predictor: What classifies in this process.
        folder: Where other processes load the same model from.
        count: How many processes; with one, and for a single part, this one does the work.
        all_sentences: Give rows for sentences in which nobody speaks, too.
        keep: Whether outcomes carry the documents.
    """

    predictor: Predictor
    folder: Path = BASELINE
    count: int = 1
    all_sentences: bool = False
    keep: bool = False

    @property
    def settings(self) -> dict[str, object]:
        """All that the rows of an article depend on beside the article."""
        return {
            "model": self.predictor.model.name_,
            "risk": self.predictor.risk,
            "all_sentences": self.all_sentences,
            "version": stance.__version__,
        }

    def map(self, parts: Iterable[Part]) -> Iterator[Outcome]:
        """Yield the outcome of each part, in order, some parts ahead in the works.

        Raises:
            OSError: The system ended a worker, mostly for want of memory.
        """
        waiting = iter(parts)
        first = list(islice(waiting, 2))
        if self.count < 2 or len(first) < 2:  # a second process is not worth its start
            for part in chain(first, waiting):
                yield work(self.predictor, part, all_sentences=self.all_sentences, keep=self.keep)
            return
        try:
            yield from self._shared(chain(first, waiting))
        except BrokenProcessPool:
            raise OSError(
                f"A worker was ended by the system, mostly for want of memory; try --workers {self.count // 2}."
            ) from None

    def _shared(self, parts: Iterator[Part]) -> Iterator[Outcome]:
        context = multiprocessing.get_context("spawn")
        numbers = context.Value("i", 0)
        given = (self.folder, self.predictor.risk, self.count, numbers)
        with ProcessPoolExecutor(self.count, mp_context=context, initializer=_start, initargs=given) as processes:
            running: deque[Future[Outcome]] = deque()
            try:
                for part in parts:
                    running.append(processes.submit(_work, part, self.all_sentences, self.keep))
                    if len(running) > AHEAD * self.count:
                        yield running.popleft().result()
                while running:
                    yield running.popleft().result()
            finally:
                for each in running:
                    each.cancel()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_own: list[Predictor] = []


def _start(folder: Path, risk: float, count: int, numbers: "Synchronized[int]") -> None:
    """Load the model once in a worker, which keeps to cores of its own: more threads than cores only wait.

    The worker leaves an interruption to the process that began it, and ends when that is gone, by whatever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "sched_setaffinity"):
        with numbers.get_lock():
            number = numbers.value
            numbers.value += 1
        all_cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, all_cores[number::count] or all_cores)
    _own[:] = [Predictor(load_model(folder), risk)]


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(part: Part, all_sentences: bool, keep: bool) -> Outcome:
    return work(_own[0], part, all_sentences=all_sentences, keep=keep)
