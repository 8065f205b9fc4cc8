"""From readings to the labelled documents that models learn from and are measured on."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from stance.attribution import find, people
from stance.labelling.records import Label, LabelledSentence, Reading
from stance.labels import Mode
from stance.models.matching import name_words, pairs
from stance.text import read
from stance.types import Actor, Document, Example, LabelledDocument, Mention, Sentence, Span

FINAL = ".!?…\"”’')"


def labelled(reading: Reading, *, headings: bool = False) -> LabelledDocument:
    """Return what was read as a document with its labelled attributions, in the order of the labels.

    The reading's own sentence bounds hold, and those that reading the text finds where nobody has read; quotations are
    those that reading the text finds. Whatever the labels do not tell (which words are the content, how the article
    describes the actor) is taken from the rules, as it is when a model predicts.

    Args:
        reading: What an annotator gave to an article.
        headings: Whether all of its sentences are headlines; else those that stand alone and unfinished are.
    """
    article, found = reading.article, read(reading.article)
    sentences = _sentences(reading, found.sentences, headings)
    document = Document(article, sentences, found.quotations)
    indices = {sentence.span.start: sentence.index for sentence in sentences}
    labels = [(indices[each.start], label) for each in reading.sentences for label in each.labels]
    mentions = completed([_mention(document, index, label) for index, label in labels], find(document))
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


def _mention(document: Document, index: int, label: Label) -> Mention:
    sentences = document.sentences
    source = None if label.start is None or label.end is None else Span(label.start, label.end)
    sentence = sentences[index]
    return Mention(
        sentence=sentence,
        actor=Actor(label.actor),
        source=source,
        mode=label.mode,
        contents=_contents(document, sentence, label.mode),
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


def _sentences(reading: Reading, found: Sequence[Sentence], headings: bool) -> tuple[Sentence, ...]:
    text = reading.article.text
    alone = _paragraph_sizes(reading.sentences)
    own = [
        Sentence(
            index=0,
            span=Span(each.start, each.end),
            text=text[each.start : each.end],
            paragraph=each.paragraph,
            heading=headings or (alone[each.paragraph] == 1 and text[each.end - 1] not in FINAL),
        )
        for each in reading.sentences
    ]
    ordered = sorted([*own, *_unread(reading.sentences, found)], key=lambda each: each.span)
    return tuple(replace(each, index=index) for index, each in enumerate(ordered))


def _unread(own: Sequence[LabelledSentence], found: Iterable[Sentence]) -> list[Sentence]:
    """Return which of the sentences that were found share no character with those that were read."""
    ends = [each.end for each in own]
    nearest = ((each, bisect_right(ends, each.span.start)) for each in found)
    return [each for each, place in nearest if place == len(own) or own[place].start >= each.span.end]


def _paragraph_sizes(sentences: Iterable[LabelledSentence]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for sentence in sentences:
        sizes[sentence.paragraph] = sizes.get(sentence.paragraph, 0) + 1
    return sizes
