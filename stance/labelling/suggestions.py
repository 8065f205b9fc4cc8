"""What is given to annotators: articles cut into sentences, blank or with a model's labels as suggestions."""

from collections.abc import Iterable, Iterator

from stance.labelling.records import UNNAMED, Label, LabelledSentence, Reading, ordered
from stance.labels import Mode
from stance.predictor import Predictor, Row, batches
from stance.text import read
from stance.types import Article, Attribution, Document

NOBODY = "nobody"
"""Who has labelled a blank task."""


def tasks(articles: Iterable[Article], codebook: str, predictor: Predictor | None = None) -> Iterator[Reading]:
    """Yield a task for each article: a reading that suggests what the model says, or nothing without one.

    Args:
        articles: What is to be labelled.
        codebook: Digest of the rules that the annotators will follow.
        predictor: Who suggests.
    """
    for batch in batches(articles):
        documents = [read(article) for article in batch]
        rows = predictor.predict_documents(documents) if predictor else [[] for _ in documents]
        for document, given in zip(documents, rows, strict=True):
            yield task(document, given, predictor.model.name_ if predictor else NOBODY, codebook)


def task(document: Document, rows: Iterable[Row], annotator: str, codebook: str) -> Reading:
    """Return a document with the labels of `rows`."""
    labels: dict[int, list[Label]] = {}
    for row in rows:
        if isinstance(row, Attribution):
            labels.setdefault(row.mention.sentence.index, []).append(_label(row))
    sentences = (
        LabelledSentence(each.span.start, each.span.end, each.paragraph, ordered(labels.get(each.index, ())))
        for each in document.sentences
    )
    return Reading(document.article, annotator, codebook, tuple(sentences))


def _label(row: Attribution) -> Label:
    mention = row.mention
    source = mention.source if mention.place is not None else None
    if source is None:
        mode = mention.mode if mention.mode in UNNAMED else Mode.CONTINUED
        return Label(mention.actor.name, None, None, mode, row.group, row.stance)
    return Label(mention.actor.name, source.start, source.end, mention.mode, row.group, row.stance)
