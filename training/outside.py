"""Labelled text from outside of the corpus: rows with a sentence before and after, or a whole article with its rows.

Two JSON Lines forms are read. A row of the first kind stands alone, `{"id", "prev", "text", "next", "author",
"attributions"}`; the rows of the second kind, `{"id", "start", "end", "text", "attributions"}`, are the sentences of
one article in a file of its own. Predictions are written one line a row, `{"id", "attributions": [{"actor", "group",
"stance"}]}`, for a scorer of their own; only the stance with the actors given is measured here.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stance.attribution import find, people
from stance.labels import GROUPS, STANCES, Group, Mode, Stance
from stance.models import Model
from stance.models.matching import name_words
from stance.text import read
from stance.types import Actor, Article, Document, Example, LabelledDocument, Mention, Sentence, Span
from training.data.corpus import CorpusError
from training.records import read_records


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled sentence in its document."""

    id: str
    document: Document
    sentence: int
    attributions: tuple[dict[str, Any], ...]


def read_rows(path: Path, article: Path | None = None) -> list[Row]:
    """Return the rows of a file, those of one article where `article` gives its text.

    Raises:
        CorpusError: A line is not such a row; the message names it.
    """
    whole = read(Article(article.stem, _text(article))) if article else None
    return read_records(
        path,
        lambda _, value: _row(value, whole),
        "each line needs id, text, attributions and either prev and next or, with an article, start and end",
    )


def predictions(model: Model, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return for each row who speaks in its sentence, in which role and with which stance."""
    documents = {id(row.document): row.document for row in rows}
    found, given = model.attribute(list(documents.values()))
    labels = iter(zip(given.group.argmax(axis=1), given.stance.argmax(axis=1), strict=True))
    said = {key: [(each, *next(labels)) for each in mentions] for key, mentions in zip(documents, found, strict=True)}
    lines = []
    for row in rows:
        here = [each for each in said[id(row.document)] if each[0].sentence.index == row.sentence]
        attributions = [
            {"actor": mention.actor.name, "group": str(GROUPS[group]), "stance": str(STANCES[stance])}
            for mention, group, stance in here
        ]
        lines.append({"id": row.id, "attributions": attributions})
    return lines


def with_gold_actors(rows: Sequence[Row]) -> list[LabelledDocument]:
    """Return a labelled document a row, which holds the labels of that row alone; labels in doubt are left out."""
    labelled = []
    for row in rows:
        found = [mention for mention in find(row.document) if mention.sentence.index == row.sentence]
        sure = [each for each in row.attributions if not each.get("ambiguous")]
        examples = [
            Example(_given(row, each, found), Group.parse(each["group"]), Stance.parse(each["stance"])) for each in sure
        ]
        labelled.append(LabelledDocument(row.document, tuple(examples)))
    return labelled


def write_lines(lines: Sequence[dict[str, Any]], path: Path) -> None:
    """Write one JSON object a line."""
    path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")


def _row(value: dict[str, Any], whole: Document | None) -> Row:
    document, sentence = _inside(whole, value) if whole else _alone(value)
    return Row(str(value["id"]), document, sentence, tuple(value["attributions"]))


def _alone(value: dict[str, Any]) -> tuple[Document, int]:
    """Return the document of a row that stands alone, in which `text` is one sentence."""
    parts = [value[name] for name in ("prev", "text", "next")]
    before, text, _ = parts
    start = len(before) + 1 if before else 0
    article = Article(str(value["id"]), " ".join(part for part in parts if part), author=value.get("author") or "")
    return _with_sentence(read(article), Span(start, start + len(text)))


def _inside(document: Document, value: dict[str, Any]) -> tuple[Document, int]:
    return _with_sentence(document, Span(value["start"], value["end"]))


def _with_sentence(document: Document, span: Span) -> tuple[Document, int]:
    """Return the document with one sentence for `span`, whatever reading it made of that, and its number."""
    same = [sentence.index for sentence in document.sentences if sentence.span == span]
    if same:
        return document, same[0]
    text = document.article.text
    touched = [sentence for sentence in document.sentences if sentence.span.overlaps(span)]
    if not touched:
        raise ValueError(f"no text at {span.start}-{span.end}")
    cut = [Span(touched[0].span.start, span.start), span, Span(span.end, touched[-1].span.end)] if touched else []
    made = [replace(touched[0], span=each, text=each.of(text), heading=False) for each in _stripped(cut, text)]
    before = [sentence for sentence in document.sentences if sentence.span.end <= made[0].span.start]
    after = [sentence for sentence in document.sentences if sentence.span.start >= made[-1].span.end]
    sentences: list[Sentence] = [*before, *made, *after]
    numbered = tuple(replace(sentence, index=number) for number, sentence in enumerate(sentences))
    number = next(sentence.index for sentence in numbered if sentence.span.overlaps(span))
    return replace(document, sentences=numbered), number


def _stripped(spans: Sequence[Span], text: str) -> list[Span]:
    """Return the spans without white space at their ends; without those that hold nothing else."""
    kept = []
    for span in spans:
        if span.start >= span.end or not (words := span.of(text).strip()):
            continue
        start = text.index(words, span.start)
        kept.append(Span(start, start + len(words)))
    return kept


def _given(row: Row, gold: dict[str, Any], found: Sequence[Mention]) -> Mention:
    """Return the mention of an actor who is known: as the rules found it, else by the words of the name."""
    sentences = row.document.sentences
    sentence = sentences[row.sentence]
    names = [gold["actor"], *gold.get("aliases", [])]
    words = frozenset[str]().union(*map(name_words, names))
    for mention in found:
        if name_words(mention.actor.name) & words:
            return replace(mention, rule="given")
    at = row.sentence
    return Mention(
        sentence=sentence,
        actor=Actor(gold["actor"]),
        source=_named(sentence, names),
        mode=Mode.INDIRECT,
        contents=(sentence.span,),
        title=row.document.headline,
        previous=sentences[at - 1].text if at else "",
        following=sentences[at + 1].text if at + 1 < len(sentences) else "",
        people=people(row.document)[at],
    )


def _named(sentence: Sentence, names: Sequence[str]) -> Span | None:
    """Return where the sentence has one of the names, or else the last word of one."""
    for name in [*names, *(name.split()[-1] for name in names if name.split())]:
        at = sentence.text.find(name)
        if at >= 0:
            return Span(sentence.span.start + at, sentence.span.start + at + len(name))
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: cannot be read as UTF-8 text ({error}); check the path and the encoding.") from None
