"""The unit of work: some articles together, and what became of them."""

import hashlib
import json
import logging
from dataclasses import astuple, dataclass, replace

from stance.files import Problem
from stance.predictor import Predictor, Row
from stance.text import read
from stance.types import Article, Attribution, Document

log = logging.getLogger(__name__)

Shown = tuple[Document, list[Row]]


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles of an archive, and what could not be read between them, in order.

    Attributes:
        number: Which part it is, from 0.
        items: What was read.
    """

    number: int
    items: tuple[Article | Problem, ...]

    @property
    def digest(self) -> str:
        """A name that only the same items have."""
        seen = hashlib.sha256()
        for item in self.items:
            seen.update(json.dumps([type(item).__name__, *astuple(item)]).encode())
        return seen.hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a part.

    Attributes:
        number, digest: Those of the part.
        articles: How many articles were classified.
        silent: How many of them hold no attribution.
        sentences: How many sentences they hold.
        rows: Their rows in order, each as a line of JSON.
        problems: What could not be read or classified.
        shown: The documents with their rows, where they were asked for.
    """

    number: int
    digest: str
    articles: int
    silent: int
    sentences: int
    rows: tuple[str, ...]
    problems: tuple[Problem, ...]
    shown: tuple[Shown, ...] = ()


def work(predictor: Predictor, part: Part, *, all_sentences: bool = False, keep: bool = False) -> Outcome:
    """Return what becomes of a part; an article on which the model fails becomes a problem, and the others go on.

    Args:
        predictor: What classifies.
        part: The articles.
        all_sentences: Give rows for sentences in which nobody speaks, too.
        keep: Whether documents and rows are kept as they are, to be shown.
    """
    problems = [item for item in part.items if isinstance(item, Problem)]
    articles = [item for item in part.items if isinstance(item, Article)]
    done: list[Shown] = []
    try:
        done = _classified(predictor, articles, all_sentences)
    except Exception:
        log.warning("Some of %d articles cannot be classified; trying them one by one.", len(articles), exc_info=True)
        for article in articles:
            try:
                done += _classified(predictor, [article], all_sentences)
            except Exception as error:
                problems.append(Problem(article.id, f"could not be classified ({type(error).__name__}: {error})."))
    return Outcome(
        number=part.number,
        digest=part.digest,
        articles=len(done),
        silent=sum(not any(isinstance(row, Attribution) for row in rows) for _, rows in done),
        sentences=sum(len(document.sentences) for document, _ in done),
        rows=tuple(json.dumps(row.row(), ensure_ascii=False) for _, rows in done for row in rows),
        problems=tuple(problems),
        shown=tuple(done) if keep else (),
    )


def _classified(predictor: Predictor, articles: list[Article], all_sentences: bool) -> list[Shown]:
    """Return each article as read with its rows; the same text is classified once."""
    documents: dict[Article, Document] = {}
    for article in articles:
        key = _content(article)
        if key not in documents:
            documents[key] = read(key)
    rows = predictor.predict_documents(list(documents.values()), all_sentences=all_sentences)
    by_content = dict(zip(documents, rows, strict=True))
    return [
        (
            replace(documents[_content(article)], article=article),
            [replace(row, article=article.id) for row in by_content[_content(article)]],
        )
        for article in articles
    ]


def _content(article: Article) -> Article:
    """Return what of an article its rows depend on."""
    return Article("", article.text, article.title, article.author)
