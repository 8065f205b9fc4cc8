"""The people of an article: their full names, and the titles and appositives that describe them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from stance.attribution.clause import Clause
from stance.attribution.lexicon import head_nouns, words
from stance.attribution.phrases import Phrase

_LONGEST_APPOSITIVE = 14
_LONGEST_NAME = 5
_MOST_DESCRIPTIONS = 8
_REACH = 50
"""How many sentences back a bare role may point."""


@dataclass(slots=True)
class Person:
    """A person as the article has presented them so far.

    Attributes:
        name: The fullest name.
        descriptions: Titles and appositives, the first few in the order of the article.
        roles: The words of all of them, in lower case.
        last_seen: The number of the sentence that named them last.
    """

    name: str
    descriptions: list[str] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    last_seen: int = -1

    @property
    def description(self) -> str:
        """All that describes the person, as one text."""
        return "; ".join(self.descriptions)

    def describe(self, description: str) -> None:
        """Add a title or an appositive, unless it is empty, known or one too many."""
        if description and description not in self.descriptions and len(self.descriptions) < _MOST_DESCRIPTIONS:
            self.descriptions.append(description)
            self.roles.update(description.lower().split())


class People:
    """Everybody whom an article names, found again by surname, by any part of the name, or by role.

    Attributes:
        runs: The runs of capitalised words of each sentence.
    """

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._by_name: dict[str, Person] = {}
        self._seen: dict[int, list[Person]] = {}
        self._places: dict[int, list[Phrase]] = {}
        self._surnames: dict[int, list[str]] = {}
        self.runs = [list(name_runs(clause)) for clause in clauses]
        runs = [(k, clause, run) for k, clause in enumerate(clauses) for run in self.runs[k]]
        for k, clause, run in sorted(runs, key=lambda item: item[1].size(item[2]) < 2):
            self._add(k, clause, run)

    def _add(self, sentence: int, clause: Clause, run: Phrase) -> None:
        first = after_titles(clause, run)
        if first > run[1]:
            return
        name = clause.text((first, run[1]))
        person = self.named(name)
        if person is None:
            titled = first > run[0]
            if not (is_full_name(clause, (first, run[1])) or titled):
                if _may_be_surname(clause, run):
                    self._surnames.setdefault(sentence, []).append(name)
                return
            person = Person(name)
            for part in {name.lower(), clause.tokens.lower[run[1]]}:
                self._by_name.setdefault(part, person)
        person.last_seen = max(person.last_seen, sentence)
        self._seen.setdefault(sentence, []).append(person)
        self._places.setdefault(sentence, []).append((first, run[1]))
        for description in (_titles_before(clause, run, first), _appositive(clause, run)):
            person.describe(description)

    def named(self, name: str) -> Person | None:
        """Return the person whom `name` names, by the whole of it or by the surname alone."""
        lower = name.lower()
        found = self._by_name.get(lower)
        if found is None:
            surname = lower.rsplit(" ", 1)[-1]
            found = self._by_name.get(surname)
            if found is not None and " " in lower and not _agrees(lower, found.name.lower()):
                return None
        return found

    def places(self, sentence: int) -> list[Phrase]:
        """Return the tokens of a sentence that name people, titles left out, in order."""
        return sorted(self._places.get(sentence, ()))

    def with_role(self, noun: str, sentence: int) -> Person | None:
        """Return the person last named up to `sentence` whose description holds `noun`."""
        for k in range(sentence, max(sentence - _REACH, -1), -1):
            for person in reversed(self._seen.get(k, ())):
                if noun in person.roles:
                    return person
        return None

    def last_surname(self, sentence: int, reach: int = 2) -> str:
        """Return the first bare surname in the nearest of the `reach` sentences before; empty where there is none."""
        for k in range(sentence - 1, max(sentence - 1 - reach, -1), -1):
            if self._surnames.get(k):
                return self._surnames[k][0]
        return ""

    def last(self, sentence: int, reach: int = 3) -> Person | None:
        """Return the person named first in the nearest of the `reach` sentences before `sentence`."""
        for k in range(sentence - 1, max(sentence - 1 - reach, -1), -1):
            if self._seen.get(k):
                return self._seen[k][0]
        return None


def _agrees(name: str, other: str) -> bool:
    """Tell whether two names with the same surname can be one person's: every part of one stands in the other."""
    a, b = set(name.split()), set(other.split())
    return a <= b or b <= a


