"""From the words that point to a source to its name: surnames, roles, pronouns and bodies."""

from collections.abc import Sequence

from stance.attribution.clause import Clause
from stance.attribution.lexicon import head_nouns, words
from stance.attribution.names import People, after_titles, is_full_name
from stance.attribution.phrases import Phrase, after, head
from stance.types import Actor

_LONGEST_NAME = 9
_DEFINITE = frozenset(["the", "this", "that", "his", "her", "their", "its"])


class Resolver:
    """Resolves the sources of one article, sentence after sentence."""

    def __init__(self, clauses: Sequence[Clause], author: str = "") -> None:
        self.people = People(clauses)
        self._clauses = clauses
        self._author = author
        self._last_person: tuple[int, Actor] | None = None
        self._last_plural: Actor | None = None
        self._last_body: Actor | None = None

    def resolve(self, sentence: int, source: Phrase) -> Actor:
        """Return who the phrase `source` of sentence number `sentence` points to, and remember it for pronouns."""
        clause = self._clauses[sentence]
        if clause.size(source) == 1 and clause.tokens.lower[source[0]] in words("pronouns"):
            return self._pronoun(sentence, clause, source)
        actor = self._person(sentence, clause, source) or self._role(sentence, clause, source)
        if actor is not None:
            self._last_person = (sentence, actor)
            return actor
        actor = Actor(_plain(clause, source))
        if clause.tokens.lower[head(clause.classes, source)].endswith("s"):
            self._last_plural = actor
        else:
            self._last_body = actor
        return actor

    def peek(self, sentence: int, source: Phrase) -> Actor:
        """Return what `resolve` does, and remember nothing of it."""
        kept = self._last_person, self._last_plural, self._last_body
        actor = self.resolve(sentence, source)
        self._last_person, self._last_plural, self._last_body = kept
        return actor

    def _person(self, sentence: int, clause: Clause, source: Phrase) -> Actor | None:
        for run in _runs(clause, self.people.runs[sentence], source):
            first = after_titles(clause, run)
            if first > run[1]:
                continue
            person = self.people.named(clause.text((first, run[1])))
            if person is not None:
                return Actor(person.name, person.description)
            if is_full_name(clause, (first, run[1])):
                return Actor(clause.text((first, run[1])), clause.text((run[0], first - 1)) if first > run[0] else "")
        return None

    def _role(self, sentence: int, clause: Clause, source: Phrase) -> Actor | None:
        """Return the person whom a bare role such as «the senator» stands for."""
        lower = clause.tokens.lower
        top = head(clause.classes, source)
        if lower[source[0]] not in _DEFINITE or clause.size(source) > 4 or lower[top] not in head_nouns("person_nouns"):
            return None
        person = self.people.with_role(lower[top], sentence)
        return Actor(person.name, person.description) if person else None

    def _pronoun(self, sentence: int, clause: Clause, source: Phrase) -> Actor:
        word = clause.tokens.lower[source[0]]
        actor: Actor | None = None
        if word in ("they", "their", "them"):
            actor = self._last_plural or self._last_body
        elif word in ("it", "its"):
            actor = self._last_body or self._last_plural
        else:
            person = self.people.last(sentence)
            if self._last_person is not None and (person is None or sentence - self._last_person[0] <= 2):
                actor = self._last_person[1]
            elif person is not None:
                actor = Actor(person.name, person.description)
                self._last_person = (sentence, actor)
            elif not self._author:
                surname = self.people.last_surname(sentence)
                actor = Actor(surname) if surname else None
            if actor is not None and self._last_person is not None:
                self._last_person = (sentence, actor)
        return actor or Actor(self._author or clause.text(source))


def _runs(clause: Clause, runs: Sequence[Phrase], source: Phrase) -> list[Phrase]:
    """Return the runs of names that can name the source: those in its head phrase, then an appositive behind it."""
    top = head(clause.classes, source)
    inside = [(max(a, source[0]), min(b, top)) for a, b in runs if a <= top and b >= source[0]]
    if clause.classes[top] == "N" and (not inside or after_titles(clause, inside[-1]) <= inside[-1][1]):
        return inside[-1:]
    comma = source[1] + 1
    while comma < len(clause.classes) and clause.classes[comma] in "ioNdwn" and comma - source[1] < 10:
        comma += 1
    behind = after(clause.classes, comma + 1) if comma < len(clause.classes) and clause.classes[comma] == "," else None
    if behind is not None and clause.classes[behind[0]] == "N":
        first = after_titles(clause, behind)
        if first <= behind[1] and (first > behind[0] or is_full_name(clause, behind)):
            return [behind]
    return []


def _plain(clause: Clause, source: Phrase) -> str:
    """Return the words of a body or an unnamed source without what comes before its first noun."""
    first, last = source
    lower = clause.tokens.lower
    while last + 2 < len(lower) and lower[last + 1] in ("of", "for") and clause.classes[last + 2] in "dwNe":
        extended = after(clause.classes, last + 2)
        if extended is None:
            break
        last = extended[1]
    if lower[last] == "'s":
        last -= 1
    while first < last and clause.classes[first] in "dr" and clause.tokens.lower[first] not in words("number_words"):
        first += 1
    return clause.text((first, min(last, first + _LONGEST_NAME)))
