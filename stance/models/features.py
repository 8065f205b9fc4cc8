"""What a linear model sees of a mention: a few short texts, its views, each with n-grams of its own.

The views for the stance mark the actor, so that "X criticised Y's decision" reads differently for X and for Y. Those
for the group tell who the actor is. Add a view here and it is learned; nothing else knows their number. A view is made
of pieces that know where in the sentence they come from, so that what was learned can be explained in its words.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from stance.models.genders import gendered, is_gendered, neutral
from stance.types import Mention, Span


class Piece(NamedTuple):
    """A part of a view.

    Attributes:
        text: What the view reads.
        origin: Where what it stands for begins and ends in the sentence; None where it stands for nothing in it. A text
            as long as its origin is taken from there character by character.
    """

    text: str
    origin: tuple[int, int] | None = None


Pieces = list[Piece]
View = Callable[[Mention], Pieces]

ACTOR = "actorx"
CONTENT = "contentx"
NEAR = 60
_TROOPS = frozenset(["troops", "forces", "soldiers", "army", "withdrawal", "contingent", "presence"])
_BEFORE_TROOPS = frozenset(["s", "combat", "military", "ground", "remaining"])
_LEAVING = frozenset(["from", "in", "leave", "leaves", "leaving", "left", "quit", "of"])
_BEFORE_PLACES = frozenset(["the", "northern", "southern", "eastern", "western"])
_TOKEN = re.compile(r"\w+")
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


def marked(mention: Mention) -> Pieces:
    """Return the sentence with the words that name the actor replaced by a marker; before it where none do."""
    own = mention.place
    text = mention.sentence.text
    if own is None:
        return [Piece(f"{ACTOR} "), _cut(text, 0, len(text))]
    marker = [Piece(" "), _actor(own), Piece(" ")]
    return [_cut(text, 0, own.start), *marker, _cut(text, own.end, len(text))]


def content(mention: Mention) -> Pieces:
    """Return what the actor answers for; the whole sentence where that is not known."""
    text = mention.sentence.text
    parts = _separated([_cut(text, span.start, span.end) for span in _inside(mention)], " … ")
    return parts if any(part.text for part in parts) else whole(mention)


def frame(mention: Mention) -> Pieces:
    """Return the sentence around the content: who says it, to whom and by which verb."""
    text, parts, end = mention.sentence.text, [], 0
    own = mention.place
    spans = [(span, Piece(CONTENT)) for span in _inside(mention)]
    if own and not any(own.overlaps(span) for span, _ in spans):
        spans.append((own, _actor(own)))
    for span, marker in sorted(spans, key=lambda each: each[0]):
        parts += [_cut(text, end, span.start), marker]
        end = max(end, span.end)
    return _separated([*parts, _cut(text, end, len(text))], " ")


def context(mention: Mention) -> Pieces:
    """Return the sentence before and the headline."""
    return [Piece(f"{mention.previous} {mention.title}")]


def signals(mention: Mention) -> Pieces:
    """Return what else is known, as words of its own making."""
    words = [f"mode_{mention.mode}"]
    if mention.sentence.heading:
        words.append("heading")
    if mention.sentence.text.endswith("?"):
        words.append("question")
    return [Piece(" ".join(words))]


def name(mention: Mention) -> Pieces:
    """Return the actor's name and what the article says who that is."""
    return [Piece(f"{mention.actor.name} , {mention.actor.description}")]


def surroundings(mention: Mention) -> Pieces:
    """Return the words around those that name the actor."""
    own = mention.place
    if own is None:
        return []
    text = mention.sentence.text
    before, after = _cut(text, max(0, own.start - NEAR), own.start), _cut(text, own.end, own.end + NEAR)
    return _separated([before, _actor(own), after], " ")


def whole(mention: Mention) -> Pieces:
    """Return the sentence as it is."""
    return [_cut(mention.sentence.text, 0, len(mention.sentence.text))]


def pattern(mention: Mention) -> Pieces:
    """Return the sentence as the classes of the words that carry a stance, in order, with the actor among them.

    What decides is who does what to whom; with the classes alone it is learned from fewer sentences.
    """
    classes = _classes()
    found: Pieces = []
    for text, origin in marked(mention):
        for word in _WORD.finditer(text.replace("’", "'")):
            if its := classes.get(word[0].lower()):
                found.append(Piece(its, origin if origin is None or text == ACTOR else _moved(word, origin[0])))
    return _separated(found, " ")


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(files("stance.models").joinpath("lexicon.toml").read_text(encoding="utf-8"))


@cache
def _classes() -> dict[str, str]:
    lists = [(name, words) for name, words in _lexicon().items() if isinstance(words, str)]
    classes = {word: f"{name}x" for name, words in reversed(lists) for word in words.split()}
    return classes | {ACTOR: ACTOR}


