"""Families of pathological texts: each makes some step of reading as dear as it gets, at any length."""

from collections.abc import Callable
from itertools import count, islice

Piece = Callable[[int], str]

WORDS = ("troops", "leave", "valley", "winter", "deal", "army", "chief", "border")


def _word(n: int) -> str:
    """Return a made-up word that differs for each `n`."""
    letters = ""
    while n:
        n, rest = divmod(n, 26)
        letters += chr(ord("a") + rest)
    return letters or "a"


def _name(n: int) -> str:
    return f"{_word(n).title()} {_word(n * 7 + 3).title()}son"


FAMILIES: dict[str, Piece] = {
    "one sentence without an end": lambda n: f"{WORDS[n % len(WORDS)]} ",
    "one word without an end": lambda _: "a",
    "one letter, one space": lambda _: "a ",
    "straight quotation marks": lambda _: '"',
    "curly quotation marks": lambda n: "“”‘’"[n % 4],
    "single marks after words": lambda _: "s' ",
    "nested brackets": lambda n: "((([[[{{{" if n % 2 else "he (said [that {the ",
    "quotations never closed": lambda n: f"“We leave in {n}.\n\n",
    "quotations of one word": lambda n: f"“{_word(n)}” ",
    "quotations inside quotations": lambda _: "“he said ‘we ",
    "said said said": lambda _: "said ",
    "a name and a verb, over and over": lambda n: f"{_name(n)} said {_name(n + 1)} wants ",
    "names alone": lambda n: f"{_name(n)} ",
    "names and commas": lambda n: f"{_name(n)}, ",
    "one person, another title each time": lambda n: f"Ann Ng, the {_word(n)} chief, said that troops leave. ",
    "people and their roles": lambda n: f"Senator {_name(n)} said that troops leave, the senator said. ",
    "sources and quotations in turn": lambda n: f"{_name(n)} said “{_word(n)}” ",
    "passives": lambda _: "was told by him by the ",
    "according to": lambda n: f"according to {_name(n)} ",
    "decisions": lambda n: f"{_name(n)}'s decision to withdraw troops ",
    "commas before a verb": lambda _: "Ng, a, a, a, a, said ",
    "prepositions": lambda _: "of the in the to the chief ",
    "adjectives": lambda _: "ng is willing to ",
    "capitals": lambda n: f"{WORDS[n % len(WORDS)].upper()} ",
    "initials": lambda _: "A. ",
    "abbreviations": lambda n: ("Gen. ", "U.S. ", "Jan. ", "Mr. ")[n % 4],
    "speakers' labels": lambda n: f"MR. {_word(n).upper()}: Yes.\n",
    "colons": lambda _: "Ng: ",
    "full stops": lambda _: ".",
    "full stops and spaces": lambda _: ". ",
    "ellipses": lambda _: "... … ",
    "stops and closing marks": lambda _: ".”)]\"' ",
    "digits": lambda n: str(n % 10),
    "numbers with dots": lambda n: f"{n % 10}.",
    "hyphens": lambda _: "a-",
    "dashes": lambda _: "— ",
    "apostrophes": lambda _: "a'",
    "line ends": lambda _: "\n",
    "carriage returns": lambda _: "\r",
    "short lines": lambda n: f"{WORDS[n % len(WORDS)]}\n",
    "lines wrapped by hand": lambda _: f"{'the troops ' * 6}\n",
    "list items": lambda n: f"- {_word(n)}\n",
    "combining marks": lambda _: "e\u0301\u0323",
    "combining marks alone": lambda _: "\u0301",
    "characters of no width": lambda _: "\u200b\u2060",
    "direction marks": lambda _: "\u202ea\u202c ",
    "control characters": lambda n: chr(n % 32),
    "halves of surrogate pairs": lambda _: "\ud800 \udfff",
    "emoji": lambda _: "👍🏽 ",
    "ideographs without spaces": lambda _: "軍",
    "capitals that grow in lower case": lambda _: "İ",
    "addresses": lambda n: f"https://example.org/{n} ann@example.org ",
}
"""What each family repeats: a piece for each number."""


def text(family: str, length: int) -> str:
    """Return a text of a family, `length` characters long."""
    piece = FAMILIES[family]
    parts: list[str] = []
    size = 0
    for part in (piece(n) for n in count()):
        parts.append(part)
        size += len(part)
        if size >= length:
            break
    return "".join(parts)[:length]


def sample(family: str, pieces: int) -> str:
    """Return a text of a family made of so many pieces."""
    return "".join(islice(map(FAMILIES[family], count()), pieces))
