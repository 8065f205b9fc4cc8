"""Many articles: files in, rows out, a few articles at a time, so that memory does not grow with the archive."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from stance.batch.cache import Cache
from stance.batch.journal import Journal
from stance.batch.work import Outcome, Part
from stance.batch.workers import Workers
from stance.files import Problem, check_rows_path, read_articles
from stance.types import Article

ARTICLES_AT_ONCE = 64
CHARACTERS_AT_ONCE = 400_000


@dataclass(slots=True)
class Summary:
    """What became of a batch: every article that came in is in one of these counts.

    Attributes:
        articles: How many were classified.
        silent: How many of them hold no attribution.
        resumed: How many of them had been classified before an earlier run was cut off.
        cached: How many of them were found in the cache.
        sentences: How many sentences the articles hold.
        rows: How many rows were written.
        problems: How many files, lines or articles could not be used.
        seconds: How long all took.
    """

    articles: int = 0
    silent: int = 0
    resumed: int = 0
    cached: int = 0
    sentences: int = 0
    rows: int = 0
    problems: int = 0
    seconds: float = 0.0

    def add(self, outcome: Outcome, *, resumed: bool) -> None:
        """Count what became of a part."""
        done = outcome.articles
        self.articles += len(done)
        self.silent += sum(each.silent for each in done)
        self.resumed += len(done) if resumed else 0
        self.sentences += sum(each.sentences for each in done)
        self.rows += sum(len(each.rows) for each in done)
        self.problems += len(outcome.problems)


def classify_files(
    workers: Workers,
    inputs: Iterable[str],
    emit: Callable[[Outcome], None],
    *,
    form: str | None = None,
    journal: Journal | None = None,
    cache: Path | None = None,
) -> Summary:
    """Classify the articles of files and hand what became of them to `emit`, in the order of the input.

    Args:
        workers: What classifies.
        inputs: Paths, folders, globs or `-`.
        emit: Takes the outcome of some articles at a time.
        form: The format of the files, in place of what their names end in.
        journal: Where outcomes are kept, and those of an earlier run are found again.
        cache: A file with the rows of articles that any run has seen, which are not classified again.

    Raises:
        ValueError: The cache is another kind of file.
    """
    summary, started = Summary(), time.perf_counter()
    own = journal.results if journal is not None else ()
    with Cache(cache) if cache is not None else nullcontext() as seen:
        for outcome, resumed in _outcomes(workers, parts(read_articles(inputs, form, without=own)), journal, seen):
            if journal is not None and not resumed:
                journal.keep(outcome)
            summary.add(outcome, resumed=resumed)
            emit(outcome)
        summary.cached = seen.hits if seen is not None else 0
    summary.seconds = time.perf_counter() - started
    return summary


def classify_archive(
    workers: Workers,
    inputs: Iterable[str],
    output: Path,
    emit: Callable[[Outcome], None] = lambda _: None,
    *,
    form: str | None = None,
    cache: Path | None = None,
) -> Summary:
    """Classify the articles of files into a file of rows; a run that was cut off is gone on with by the same call.

    What could not be used is listed beside the rows, in `<output>.quarantine.jsonl`. Until all is done the outcomes
    are kept in the folder `<output>.parts`. Nothing is put in place where no article could be read.

    Args:
        workers: What classifies.
        inputs: Paths, folders, globs or `-`.
        output: The file of rows; its ending chooses the format.
        emit: Takes the outcome of some articles at a time.
        form: The format of the files, in place of what their names end in.
        cache: A file with the rows of articles that any run has seen, which are not classified again.

    Raises:
        ValueError: The format is unknown, or the folder belongs to another run; the message tells the way out.
        OSError: The disk is full or the folder cannot be written; what was done is kept.
    """
    check_rows_path(output)
    with Journal(output, {"inputs": list(inputs), "form": form, **workers.settings}) as journal:
        summary = classify_files(workers, inputs, emit, form=form, journal=journal, cache=cache)
        if summary.articles:
            journal.finish()
        else:
            journal.discard()
    return summary


def parts(found: Iterable[Article | Problem]) -> Iterator[Part]:
    """Yield what is read together, up to a number of articles and of characters, what cannot be used in its place."""
    number, size = 0, 0
    items: list[Article | Problem] = []
    for each in found:
        items.append(each)
        size += len(each.text) if isinstance(each, Article) else 0
        if len(items) >= ARTICLES_AT_ONCE or size >= CHARACTERS_AT_ONCE:
            yield Part(number, tuple(items))
            number, size, items = number + 1, 0, []
    if items:
        yield Part(number, tuple(items))


def _outcomes(
    workers: Workers, given: Iterable[Part], journal: Journal | None, cache: Cache | None
) -> Iterator[tuple[Outcome, bool]]:
    """Yield the outcome of each part, and whether it was found in the journal."""
    waiting = iter(given)
    if journal is not None:
        for part in waiting:
            kept = journal.find(part)
            if kept is None:
                waiting = _again(part, waiting)
                break
            yield kept, True
    for outcome in workers.map(waiting) if cache is None else cache.map(workers, waiting):
        yield outcome, False


def _again(first: Part, others: Iterator[Part]) -> Iterator[Part]:
    yield first
    yield from others