def name_runs(clause: Clause) -> Iterator[Phrase]:
    """Yield every run of capitalised words, particles such as «al» and «de» inside it included."""
    classes, lower = clause.classes, clause.tokens.lower
    i = 0
    while i < len(classes):
        if classes[i] != "N":
            i += 1
            continue
        j = i
        while j + 1 < len(classes):
            step = 1
            while j + step < len(classes) and lower[j + step] in words("particles"):
                step += 1
            if j + step < len(classes) and classes[j + step] == "N" and _joined(clause, j, j + step):
                j += step
            elif (
                lower[j] in words("offices") and lower[j + 1] == "of" and j + 2 < len(classes) and classes[j + 2] == "N"
            ):
                j += 2
            else:
                break
        yield i, j
        i = j + 1


def _joined(clause: Clause, a: int, b: int) -> bool:
    return clause.tokens.starts[b] - clause.tokens.ends[a] <= 1 + 4 * (b - a - 1)


def after_titles(clause: Clause, run: Phrase) -> int:
    """Return the first token of a run that is no longer part of a title: «NATO Secretary General | Jens …»."""
    lower = clause.tokens.lower
    for i in range(run[1], run[0] - 1, -1):
        word = lower[i].rstrip(".")
        if (word in words("titles") and word not in words("surnames_too")) or (i > run[0] and lower[i - 1] == "of"):
            return i + 1
    return run[0]


def is_full_name(clause: Clause, run: Phrase) -> bool:
    """Tell whether a run of capitalised words looks like a person's first and last name."""
    if not 2 <= clause.size(run) <= _LONGEST_NAME:
        return False
    lower = clause.tokens.lower[run[0] : run[1] + 1]
    return lower[-1] not in _not_surnames() and not any(word in words("organisation_words") for word in lower)


def _may_be_surname(clause: Clause, run: Phrase) -> bool:
    """Tell whether a single capitalised word, a subject, can be somebody's surname: «Okoro warned», «Okoro, who»."""
    at = run[0]
    word, lower, classes = clause.tokens.words[at], clause.tokens.lower[at], clause.classes
    if clause.size(run) > 1 or word.isupper() or word.endswith((".", "s")):
        return False
    if lower in _not_surnames() or lower in words("organisation_words"):
        return False
    return classes[at + 1 : at + 2] in tuple("vxr,h") and not (at and classes[at - 1] in "io")


@cache
def _not_surnames() -> frozenset[str]:
    people = head_nouns("person_nouns") - {"king", "bishop", "pope"}
    return words("places") | words("demonyms") | head_nouns("body_nouns") | people


def _titles_before(clause: Clause, run: Phrase, first: int) -> str:
    start = run[0]
    while start and clause.classes[start - 1] in "we" and run[0] - start < 4:
        start -= 1
    if start and clause.classes[start - 1] == "N" and start < run[0]:
        while start and clause.classes[start - 1] == "N":
            start -= 1
    return clause.text((start, first - 1)) if start < first else ""


def _appositive(clause: Clause, run: Phrase) -> str:
    """Return what stands between two commas behind or before the name."""
    classes = clause.classes
    start = run[1] + 2
    if start < len(classes) and classes[run[1] + 1] == "," and classes[start] in "dwN":
        end = start
        while end + 1 < len(classes) and classes[end + 1] not in ",;.q-" and end - start < _LONGEST_APPOSITIVE:
            end += 1
        if _has_role(clause, start, end):
            return clause.text((start, end))
    end = run[0] - 2
    if end >= 0 and classes[run[0] - 1] == ",":
        start = end
        while start and classes[start - 1] not in ",;.q-" and end - start < _LONGEST_APPOSITIVE:
            start -= 1
        if classes[start] == "d" and _has_role(clause, start, end):
            return clause.text((start, end))
    return ""


def _has_role(clause: Clause, start: int, end: int) -> bool:
    nouns = head_nouns("person_nouns")
    return any(word in nouns or word in words("titles") for word in clause.tokens.lower[start : end + 1])
