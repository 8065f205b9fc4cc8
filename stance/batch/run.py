"""Many articles: files in, rows out, a few articles at a time, so that memory does not grow with the archive."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from stance.files import Problem, RowWriter, read_articles
from stance.predictor import Predictor, Row
from stance.text import read
from stance.types import Article, Document

log = logging.getLogger(__name__)

_ARTICLES_AT_ONCE = 64
_CHARACTERS_AT_ONCE = 400_000


@dataclass(slots=True)
class Summary:
    """What became of a batch.

    Attributes:
        articles: How many were classified.
        sentences: How many they hold.
        rows: How many rows were written.
        problems: What could not be read, in order.
        seconds: How long all took.
    """

    articles: int = 0
    sentences: int = 0
    rows: int = 0
    problems: int = 0
    seconds: float = 0.0


def classify_files(
    predictor: Predictor,
    inputs: Iterable[str],
    emit: Callable[[Document, list[Row]], None],
    *,
    form: str | None = None,
    all_sentences: bool = False,
    on_problem: Callable[[Problem], None] | None = None,
) -> Summary:
    """Classify the articles of files and hand each with its rows to `emit`.

    Args:
        predictor: What classifies.
        inputs: Paths, folders, globs or `-`.
        emit: Takes each document with its rows, in the order of the input.
        form: The format of the files, in place of what their names end in.
        all_sentences: Give rows for sentences in which nobody speaks, too.
        on_problem: Told of each file or line that could not be read, in turn.
    """
    summary, started = Summary(), time.perf_counter()

    def articles() -> Iterator[Article]:
        for found in read_articles(inputs, form):
            if isinstance(found, Problem):
                summary.problems += 1
                if on_problem is not None:
                    on_problem(found)
            else:
                yield found

    for documents in _batches(articles()):
        for document, rows in zip(
            documents, predictor.predict_documents(documents, all_sentences=all_sentences), strict=True
        ):
            emit(document, rows)
            summary.articles += 1
            summary.sentences += len(document.sentences)
            summary.rows += len(rows)
    summary.seconds = time.perf_counter() - started
    return summary


def write_to(writer: RowWriter) -> Callable[[Document, list[Row]], None]:
    """Return what hands rows to a writer."""

    def emit(_: Document, rows: list[Row]) -> None:
        for row in rows:
            writer.write(row.row())

    return emit


def _batches(articles: Iterator[Article]) -> Iterator[list[Document]]:
    """Yield documents together, up to a number of articles and of characters."""
    while batch := list(islice(articles, 1)):
        size = len(batch[0].text)
        while len(batch) < _ARTICLES_AT_ONCE and size < _CHARACTERS_AT_ONCE:
            more = next(articles, None)
            if more is None:
                break
            batch.append(more)
            size += len(more.text)
        yield [read(article) for article in batch]
