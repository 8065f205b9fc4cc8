"""What a linear model sees of a mention: a few short texts, its views, each with n-grams of its own.

The views for the stance mark the actor, so that "X criticised Y's decision" reads differently for X and for Y. Those
for the group tell who the actor is. Add a view here and it is learned; nothing else knows their number.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from stance.types import Mention, Span

View = Callable[[Mention], str]

ACTOR = "actorx"
CONTENT = "contentx"
NEAR = 60
_TROOPS = frozenset(["troops", "forces", "soldiers", "army", "withdrawal", "contingent", "presence"])
_BEFORE_TROOPS = frozenset(["s", "combat", "military", "ground", "remaining"])
_LEAVING = frozenset(["from", "in", "leave", "leaves", "leaving", "left", "quit", "of"])
_BEFORE_PLACES = frozenset(["the", "northern", "southern", "eastern", "western"])
_TOKEN = re.compile(r"\w+")
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


def marked(mention: Mention) -> str:
    """Return the sentence with the words that name the actor replaced by a marker; before it where none do."""
    own = mention.place
    text = mention.sentence.text
    if own is None:
        return f"{ACTOR} {text}"
    return f"{text[: own.start]} {ACTOR} {text[own.end :]}"


def content(mention: Mention) -> str:
    """Return what the actor answers for; the whole sentence where that is not known."""
    return " … ".join(span.of(mention.sentence.text) for span in _inside(mention)) or mention.sentence.text


def frame(mention: Mention) -> str:
    """Return the sentence around the content: who says it, to whom and by which verb."""
    text, parts, end = mention.sentence.text, [], 0
    own = mention.place
    spans = [(span, CONTENT) for span in _inside(mention)]
    if own and not any(own.overlaps(span) for span, _ in spans):
        spans.append((own, ACTOR))
    for span, marker in sorted(spans):
        parts += [text[end : span.start], marker]
        end = max(end, span.end)
    return " ".join([*parts, text[end:]])


def context(mention: Mention) -> str:
    """Return the sentence before and the headline."""
    return f"{mention.previous} {mention.title}"


def signals(mention: Mention) -> str:
    """Return what else is known, as words of its own making."""
    words = [f"mode_{mention.mode}"]
    if mention.sentence.heading:
        words.append("heading")
    if mention.sentence.text.endswith("?"):
        words.append("question")
    return " ".join(words)


def name(mention: Mention) -> str:
    """Return the actor's name and what the article says who that is."""
    return f"{mention.actor.name} , {mention.actor.description}"


def surroundings(mention: Mention) -> str:
    """Return the words around those that name the actor."""
    own = mention.place
    if own is None:
        return ""
    text = mention.sentence.text
    return f"{text[max(0, own.start - NEAR) : own.start]} {ACTOR} {text[own.end : own.end + NEAR]}"


def whole(mention: Mention) -> str:
    """Return the sentence as it is."""
    return mention.sentence.text


def pattern(mention: Mention) -> str:
    """Return the sentence as the classes of the words that carry a stance, in order, with the actor among them.

    What decides is who does what to whom; with the classes alone it is learned from fewer sentences.
    """
    classes = _classes()
    found = (classes.get(word) for word in _WORD.findall(marked(mention).lower().replace("’", "'")))
    return " ".join(word for word in found if word)


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(files("stance.models").joinpath("lexicon.toml").read_text(encoding="utf-8"))


@cache
def _classes() -> dict[str, str]:
    lists = [(name, words) for name, words in _lexicon().items() if isinstance(words, str)]
    classes = {word: f"{name}x" for name, words in reversed(lists) for word in words.split()}
    return classes | {ACTOR: ACTOR}


def role(mention: Mention) -> str:
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
    return " ".join([*said, *places, *pairs])


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
    """Return each view of each mention."""
    return {name: [view(mention) for mention in mentions] for name, view in views.items()}


def _inside(mention: Mention) -> list[Span]:
    """Return the contents counted from the beginning of the sentence."""
    sentence = mention.sentence.span
    cut = [(max(span.start, sentence.start), min(span.end, sentence.end)) for span in mention.contents]
    return [Span(start - sentence.start, end - sentence.start) for start, end in cut if start < end]