def role(mention: Mention) -> Pieces:
    """Return for which roles the actor's words speak, and whether the actor's country is the host's or the troops' own.

    The host is the country that troops are in or leave, the troops' own the one that names them («French troops»), as
    far as sentence, headline and the sentence before say so.
    """
    who = _WORD.findall(f"{mention.actor.name} {mention.actor.description}".lower())
    roles, countries = _roles(), _countries()
    own, host = _own_and_host(f"{mention.title} . {mention.previous} . {mention.sentence.text}")
    said = sorted({roles[word] for word in who if word in roles})
    from_ = {countries[word] for word in who if word in countries}
    places = [name for name, of in (("hostx", host), ("ownx", own)) if from_ & of]
    places += ["elsewherex"] if from_ and not from_ & (host | own) else []
    pairs = [f"{place}{each}" for place in places for each in said]
    return [Piece(" ".join([*said, *places, *pairs]))]


def _own_and_host(text: str) -> tuple[set[str], set[str]]:
    """Return the countries whose troops `text` names, and the others that it says troops are in or leave."""
    for name in ("U.S.", "US"):
        text = text.replace(name, "America")
    words = _TOKEN.findall(text.lower())
    countries = _countries()
    own, host = set(), set()
    for at in [number for number, word in enumerate(words) if word in countries and word != "us"]:
        after = next((word for word in words[at + 1 : at + 5] if word not in _BEFORE_TROOPS), "")
        before = next((word for word in reversed(words[max(0, at - 2) : at]) if word not in _BEFORE_PLACES), "")
        own |= {countries[words[at]]} if after in _TROOPS else set()
        host |= {countries[words[at]]} if before in _LEAVING else set()
    return own, host - own


@cache
def _roles() -> dict[str, str]:
    lists = _lexicon()["roles"]
    return {word: f"{name}x" for name, words in reversed(lists.items()) for word in words.split()}


@cache
def _countries() -> dict[str, str]:
    named = {word: name for name, words in _lexicon()["countries"].items() for word in words.split()}
    return named | {name: name for name in _lexicon()["countries"]}


def _tells_gender(mention: Mention) -> bool:
    actor = mention.actor
    return is_gendered(f"{mention.sentence.text} {mention.previous} {mention.title} {actor.name} {actor.description}")


def _neutral(piece: Piece) -> Iterator[Piece]:
    text, origin = piece
    if origin is None or len(text) != origin[1] - origin[0]:
        yield Piece(neutral(text), origin)
        return
    end = 0
    for span, read in gendered(text):
        yield _cut_from(piece, end, span.start)
        yield Piece(read, (origin[0] + span.start, origin[0] + span.end))
        end = span.end
    yield _cut_from(piece, end, len(text)) if end else piece


STANCE_VIEWS: Mapping[str, View] = {
    "marked": marked,
    "content": content,
    "frame": frame,
    "context": context,
    "signals": signals,
    "pattern": pattern,
}
GROUP_VIEWS: Mapping[str, View] = {
    "name": name,
    "surroundings": surroundings,
    "sentence": whole,
    "context": context,
    "signals": signals,
    "role": role,
}


def texts(views: Mapping[str, View], mentions: Sequence[Mention]) -> dict[str, list[str]]:
    """Return each view of each mention, as `seen` gives it."""
    told = [_tells_gender(mention) for mention in mentions]  # most do not, and then nothing needs to be read otherwise
    return {
        name: [
            joined(seen(view, mention) if gender else view(mention))
            for mention, gender in zip(mentions, told, strict=True)
        ]
        for name, view in views.items()
    }


def seen(view: View, mention: Mention) -> Pieces:
    """Return a view with the words for men and women read alike."""
    return [part for piece in view(mention) for part in _neutral(piece)]


def joined(pieces: Pieces) -> str:
    """Return what a view reads as a whole.

    >>> joined([Piece("troops"), Piece(" "), Piece("leave")])
    'troops leave'
    """
    return "".join(piece.text for piece in pieces)


def _cut(text: str, start: int, end: int) -> Piece:
    """Return a part of the sentence; an empty one where it ends before it begins."""
    part = text[start:end]
    return Piece(part, (start, start + len(part)))


def _cut_from(piece: Piece, start: int, end: int) -> Piece:
    """Return a part of a piece that is taken from the sentence character by character."""
    first = piece.origin[0] if piece.origin else 0
    return Piece(piece.text[start:end], (first + start, first + end))


def _actor(place: Span) -> Piece:
    return Piece(ACTOR, (place.start, place.end))


def _moved(word: re.Match[str], by: int) -> tuple[int, int]:
    return word.start() + by, word.end() + by


def _separated(pieces: Pieces, separator: str) -> Pieces:
    return [part for piece in pieces for part in (Piece(separator), piece)][1:]


def _inside(mention: Mention) -> list[Span]:
    """Return the contents counted from the beginning of the sentence."""
    sentence = mention.sentence.span
    cut = [(max(span.start, sentence.start), min(span.end, sentence.end)) for span in mention.contents]
    return [Span(start - sentence.start, end - sentence.start) for start, end in cut if start < end]
