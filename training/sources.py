"""Documents in which readers marked who is the source of what, in the form of PolNeAR's (Newell et al., LREC 2018).

A model of any kind can be measured on them, and one that finds sources by itself can learn that from them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from stance.attribution import find, people
from stance.labelling.documents import completed
from stance.labels import Group, Mode, Stance
from stance.text import read
from stance.types import Actor, Article, Document, Example, LabelledDocument, Mention, Sentence, Span
from training.records import read_records

HELD_BACK = 10
"""One of so many training documents is held back, to stop and to calibrate by."""
_LEAST = 3
Pairs = dict[int, list[tuple[Span, ...]]]


class SourceSettings(BaseModel):
    """The files to learn from and to measure on, gzipped or not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    train: Path
    validation: Path


@dataclass(frozen=True, slots=True)
class Gold:
    """A document: its text, the bounds of its sentences, and (sources, contents) of each attribution."""

    text: str
    sentences: tuple[Span, ...]
    attributions: tuple[tuple[tuple[Span, ...], tuple[Span, ...]], ...]


def read_documents(path: Path) -> list[Gold]:
    """Read JSON Lines with `text`, `sentences` and `attributions` (`source` and `content` as lists of bounds).

    Raises:
        CorpusError: The file or a line of it cannot be read; the message names it.
    """
    return read_records(
        path,
        lambda _, record: _gold(record),
        "each line needs text, sentences and attributions, with bounds in the text",
    )


def _gold(record: Mapping[str, Any]) -> Gold:
    text = str(record["text"])
    marked = [(_spans(each["source"], text), _spans(each["content"], text)) for each in record["attributions"]]
    return Gold(text, _spans(record["sentences"], text), tuple(marked))


def _spans(bounds: Iterable[Sequence[int]], text: str) -> tuple[Span, ...]:
    spans = tuple(Span(start, end) for start, end in bounds)
    if any(span.end > len(text) for span in spans):
        raise ValueError(f"a span ends behind the text of {len(text)} characters")
    return spans


def documents_of(gold: Sequence[Gold]) -> list[Document]:
    """Return the documents as this package reads them, numbered by their ids."""
    return [read(Article(str(number), each.text)) for number, each in enumerate(gold)]


def labelled(gold: Sequence[Gold]) -> list[LabelledDocument]:
    """Return documents to learn from: the sources are known, and of nobody a role or stance.

    A source counts once in each sentence that its content covers, as for `score`.
    """
    return [_labelled(document, each) for document, each in zip(documents_of(gold), gold, strict=True)]


def held_back(documents: Sequence[LabelledDocument]) -> tuple[list[LabelledDocument], list[LabelledDocument]]:
    """Return the documents to learn from, and those to stop and calibrate by."""
    learn = [each for number, each in enumerate(documents) if number % HELD_BACK]
    return learn, list(documents[::HELD_BACK])


def _labelled(document: Document, gold: Gold) -> LabelledDocument:
    own = Gold(gold.text, tuple(sentence.span for sentence in document.sentences), gold.attributions)
    marked = [
        _mention(document, document.sentences[number], sources)
        for number, known in sorted(_pairs(own, gold.attributions).items())
        for sources in known
    ]
    named = people(document)
    mentions = [replace(each, people=named[each.sentence.index]) for each in completed(marked, find(document))]
    return LabelledDocument(document, tuple(Example(each, Group.OTHER, Stance.NONE) for each in mentions))


def _mention(document: Document, sentence: Sentence, sources: Sequence[Span]) -> Mention:
    source = next((each for each in sources if sentence.span.covers(each)), sources[0])
    before = document.sentences[sentence.index - 1].text if sentence.index else ""
    return Mention(
        sentence=sentence,
        actor=Actor(source.of(document.article.text)),
        source=source,
        mode=Mode.INDIRECT if sentence.span.covers(source) else Mode.CONTINUED,
        contents=(sentence.span,),
        title=document.headline,
        previous=before,
    )


def score(gold: Sequence[Gold], found: Sequence[Sequence[Mention]]) -> dict[str, float]:
    """Return precision, recall and F1 of the (sentence, source) pairs among the mentions found in each document.

    A pair counts for each gold sentence of which the content covers at least three letters or digits; it is right where
    the source spans overlap.
    """
    hits = given = wanted = 0
    for document, mentions in zip(gold, found, strict=True):
        guesses = [((each.source,), each.contents or (each.sentence.span,)) for each in mentions if each.source]
        right, ours = _pairs(document, document.attributions), _pairs(document, guesses)
        wanted += sum(map(len, right.values()))
        given += sum(map(len, ours.values()))
        hits += sum(_matches(ours[k], right.get(k, [])) for k in ours)
    precision, recall = hits / max(given, 1), hits / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-12)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _pairs(document: Gold, attributions: Iterable[tuple[tuple[Span, ...], tuple[Span, ...]]]) -> Pairs:
    pairs: Pairs = {}
    for sources, contents in attributions:
        for k, sentence in enumerate(document.sentences) if sources else ():
            if _covered(document.text, sentence, contents) < _LEAST:
                continue
            known = pairs.setdefault(k, [])
            if not any(_overlap(sources, other) for other in known):
                known.append(sources)
    return pairs


def _covered(text: str, sentence: Span, contents: Iterable[Span]) -> int:
    parts = (text[max(each.start, sentence.start) : min(each.end, sentence.end)] for each in contents)
    return sum(character.isalnum() for part in parts for character in part)


def _overlap(sources: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(a.overlaps(b) for a in sources for b in others)


def _matches(ours: Sequence[tuple[Span, ...]], right: Sequence[tuple[Span, ...]]) -> int:
    free = list(right)
    for sources in ours:
        hit = next((other for other in free if _overlap(sources, other)), None)
        if hit is not None:
            free.remove(hit)
    return len(right) - len(free)
