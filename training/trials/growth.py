"""How time and memory grow with the length of pathological texts: each measured in a process of its own."""

import multiprocessing
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection

from stance.predictor import Predictor, load_model
from training.trials.families import text

ENOUGH = 1.0
"""Seconds for which a text is classified again and again; the shortest time counts."""
MEBIBYTE = 1024
"""What `ru_maxrss` counts a mebibyte as."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a text took.

    Attributes:
        seconds: The least processor time in which it was classified; not a number where that was too long.
        memory: The most memory that the process held, in MiB.
        rows: How many rows it gave.
    """

    seconds: float
    memory: float
    rows: int


@dataclass(frozen=True, slots=True)
class Growth:
    """What a family of texts takes at two lengths."""

    family: str
    short: Use
    long: Use

    @property
    def factor(self) -> float:
        """How many times longer the long text takes."""
        return self.long.seconds / self.short.seconds


def growth(families: Iterator[str] | list[str], short: int, long: int, limit: float) -> Iterator[Growth]:
    """Yield what each family takes at both lengths, in characters; a text may take `limit` seconds."""
    for family in families:
        yield Growth(family, measure(family, short, limit), measure(family, long, limit))


def measure(family: str, length: int, limit: float) -> Use:
    """Return what a text of a family takes."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_classify, args=(family, length, there))
    process.start()
    there.close()
    try:
        found: Use = here.recv() if here.poll(limit) else Use(float("nan"), float("nan"), 0)
    except EOFError:
        raise RuntimeError(f"{family}: the process was ended, mostly for want of memory.") from None
    finally:
        process.kill()
        process.join()
    return found


def _classify(family: str, length: int, answer: Connection) -> None:
    predictor = Predictor(load_model())
    predictor.predict("He said so.")
    given = text(family, length)
    taken: list[float] = []
    while sum(taken) < ENOUGH:
        started = time.process_time()
        rows = len(predictor.predict(given))
        taken.append(time.process_time() - started)
    answer.send(Use(min(taken), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE, rows))
