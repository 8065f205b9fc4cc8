"""What the rules know of English words: cues, closed classes, titles. They are data, in the files beside this one."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Form = Literal["base", "third", "past", "participle", "gerund"]

_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Cue:
    """A form of a verb that can attribute something to its subject.

    Attributes:
        lemma: The verb's base form.
        form: Which form of it; "past" also stands for the participle where both look alike.
        kinds: The classes of the verb in `cues.toml`.
        particles: Words of which one has to follow; empty where nothing has to.
    """

    lemma: str
    form: Form
    kinds: frozenset[str]
    particles: frozenset[str]


@cache
def table(name: str) -> dict[str, Any]:
    """Return a TOML file of this folder."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """Return one list of `words.toml`."""
    return frozenset(table("words")[name].split())


@cache
def content_nouns() -> frozenset[str]:
    """Return the nouns that name an utterance or a view, in singular and plural."""
    singular = table("cues")["nouns"]["content"].split()
    return frozenset(singular) | {plural(noun) for noun in singular}


@cache
def noun_like() -> frozenset[str]:
    """Return the verbs of which the base and the third person are more often nouns."""
    return frozenset(table("cues")["nouns"]["noun_like"].split())


@cache
def targets() -> frozenset[str]:
    """Return the words of which a sentence must hold one for a deed in it to count."""
    return frozenset(table("cues")["targets"]["words"].split())


@cache
def cues() -> dict[str, Cue]:
    """Return every form of every cue verb."""
    data = table("cues")
    kinds: dict[str, set[str]] = {}
    for kind, verbs in data["verbs"].items():
        for verb in verbs.split():
            kinds.setdefault(verb, set()).add(kind)
    found: dict[str, Cue] = {}
    for lemma, of in kinds.items():
        particles = frozenset(data["particles"].get(lemma, ()))
        for form, text in _forms(lemma, data["irregular"]).items():
            found.setdefault(text, Cue(lemma, form, frozenset(of), particles))
    return found


def plural(noun: str) -> str:
    """Return the regular plural of an English noun.

    >>> plural("agency"), plural("boss"), plural("analyst")
    ('agencies', 'bosses', 'analysts')
    """
    return _add_s(noun)


def _forms(lemma: str, irregular: dict[str, list[str]]) -> dict[Form, str]:
    if lemma in irregular:
        third, past, participle, gerund = irregular[lemma]
    else:
        third, past, gerund = _add_s(lemma), _inflect(lemma, "ed"), _inflect(lemma, "ing")
        participle = past
    return {"past": past, "participle": participle, "third": third, "gerund": gerund, "base": lemma}


def _add_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _inflect(lemma: str, ending: str) -> str:
    if lemma.endswith("e") and not lemma.endswith(("ee", "ye")):
        return lemma[:-1] + ending
    if ending == "ed" and lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ied"
    return lemma + ending


@cache
def head_nouns(name: str) -> frozenset[str]:
    """Return one list of nouns of `words.toml` with their plurals."""
    singular = words(name)
    return singular | {_plural_person(noun) for noun in singular}


def _plural_person(noun: str) -> str:
    if noun.endswith(("man", "woman")):
        return noun[:-2] + "en"
    return {"person": "people", "wife": "wives", "child": "children"}.get(noun, _add_s(noun))
