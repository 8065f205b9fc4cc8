"""The unit of work: some articles together, and what became of each."""

import hashlib
import json
import logging
from collections.abc import Iterator
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
class Done:
    """What became of an article.

    Attributes:
        sentences: How many sentences it holds.
        silent: Whether nobody speaks in it.
        rows: Its rows in order, each as a line of JSON.
    """

    sentences: int
    silent: bool
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a part.

    Attributes:
        number, digest: Those of the part.
        done: What became of each of its items, in the same order.
        shown: The documents with their rows, where they were asked for.
    """

    number: int
    digest: str
    done: tuple[Done | Problem, ...]
    shown: tuple[Shown, ...] = ()

    @property
    def articles(self) -> list[Done]:
        """The articles that were classified."""
        return [each for each in self.done if isinstance(each, Done)]

    @property
    def problems(self) -> list[Problem]:
        """What could not be read or classified."""
        return [each for each in self.done if isinstance(each, Problem)]

    @property
    def rows(self) -> Iterator[str]:
        """All rows in order, each as a line of JSON."""
        return (row for each in self.articles for row in each.rows)


def work(predictor: Predictor, part: Part, *, all_sentences: bool = False, keep: bool = False) -> Outcome:
    """Return what becomes of a part; an article on which the model fails becomes a problem, and the others go on.

    Args:
        predictor: What classifies.
        part: The articles.
        all_sentences: Give rows for sentences in which nobody speaks, too.
        keep: Whether documents and rows are kept as they are, to be shown.
    """
    articles = [item for item in part.items if isinstance(item, Article)]
    found = iter(_tried(predictor, articles, all_sentences))
    done: list[Done | Problem] = []
    shown: list[Shown] = []
    for item in part.items:
        result = item if isinstance(item, Problem) else next(found)
        if isinstance(result, Problem):
            done.append(result)
            continue
        document, rows = result
        silent = not any(isinstance(row, Attribution) for row in rows)
        lines = tuple(json.dumps(row.row(), ensure_ascii=False) for row in rows)
        done.append(Done(len(document.sentences), silent, lines))
        if keep:
            shown.append(result)
    return Outcome(part.number, part.digest, tuple(done), tuple(shown))


def _tried(predictor: Predictor, articles: list[Article], all_sentences: bool) -> list[Shown | Problem]:
    try:
        return [*_classified(predictor, articles, all_sentences)]
    except Exception as error:
        if len(articles) == 1:
            log.warning("%s", articles[0].id, exc_info=True)
            return [Problem(articles[0].id, f"could not be classified ({type(error).__name__}: {error}).")]
    return [result for article in articles for result in _tried(predictor, [article], all_sentences)]


def _classified(predictor: Predictor, articles: list[Article], all_sentences: bool) -> list[Shown]:
    """Return each article as read with its rows; the same text is classified once."""
    contents = [content(article) for article in articles]
    documents = {each: read(each) for each in dict.fromkeys(contents)}
    rows = dict(
        zip(documents, predictor.predict_documents([*documents.values()], all_sentences=all_sentences), strict=True)
    )
    return [
        (replace(documents[each], article=article), [replace(row, article=article.id) for row in rows[each]])
        for article, each in zip(articles, contents, strict=True)
    ]


def content(article: Article) -> Article:
    """Return what of an article its rows depend on."""
    return Article("", article.text, article.title, article.author)
