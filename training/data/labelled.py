"""From corpus texts to the labelled documents that models learn from and are measured on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from stance.labels import Mode
from stance.models.matching import name_words, pairs
from stance.types import Actor, Article, Document, Example, LabelledDocument, Mention, Sentence, Span
from training.data import corpus
from training.data.vocabulary import Genre

FINAL = ".!?…\"”’')"


def labelled(text: corpus.Text) -> LabelledDocument:
    """Return `text` as a document with its labelled attributions.

    The corpus' own sentence bounds hold; quotations are those that reading the text finds. Whatever the labels do not
    tell (which words are the content, how the article describes the actor) is taken from the rules, as it is when a
    model predicts.
    """
    from stance.attribution import find, people
    from stance.text import read

    article = Article(id=text.id, text=text.text, title=text.title, author=text.author, published=text.date.isoformat())
    sentences = sentences_of(text)
    document = Document(article, sentences, read(article).quotations)
    labels = [(index, label) for index, sentence in enumerate(text.sentences) for label in sentence.attributions]
    mentions = completed([mention(document, index, label) for index, label in labels], find(document))
    named = people(document)
    mentions = [replace(each, people=named[each.sentence.index]) for each in mentions]
    examples = [Example(each, label.group, label.stance) for each, (_, label) in zip(mentions, labels, strict=True)]
    return LabelledDocument(document, tuple(examples))


def completed(labelled: Sequence[Mention], found: Sequence[Mention]) -> list[Mention]:
    """Return `labelled` with what the rules know beside the labels: contents, description, a source elsewhere."""
    same = {place: found[number] for number, place in pairs(found, labelled)}
    descriptions = {
        word: each.actor for each in found if each.actor.description for word in name_words(each.actor.name)
    }
    return [
        _completed(
            mention, same.get(place), [descriptions.get(word) for word in sorted(name_words(mention.actor.name))]
        )
        for place, mention in enumerate(labelled)
    ]


def _completed(mention: Mention, same: Mention | None, described: Sequence[Actor | None]) -> Mention:
    if same:
        mention = replace(mention, contents=same.contents, source=mention.source or same.source)
    described = [same.actor if same else None, *described]
    description = next((actor.description for actor in described if actor and actor.description), "")
    return replace(mention, actor=Actor(mention.actor.name, description))


def mention(document: Document, index: int, found: corpus.Attribution) -> Mention:
    """Return the mention that `found` labels in sentence `index` of `document`."""
    sentences = document.sentences
    source = None if found.start is None or found.end is None else Span(found.start, found.end)
    sentence = sentences[index]
    return Mention(
        sentence=sentence,
        actor=Actor(found.actor),
        source=source,
        mode=found.mode,
        contents=_contents(document, sentence, found.mode),
        title=document.headline,
        previous=sentences[index - 1].text if index else "",
        following=sentences[index + 1].text if index + 1 < len(sentences) else "",
    )


def _contents(document: Document, sentence: Sentence, mode: Mode) -> tuple[Span, ...]:
    """Return what stands in quotation marks for direct speech, else the whole sentence."""
    whole = sentence.span
    if mode is not Mode.DIRECT:
        return (whole,)
    quoted = [span for span in document.quotations if span.overlaps(whole)]
    inside = [Span(max(span.start, whole.start), min(span.end, whole.end)) for span in quoted]
    return tuple(inside) or (whole,)


def sentences_of(text: corpus.Text) -> tuple[Sentence, ...]:
    """Return the sentences of `text` by the corpus' own bounds."""
    alone = _paragraph_sizes(text.sentences)
    return tuple(
        Sentence(
            index=index,
            span=Span(sentence.start, sentence.end),
            text=text.text[sentence.start : sentence.end],
            paragraph=sentence.paragraph,
            heading=text.genre is Genre.HEADLINE_LIST
            or (alone[sentence.paragraph] == 1 and text.text[sentence.end - 1] not in FINAL),
        )
        for index, sentence in enumerate(text.sentences)
    )


def _paragraph_sizes(sentences: Iterable[corpus.Sentence]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for sentence in sentences:
        sizes[sentence.paragraph] = sizes.get(sentence.paragraph, 0) + 1
    return sizes
