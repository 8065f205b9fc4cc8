"""From articles to attributions in one pass, with one model."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stance.attribution import people
from stance.labels import GROUPS, STANCES, Mode
from stance.models import BASELINE, Model, Probabilities, load
from stance.models.explanation import Explanation
from stance.models.held_out import possible
from stance.text import read
from stance.types import Actor, Article, Attribution, Document, Mention, Sentence, Span, Unattributed

DEFAULT_RISK = 0.3
COVERAGE = 0.9
ROUNDING = 0.02
"""By how much two passes of the same model may differ, whatever is read together."""
_ARTICLES_AT_ONCE, _CHARACTERS_AT_ONCE = 64, 400_000

Input = str | Article | Mapping[str, object]
Row = Attribution | Unattributed


class Predictor:
    """Finds the actors of articles and tells their roles and stances. Safe to share between threads.

    Args:
        model: Any model of the contract in `stance.models.base`.
        risk: The share of the stances that may be wrong among those of rows that do not abstain, from 0 to 1.
    """

    def __init__(self, model: Model, risk: float = DEFAULT_RISK) -> None:
        if not 0 <= risk <= 1:
            raise ValueError(f"The risk is {risk}; give a probability between 0 and 1.")
        self.model = model
        self.risk = risk
        self._sure = model.held_out_.confidence(risk)
        self._level = model.held_out_.level(COVERAGE)

    def predict(self, articles: Input | Iterable[Input], *, all_sentences: bool = False) -> list[Row]:
        """Return one row for each attribution.

        Args:
            articles: A text, an `Article`, a mapping with at least `text`, or any number of them. Articles without an
                id are called by their number.
            all_sentences: Give a row for each sentence in which nobody speaks, too.

        Returns:
            The rows, article by article and sentence by sentence.
        """
        many = [articles] if isinstance(articles, (str, Article, Mapping)) else articles
        return [row for rows in self.predict_iter(many, all_sentences=all_sentences) for row in rows]

    def predict_iter(self, articles: Iterable[Input], *, all_sentences: bool = False) -> Iterator[list[Row]]:
        """Yield the rows of each article in turn, reading ahead by a few articles only."""
        stream = (as_article(each, number) for number, each in enumerate(articles, 1))
        for batch in batches(stream):
            yield from self.predict_documents([read(article) for article in batch], all_sentences=all_sentences)

    def predict_documents(self, documents: Sequence[Document], *, all_sentences: bool = False) -> list[list[Row]]:
        """Return the rows of each document; all of them are classified together."""
        found, probabilities = self.model.attribute(documents)
        likely = possible(probabilities.stance, self._level)
        rows: list[list[Row]] = []
        first = 0
        for document, each in zip(documents, found, strict=True):
            given: list[Row] = [
                self._attribution(document.article.id, mention, probabilities, likely, first + n)
                for n, mention in enumerate(each)
            ]
            first += len(each)
            rows.append(self._with_silent(document, given) if all_sentences else given)
        return rows

    def classify(self, pairs: Iterable[tuple[str, str]]) -> list[Attribution]:
        """Return the attribution for each (sentence, actor): for those who already know the actor.

        The actor is looked for in the sentence; it need not stand there.
        """
        mentions = [given_mention(sentence, actor) for sentence, actor in pairs]
        probabilities = self.model.classify(mentions)
        likely = possible(probabilities.stance, self._level)
        return [self._attribution(str(n), mention, probabilities, likely, n) for n, mention in enumerate(mentions)]

    def explain(self, rows: Iterable[Attribution]) -> list[Explanation]:
        """Return why each row has its stance, and what the other stances would have needed.

        Raises:
            ValueError: A row was decided by another model, or is not whole any more, as one that was read from a file.
        """
        many = list(rows)
        for row in many:
            if row.model != self.model.name_:
                raise ValueError(
                    f"The row was decided by {row.model}, this is {self.model.name_}; explain it by its own."
                )
        explanations = self.model.explain([row.mention for row in many])
        for row, explanation in zip(many, explanations, strict=True):
            if any(abs(row.p_stance[stance] - p) > ROUNDING for stance, p in explanation.p_stance.items()):
                raise ValueError(
                    f"The row of {row.article}, sentence {row.mention.sentence.index}, lacks what the model saw around "
                    "it, as rows from files do; predict its article again and explain what that gives."
                )
        return explanations

    def _attribution(
        self, article: str, mention: Mention, probabilities: Probabilities, likely: NDArray[np.bool_], n: int
    ) -> Attribution:
        stances, groups = probabilities.stance[n], probabilities.group[n]
        best, role = int(stances.argmax()), int(groups.argmax())
        return Attribution(
            article=article,
            mention=mention,
            group=GROUPS[role],
            stance=STANCES[best],
            p_stance=dict(zip(STANCES, map(float, stances), strict=True)),
            p_group=float(groups[role]),
            p_actor=float(probabilities.actor[n]),
            possible=tuple(stance for stance, kept in zip(STANCES, likely[n], strict=True) if kept),
            abstained=bool(stances[best] < self._sure),
            model=self.model.name_,
            codebook=self.model.codebook_,
        )

    def _with_silent(self, document: Document, rows: Sequence[Row]) -> list[Row]:
        by_sentence: dict[int, list[Row]] = {}
        for row in rows:
            if isinstance(row, Attribution):
                by_sentence.setdefault(row.mention.sentence.index, []).append(row)
        complete: list[Row] = []
        for sentence in document.sentences:
            silent = Unattributed(document.article.id, sentence, self.model.name_, self.model.codebook_)
            complete += by_sentence.get(sentence.index, [silent])
        return complete


def batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Yield some articles at a time, few enough for all that is known of them to fit into memory."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if len(batch) >= _ARTICLES_AT_ONCE or size >= _CHARACTERS_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def as_article(value: Input, number: int) -> Article:
    """Return `value` as an article, called by its number where it has no id.

    Raises:
        TypeError: `value` is neither a text, an `Article` nor a mapping.
        ValueError: The mapping has no text.
    """
    if isinstance(value, Article):
        return value
    if isinstance(value, str):
        return Article(str(number), value)
    if not isinstance(value, Mapping):
        raise TypeError(f"Article {number} is a {type(value).__name__}; give a text or an Article.")
    text = value.get("text")
    if not isinstance(text, str):
        raise ValueError(f"Article {number} has no 'text'; its fields are: {', '.join(map(str, value)) or 'none'}.")
    fields = {name: _plain(value.get(name)) for name in ("title", "author", "published", "source", "url")}
    return Article(_plain(value.get("id")) or str(number), text, **fields)


def _plain(value: object) -> str:
    return "" if value is None or value != value else str(value)  # NaN, as data frames write a missing value


def given_mention(text: str, name: str) -> Mention:
    """Return the mention of an actor whom the caller names."""
    sentence = Sentence(0, Span(0, len(text)), text, 0, heading=False)
    start = text.find(name) if name else -1
    source = Span(start, start + len(name)) if start >= 0 else None
    mode = Mode.INDIRECT if source else Mode.CONTINUED
    named = people(Document(Article("", text), (sentence,), ()))[0]
    return Mention(sentence, Actor(name), source, mode, (sentence.span,), people=named)


def load_model(source: str | Path | None = None) -> Model:
    """Return a model.

    Args:
        source: A folder that `Model.save` wrote, or an MLflow address such as `models:/stance@champion`; without it,
            the linear baseline that the package carries.

    Raises:
        ModelError: The folder holds no model that this version can read, or a file in it was changed.
        ImportError: MLflow is needed and missing; the message says how to install it.
    """
    return load(model_folder(source))


def model_folder(source: str | Path | None = None) -> Path:
    """Return the local folder of what `load_model` takes, fetched from MLflow where it is there."""
    if source is None:
        return BASELINE
    if str(source).startswith(("models:/", "runs:/")):
        from stance.models.registry import download

        return download(str(source))
    return Path(source)


_default: dict[str, Predictor] = {}
_lock = threading.Lock()


def default_predictor() -> Predictor:
    """Return the predictor with the model that the package carries, loaded once in a process."""
    with _lock:
        if "default" not in _default:
            _default["default"] = Predictor(load_model())
        return _default["default"]


def predict(
    articles: Input | Iterable[Input],
    *,
    model: Model | str | Path | None = None,
    risk: float = DEFAULT_RISK,
    all_sentences: bool = False,
) -> list[Row]:
    """Tell who says what about the withdrawal: one row for each attribution.

    Args:
        articles: A text, an `Article`, a mapping with at least `text`, or any number of them.
        model: A model, or what `load_model` takes; without it the baseline that the package carries.
        risk: The share of the stances that may be wrong among those of rows that do not abstain.
        all_sentences: Give a row for each sentence in which nobody speaks, too.
    """
    return _predictor(model, risk).predict(articles, all_sentences=all_sentences)


def classify(
    pairs: Iterable[tuple[str, str]], *, model: Model | str | Path | None = None, risk: float = DEFAULT_RISK
) -> list[Attribution]:
    """Tell role and stance of each (sentence, actor)."""
    return _predictor(model, risk).classify(pairs)


def explain(rows: Iterable[Attribution], *, model: Model | str | Path | None = None) -> list[Explanation]:
    """Tell why each row has its stance; `model` is the one that decided it."""
    return _predictor(model, DEFAULT_RISK).explain(rows)


def _predictor(model: Model | str | Path | None, risk: float) -> Predictor:
    if model is None:
        default = default_predictor()
        return default if risk == default.risk else Predictor(default.model, risk)
    return Predictor(model if isinstance(model, Model) else load_model(model), risk)
