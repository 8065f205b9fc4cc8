"""Choosing what to label next: sentences of which a model is unsure, on which two models differ, and no two alike.

What a model is sure of teaches it little, and neither does the twin of a sentence that it has seen. `python -m training
suggestions` measures on our corpus how many labels that saves against sentences drawn by chance.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from stance.labelling.records import Reading
from stance.labels import STANCES
from stance.models import Model
from stance.models.base import Array
from stance.models.tfidf import Grams, Tfidf
from stance.predictor import batches
from stance.text import read
from stance.types import Article, Document, Mention

ALIKE = 0.5
"""How alike, as the cosine of their words and word pairs, two suggested sentences may be at most."""

_POOL = 20
_AROUND = 1
_GRAMS = Grams(words=(1, 2), minimum=1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that is worth labelling.

    Attributes:
        document: The article in which it stands.
        mention: The sentence, with the actor in it of whose stance the models are least sure.
        doubt: How unsure the model is of the stances in the sentence, between 0 and 1; see `doubt`.
        dispute: How far two models differ on them, between 0 and 1; see `dispute`.
        why: The reasons, in a sentence.
    """

    document: Document
    mention: Mention
    doubt: float
    dispute: float
    why: str

    @property
    def worth(self) -> float:
        """How much a label of it is likely to teach."""
        return self.doubt + self.dispute

    @property
    def text(self) -> str:
        """The sentence."""
        return self.mention.sentence.text

    def row(self) -> dict[str, object]:
        """Return it as a short article of its own, with its neighbours, that can be exported to annotators.

        `start` and `end` tell where in `text` the sentence stands; `article` and `sentence` where it comes from.
        """
        article, place = self.document.article, self.mention.sentence.index
        around = self.document.sentences[max(0, place - _AROUND) : place + _AROUND + 1]
        first, span = around[0].span.start, self.mention.sentence.span
        passage = {
            "id": f"{article.id}#{place}",
            "title": self.document.headline,
            "text": article.text[first : around[-1].span.end],
            "start": span.start - first,
            "end": span.end - first,
        }
        told = {name: getattr(article, name) for name in ("author", "published", "source", "url")}
        reasons = {"doubt": round(self.doubt, 4), "dispute": round(self.dispute, 4), "why": self.why}
        return passage | told | {"article": article.id, "sentence": place} | reasons


def suggest(
    articles: Iterable[Article],
    model: Model,
    *,
    second: Model | None = None,
    count: int = 200,
    labelled: Sequence[Reading] = (),
) -> list[Candidate]:
    """Return the sentences that are most worth labelling, the best first.

    Articles are read as a stream, of which only the best `20 × count` sentences are kept. A sentence in which the
    model finds no actor is never suggested.

    Args:
        articles: Where to choose from.
        model: The model that is to learn.
        second: Another model, best of another kind, whose different opinion counts.
        count: How many sentences to return at most.
        labelled: What has been labelled already; neither that nor what is much like it is suggested.
    """
    known = {reading.article.text[each.start : each.end] for reading in labelled for each in reading.sentences}
    found = (each for batch in batches(articles) for each in _judged(batch, model, second) if each.text not in known)
    best = heapq.nlargest(_POOL * count, found, key=lambda each: each.worth)
    return choose(best, count, sorted(known))


def weighed(
    documents: Sequence[Document], found: Sequence[Sequence[Mention]], first: Array, second: Array | None = None
) -> list[Candidate]:
    """Return each sentence in which somebody is mentioned, weighed by what one model or two say of the stances.

    Args:
        documents: The articles.
        found: The mentions of each.
        first: A model's probabilities of the stances, a row a mention, one document after the other.
        second: Another model's.
    """
    other = first if second is None else second
    doubts, disputes = doubt(first), dispute(first, other)
    candidates, end = [], 0
    for document, mentions in zip(documents, found, strict=True):
        start, end = end, end + len(mentions)
        rows: dict[int, list[int]] = {}
        for row, mention in enumerate(mentions, start):
            rows.setdefault(mention.sentence.index, []).append(row)
        for of_sentence in rows.values():
            least = max(of_sentence, key=lambda row: doubts[row] + disputes[row])
            mention = mentions[least - start]
            means = float(doubts[of_sentence].mean()), float(disputes[of_sentence].mean())
            candidates.append(Candidate(document, mention, *means, _why(mention, first[least], other[least])))
    return candidates


def choose(candidates: Sequence[Candidate], count: int, known: Sequence[str] = ()) -> list[Candidate]:
    """Return the `count` worthiest candidates of which no two are of one passage or `ALIKE`, nor any like `known`."""
    if not candidates:
        return []
    texts = [each.text for each in candidates]
    article = np.unique([each.document.article.id for each in candidates], return_inverse=True)[1]
    place = np.array([each.mention.sentence.index for each in candidates])
    vectorizer = Tfidf(_GRAMS).fit([*known, *texts])
    rows, others = vectorizer.transform(texts), vectorizer.transform(known)
    taken = (rows @ others.T).max(axis=1).toarray().ravel() >= ALIKE if known else np.zeros(len(texts), bool)
    chosen: list[Candidate] = []
    for best in np.argsort([-each.worth for each in candidates], kind="stable").tolist():
        if len(chosen) == count:
            break
        if not taken[best]:
            chosen.append(candidates[best])
            taken |= (rows @ rows[[best]].T).toarray().ravel() >= ALIKE
            taken |= (article == article[best]) & (np.abs(place - place[best]) <= 2 * _AROUND)
    return chosen


def doubt(probabilities: Array) -> Array:
    """Return how near the second best of each row comes to the best: 0 for certainty, 1 for a tie.

    >>> doubt(np.array([[0.5, 0.5, 0.0], [0.9, 0.1, 0.0]])).round(2).tolist()
    [1.0, 0.2]
    """
    ordered = np.sort(probabilities, axis=1)
    return np.asarray(1 - (ordered[:, -1] - ordered[:, -2]))


def dispute(first: Array, second: Array) -> Array:
    """Return which share of the probability two models give to different stances, for each row.

    >>> dispute(np.array([[1.0, 0.0]]), np.array([[0.75, 0.25]])).tolist()
    [0.25]
    """
    return np.asarray(np.abs(first - second).sum(axis=1) / 2)


def _judged(articles: Sequence[Article], model: Model, second: Model | None) -> list[Candidate]:
    documents = [read(article) for article in articles]
    found, judged = model.attribute(documents)
    other = second.classify([mention for each in found for mention in each]).stance if second else None
    return weighed(documents, found, judged.stance, other)


def _why(mention: Mention, first: Array, second: Array) -> str:
    best, next_ = np.argsort(-first, kind="stable")[:2]
    said = f"{STANCES[best]} ({first[best]:.0%}) and {STANCES[next_]} ({first[next_]:.0%})"
    why = f"The model hesitates between {said} for {mention.actor.name}"
    other = int(second.argmax())
    return f"{why}." if other == best else f"{why}; another says {STANCES[other]} ({second[other]:.0%})."
