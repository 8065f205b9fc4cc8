"""From corpus texts to readings, and to the labelled documents that models learn from and are measured on."""

from stance.labelling import Label, LabelledSentence, Reading
from stance.types import Article, LabelledDocument
from training.data import corpus
from training.data.vocabulary import Genre

ANNOTATOR = "corpus"


def labelled(text: corpus.Text) -> LabelledDocument:
    """Return `text` as a document with its labelled attributions."""
    from stance.labelling.documents import labelled

    return labelled(reading(text), headings=text.genre is Genre.HEADLINE_LIST)


def reading(text: corpus.Text) -> Reading:
    """Return `text` as a reading by nobody in particular, its labels in the order of the corpus."""
    article = Article(id=text.id, text=text.text, title=text.title, author=text.author, published=text.date.isoformat())
    sentences = (
        LabelledSentence(each.start, each.end, each.paragraph, tuple(map(_label, each.attributions)))
        for each in text.sentences
    )
    return Reading(article, ANNOTATOR, text.codebook, tuple(sentences))


def _label(given: corpus.Attribution) -> Label:
    return Label(given.actor, given.start, given.end, given.mode, given.group, given.stance)
