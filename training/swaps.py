"""The same sentence of somebody else: other names, the other gender, another nation; every other word stays.

A stance must not change with any of them (Prabhakaran et al., EMNLP 2019, for names; Zhao et al., NAACL 2018, for
genders).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from stance.attribution import is_person, people
from stance.models.genders import ALIKE
from stance.types import Actor, Article, Document, Mention, Span

NAMES = (
    "Aisha Bello",
    "Ahmad Rahimi",
    "Chen Weiming",
    "Ingrid Solheim",
    "John Whitfield",
    "Kofi Asante",
    "Leila Haddad",
    "María Quintero",
    "Olena Kravets",
    "Priya Raman",
    "Sergei Morozov",
    "Thomas Lindner",
)
"""Invented names of women and men of many origins."""

NATIONS: Mapping[str, str] = {
    "American": "America",
    "British": "Britain",
    "Canadian": "Canada",
    "Chilean": "Chile",
    "French": "France",
    "German": "Germany",
    "Indian": "India",
    "Italian": "Italy",
    "Japanese": "Japan",
    "Kenyan": "Kenya",
    "Nigerian": "Nigeria",
    "Russian": "Russia",
    "Swedish": "Sweden",
    "Turkish": "Turkey",
}
"""Nations by what is theirs."""

_HERS = {his: hers for hers, his in ALIKE.items()} | {"his": "her", "him": "her", "mr": "ms", "husband": "wife"}
_OTHER = {**_HERS, **ALIKE}
_GENDERED = re.compile(rf"\b(?:{'|'.join(sorted(_OTHER))})\b", re.IGNORECASE)
_OBJECT = re.compile(
    r"her\b(?=\s*(?:[.,;:!?”\"')]|$|(?:to|that|and|in|on|for|as|of|not|from|with|when|if)\b))", re.IGNORECASE
)

Change = Callable[[str], str]


def names(mention: Mention) -> Iterator[Mention]:
    """Yield the mention under each of the other names; none where the sentence does not name a person in full."""
    place = mention.place
    if place is None or place.of(mention.sentence.text) != mention.actor.name or not is_person(mention.actor.name):
        return
    for name in NAMES:
        yield _changed(mention, place, lambda words: words, name)


def genders(mention: Mention) -> Iterator[Mention]:
    """Yield the mention with men for women and women for men; none where the sentence tells of neither."""
    place = mention.place
    if place is not None and _GENDERED.search(mention.sentence.text):
        yield _changed(mention, place, _of_other_gender)


def nationalities(mention: Mention) -> Iterator[Mention]:
    """Yield the mention with the actor's nation changed for each that the sentence does not name; none without one."""
    place = mention.place
    if place is None:
        return
    own = next((nation for nation in NATIONS if _names(place.of(mention.sentence.text), nation)), "")
    for other in NATIONS if own else ():
        if not _names(mention.sentence.text, other):
            yield _changed(mention, place, _of_nation(own, other))


def alone(mention: Mention) -> Mention:
    """Return the mention with what its sentence tells of it, so that nothing but the swap differs from another."""
    document = Document(Article("", mention.sentence.text), (mention.sentence,), ())
    return replace(mention, people=people(document)[0], contents=())


def _names(text: str, nation: str) -> bool:
    return re.search(rf"\b(?:{nation}|{NATIONS[nation]})\b", text) is not None


def _changed(mention: Mention, place: Span, change: Change, name: str | None = None) -> Mention:
    """Return the mention with all its words changed, the actor's at `place` into `name` where one is given."""
    sentence = mention.sentence
    before, after = change(sentence.text[: place.start]), change(sentence.text[place.end :])
    own = name or change(place.of(sentence.text))
    text, start = before + own + after, sentence.span.start + len(before)
    return alone(
        replace(
            mention,
            sentence=replace(sentence, text=text, span=Span(sentence.span.start, sentence.span.start + len(text))),
            actor=Actor(name or change(mention.actor.name), change(mention.actor.description)),
            source=Span(start, start + len(own)),
            title=change(mention.title),
            previous=change(mention.previous),
            following=change(mention.following),
        )
    )


def _of_other_gender(text: str) -> str:
    def other(found: re.Match[str]) -> str:
        word = found.group()
        into = "him" if _OBJECT.match(text, found.start()) else _OTHER[word.lower()]
        return into.title() if word[0].isupper() else into

    return _GENDERED.sub(other, text)


def _of_nation(nation: str, other: str) -> Change:
    """Return what puts one nation for another, and the article before it right."""
    article = "an" if other[0] in "AEIOU" else "a"

    def change(text: str) -> str:
        text = re.sub(rf"\b(a)n?(?= {nation}\b)", lambda found: found.group(1) + article[1:], text, flags=re.IGNORECASE)
        text = re.sub(rf"\b{nation}\b", other, text)
        return re.sub(rf"\b{NATIONS[nation]}\b", NATIONS[other], text)

    return change
