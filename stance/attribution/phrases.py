"""Noun phrases without a parser: walking left or right from a token over its word classes.

The classes of a sentence's tokens are written as a string with one letter a token, so that a look at a neighbour is a
look at a character:

    d determiner    p personal pronoun   i preposition    o "of"       c conjunction    h relative pronoun
    x auxiliary     r adverb             t word of time   n number     s possessive     e word in -ed or -ing
    v such a form of a cue, or a verb of another past form
    N capitalised   w any other word     q quotation mark              punctuation stands for itself
"""

import re
from functools import cache

from stance.attribution.lexicon import cues, head_nouns, table, words
from stance.attribution.tokens import Tokens

Phrase = tuple[int, int]
"""First and last token of a phrase, both included."""

_QUOTES = frozenset("\"“”„«»‘’'‹›`")
_DASHES = frozenset("-–—―")
_NOMINAL = frozenset("wNnsed")
_AGENT_ENDING = re.compile(r"(?:[a-z]{2}(?:ers?|ors?|ists?|ians?|ees?)|men|women|people|crats?)$")


@cache
def _classes() -> dict[str, str]:
    classes: dict[str, str] = {}
    for letter, name in (
        ("i", "prepositions"),
        ("c", "conjunctions"),
        ("x", "auxiliaries"),
        ("t", "days"),
        ("t", "time_nouns"),
        ("n", "number_words"),
        ("d", "determiners"),
        ("p", "personal_pronouns"),
    ):
        classes |= dict.fromkeys(words(name), letter)
    classes |= dict.fromkeys(table("cues")["adverbs"]["words"].split(), "r")
    classes |= dict.fromkeys(("who", "which", "whose", "whom"), "h") | {"of": "o", "'s": "s", "it": "p", "that": "h"}
    classes |= dict.fromkeys(("'ll", "'re", "'ve", "'d", "'m"), "x")
    classes |= dict.fromkeys(_QUOTES, "q") | dict.fromkeys(_DASHES, "-")
    return classes


def classify(tokens: Tokens) -> str:
    """Return the classes of the tokens, a letter each."""
    classes = _classes()
    return "".join(
        classes.get(lower) or _open_class(word, lower) for word, lower in zip(tokens.words, tokens.lower, strict=True)
    )


def _open_class(word: str, lower: str) -> str:
    first = word[0]
    if first.isdigit():
        return "n"
    if not first.isalpha():
        return first if len(word) == 1 else "w"
    if first.isupper():
        return "N"
    if lower.endswith("ly") and len(lower) > 4 and lower not in words("not_adverbs"):
        return "r"
    if lower.endswith(("ed", "ing")) and len(lower) > 4:
        return "v" if lower in cues() else "e"
    return "v" if lower in words("only_verbs") else "w"


def before(classes: str, last: int) -> Phrase | None:
    """Return the noun phrase that ends at token `last`, without prepositional parts."""
    if last < 0 or classes[last] not in "wNpnsedt":
        return None
    if classes[last] == "p":
        return last, last
    first = last
    while first > 0 and classes[first] != "d" and classes[first - 1] in _NOMINAL:
        if classes[first - 1] == "e" and classes[first] == "d":
            break
        if classes[first] == "d" or (classes[first - 1] == "w" and classes[first] == "d"):
            break
        first -= 1
    while first > 0 and classes[first] == "d" and classes[first - 1] == "d":
        first -= 1
    while first < last and classes[first] == "s":
        first += 1
    if first < last and classes[first] == "w" and classes[first - 1 : first] == "x":
        first += 1  # the verb of an auxiliary or of "to": «to allay | the fears», «had told | Parliament»
    return first, last


def after(classes: str, first: int) -> Phrase | None:
    """Return the noun phrase that begins at token `first`, without prepositional parts."""
    size = len(classes)
    if first >= size or classes[first] not in "wNpnsed":
        return None
    if classes[first] == "p":
        return first, first
    last = first
    while last + 1 < size and classes[last + 1] in "wNnse":
        last += 1
    return (first, last) if last > first or classes[first] != "d" else None


def subject_before(tokens: Tokens, classes: str, last: int) -> Phrase | None:
    """Return the subject whose phrase, with prepositional parts, ends at token `last`.

    >>> from stance.attribution.tokens import tokenize
    >>> from stance.types import Sentence, Span
    >>> text = "A spokesman for the ministry on Tuesday said no."
    >>> tokens = tokenize(Sentence(0, Span(0, len(text)), text, 0, heading=False), ())
    >>> first, last = subject_before(tokens, classify(tokens), tokens.words.index("Tuesday"))
    >>> tokens.span(first, last).of(text)
    'A spokesman for the ministry'
    """
    last = _skip_time(classes, last)
    phrase = before(classes, last)
    if phrase is None:
        return None
    first = phrase[0]
    while first >= 2 and classes[first - 1] in "io":
        inner = before(classes, first - 2)
        if inner is None:
            break
        if classes[first - 2] == "t":
            break
        first = inner[0]
    if first and classes[first - 1] in "i" and tokens.lower[first - 1] not in ("that", "than", "as"):
        return None
    return first, last


def head(classes: str, phrase: Phrase) -> int:
    """Return the token that heads a phrase: the last one before its first preposition or comma."""
    first, last = phrase
    for i in range(first, last + 1):
        if classes[i] in "io,(h-" and i > first:
            return i - 1
    return last


def _skip_time(classes: str, last: int) -> int:
    j = last
    while j > 0 and classes[j] in "tn":
        j -= 1
    if j == last or not any(c == "t" for c in classes[j + 1 : last + 1]):
        return last
    while j > 0 and classes[j] in "dr":
        j -= 1
    if j > 0 and classes[j] in "io":
        j -= 1
    return j


@cache
def _animate() -> frozenset[str]:
    return head_nouns("person_nouns") | head_nouns("body_nouns")


@cache
def _texts() -> frozenset[str]:
    return head_nouns("text_nouns")


def is_agent(tokens: Tokens, classes: str, token: int) -> bool:
    """Tell whether the head of a phrase can hold a view: a name, a pronoun, a person or a body."""
    kind, lower = classes[token], tokens.lower[token]
    if kind == "N":
        return True
    if kind == "p":
        return lower != "it"
    return lower in _animate() or (
        kind in "we" and bool(_AGENT_ENDING.search(lower)) and lower not in words("not_agents")
    )


def is_text(tokens: Tokens, token: int) -> bool:
    """Tell whether the head of a phrase is a document, a survey or the like."""
    return tokens.lower[token] in _texts()
