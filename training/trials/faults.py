"""What a run survives: it is killed, its disk fills up, its files are damaged or vanish; then it is given again.

Each fault strikes a run in a process of its own at a drawn moment. Whatever it leaves, the same command must end with
the rows of an undisturbed run: none lost, none doubled, nothing half-written left behind.
"""

import errno
import os
import random
import resource
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil

from stance.batch.run import ARTICLES_AT_ONCE
from training.trials.site import TOLD, Site

WRITTEN = {"rows.jsonl", "rows.jsonl.quarantine.jsonl"}
TRIES = 8


@dataclass(slots=True)
class Tally:
    """What became of the faults of a kind.

    Attributes:
        faults: How many there were.
        cut: How many of them kept the run that they struck from ending.
        lost, doubled: Rows that were missing in the end, and rows that were too many.
        left: Files that were left behind.
        crashed: Runs that ended without a reason.
    """

    faults: int = 0
    cut: int = 0
    lost: int = 0
    doubled: int = 0
    left: int = 0
    crashed: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.lost or self.doubled or self.left or self.crashed)


def strike(site: Site, fault: Callable[[Site], list[int]], tally: Tally) -> None:
    """Let a fault strike, go on until all is done, and count what is wrong then."""
    site.clear()
    codes = fault(site)
    tally.faults += 1
    tally.cut += any(codes)
    while codes[-1] and len(codes) < TRIES:
        codes.append(site.run())
    found = site.rows()
    tally.lost += (site.expected - found).total()
    tally.doubled += (found - site.expected).total()
    tally.crashed += sum(code not in (0, TOLD, -signal.SIGKILL) for code in codes)
    tally.left += len({path.name for path in site.output.parent.iterdir()} - WRITTEN)


def killed(site: Site) -> list[int]:
    """Kill one or several runs, one after the other."""
    return [_kill(site.start(), site.moment()) for _ in range(site.drawn.randint(1, 3))]


def killed_while_finishing(site: Site) -> list[int]:
    """Kill a run while it puts its rows in place."""
    process = site.start()
    while process.is_alive() and not list(site.output.parent.glob(".rows.jsonl.partial")):
        time.sleep(0.0005)
    return [_kill(process, site.drawn.random() * 0.03)]


def killed_with_workers(site: Site) -> list[int]:
    """Kill a run of two processes, or one of the two."""
    process = site.start(count=2)
    time.sleep(site.drawn.random() * 2)
    workers = [each for each in _children(process) if "spawn_main" in " ".join(each.cmdline())]
    if workers and site.drawn.random() < 0.5:
        site.drawn.choice(workers).kill()
        process.join()
        return [process.exitcode or 0]
    return [_kill(process, 0)]


def disk_full(site: Site) -> list[int]:
    """Let the disk be full when something is to be made safe."""
    left = site.drawn.randint(0, 1 + len(list(site.articles.iterdir())) // ARTICLES_AT_ONCE)

    def prepare() -> None:
        fsync, calls = os.fsync, iter(range(left))

        def full(file: int) -> None:
            if next(calls, None) is None:
                raise OSError(errno.ENOSPC, "No space left on device")
            fsync(file)

        os.fsync = full  # type: ignore[assignment]

    return [site.run(prepare)]


def writes_fail(site: Site) -> list[int]:
    """Let the system refuse to write more than so many bytes into a file; none is a folder that takes nothing."""
    size = int(site.drawn.choice((0.0, site.drawn.random() ** 3)) * sum(map(len, site.expected.elements())))
    return [site.run(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))]


def parts_damaged(site: Site) -> list[int]:
    """Kill a run and damage what it kept."""
    codes = [_kill(site.start(), site.moment())]
    for path in site.output.parent.glob("*.parts/*.part"):
        if site.drawn.random() < 0.3:
            _damage(path, site.drawn)
    return codes


def cache_damaged(site: Site) -> list[int]:
    """Damage a cache between two runs."""
    codes = [site.run(cached=True)]
    site.output.unlink(missing_ok=True)
    for _ in range(site.drawn.randint(1, 20)):
        _damage(site.cache, site.drawn, whole=True)
    return [*codes, site.run(cached=True)]


def two_at_once(site: Site) -> list[int]:
    """Give the same command twice at one time."""
    processes = [site.start(), site.start()]
    for process in processes:
        process.join()
    return sorted((process.exitcode or 0 for process in processes), reverse=True)


def inputs_vanish(site: Site) -> list[int]:
    """Take articles away while they are read, and give them back."""
    process = site.start()
    time.sleep(site.moment())
    aside = site.folder / "aside"
    aside.mkdir()
    taken = site.drawn.sample(sorted(site.articles.iterdir()), 20)
    for path in taken:
        path.rename(aside / path.name)
    process.join()
    for path in taken:
        (aside / path.name).rename(path)
    aside.rmdir()
    return [process.exitcode or 0, site.run()]


FAULTS: dict[str, Callable[[Site], list[int]]] = {
    "killed": killed,
    "killed while it puts the rows in place": killed_while_finishing,
    "killed, or one of two workers": killed_with_workers,
    "the disk is full": disk_full,
    "writing fails": writes_fail,
    "killed, and what was kept is damaged": parts_damaged,
    "the cache is damaged": cache_damaged,
    "two runs at one output": two_at_once,
    "articles vanish while they are read": inputs_vanish,
}


def tallies(site: Site, count: int, kinds: Sequence[str] = tuple(FAULTS)) -> Iterator[tuple[str, Tally]]:
    """Yield each kind with what became of `count` faults of it."""
    for kind in kinds:
        tally = Tally()
        for _ in range(count):
            strike(site, FAULTS[kind], tally)
        yield kind, tally


def _kill(process: BaseProcess, after: float) -> int:
    process.join(after)
    children = _children(process)
    process.kill()
    process.join()
    for each in children:
        each.kill()
    return process.exitcode or 0


def _children(process: BaseProcess) -> list[psutil.Process]:
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _damage(path: Path, drawn: random.Random, *, whole: bool = False) -> None:
    """Change a byte of a file, cut it off, add to it or remove it; the first alone where it is to stay `whole`."""
    data = bytearray(path.read_bytes())
    way = 0 if whole else drawn.randrange(4)
    at = drawn.randrange(len(data))
    if way == 0:
        data[at] ^= 1 << drawn.randrange(8)
    elif way == 1:
        del data[at:]
    elif way == 2:
        data += b"{}\n"
    path.write_bytes(data)
    if way == 3:
        path.unlink()
