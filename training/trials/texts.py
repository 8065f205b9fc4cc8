"""Texts like news that went through everything: sentences of the corpus, mutated, and what must hold for each.

Nothing is drawn but from one seed, so that a text that breaks something can be had again.
"""

import random
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from stance.predictor import Predictor, Row
from stance.text import read
from stance.types import Article, Attribution
from training.trials import families

TOLERANCE = 1e-6
"""By how much a probability may differ when the same text comes in other company."""

MARKS = "\"\"''``“”‘’„‟«»‹›「」‚‛＂"
BRACKETS = "()[]{}<>（）"
STOPS = ".!?…,:;-–—。！？؟"
SPACES = " \u00a0\u2009\u3000\t\n\r\u000b\u000c\u0085\u2028\u2029"
INVISIBLE = "\x00\x01\x1b\x7f\u00ad\u200b\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufeff"
MARKED = "\u0300\u0301\u0323\u20dd\ufe0f\U0001f3fd"
OTHERS = "İßſŉǆΐﬁ軍撤غادرअ٣²½Ⅷ\U0001d7d9👍\U0010ffff\ud800\udfff\ud83d"
ODD = [*MARKS, *BRACKETS, *STOPS, *SPACES, *INVISIBLE, *MARKED, *OTHERS]
FRAGMENTS = (
    "Gen. ",
    "U.S. ",
    "Mr. Ng’s ",
    " said ",
    " according to ",
    "\r\n",
    "\n\n",
    "MR. NG: ",
    "’90s ",
    "- ",
    "1. ",
)

Mutation = Callable[[random.Random, str], str]


def _insert(drawn: random.Random, text: str) -> str:
    for _ in range(drawn.randint(1, 8)):
        at = drawn.randint(0, len(text))
        text = text[:at] + drawn.choice(ODD) * drawn.choice((1, 1, 1, 2, 5)) + text[at:]
    return text


def _other_marks(drawn: random.Random, text: str) -> str:
    return "".join(drawn.choice(MARKS) if letter in MARKS else letter for letter in text)


def _fragment(drawn: random.Random, text: str) -> str:
    at = drawn.randint(0, len(text))
    return text[:at] + drawn.choice(FRAGMENTS) + text[at:]


def _without_spaces(_: random.Random, text: str) -> str:
    return "".join(text.split())


def _cut(drawn: random.Random, text: str) -> str:
    first, last = sorted((drawn.randint(0, len(text)), drawn.randint(0, len(text))))
    return text[:first] + text[last:] if drawn.random() < 0.5 else text[first:last]


def _repeat(drawn: random.Random, text: str) -> str:
    first, last = sorted((drawn.randint(0, len(text)), drawn.randint(0, len(text))))
    return text[:last] + text[first:last] * drawn.randint(1, 6) + text[last:]


def _giant(drawn: random.Random, text: str) -> str:
    at = drawn.randint(0, len(text))
    part: str = drawn.choice((*ODD, "a", "A", "0", "s' ", "a."))
    return text[:at] + part * drawn.randint(500, 3000) + text[at:]


def _shuffled(drawn: random.Random, text: str) -> str:
    words = text.split(" ")
    drawn.shuffle(words)
    space: str = drawn.choice((" ", "  ", "\n"))
    return space.join(words)


def _shouted(drawn: random.Random, text: str) -> str:
    changed: str = drawn.choice((text.upper(), text.title(), text.swapcase(), text.casefold()))
    return changed


def _between(drawn: random.Random, text: str) -> str:
    """Put a mark between all words or all letters."""
    mark: str = drawn.choice(ODD)
    parts: Sequence[str] = text[:400] if drawn.random() < 0.3 else text.split(" ")
    return mark.join(parts)


def _pathological(drawn: random.Random, text: str) -> str:
    part = families.sample(drawn.choice(list(families.FAMILIES)), drawn.randint(1, 60))
    joined: str = drawn.choice((part + text, text + part, part))
    return joined


def _noise(drawn: random.Random, _: str) -> str:
    return "".join(chr(drawn.randrange(0x110000)) for _ in range(drawn.randint(0, 80)))


MUTATIONS: Sequence[Mutation] = (
    _insert, _insert, _insert, _other_marks, _fragment, _fragment, _without_spaces, _cut, _cut, _repeat, _giant,
    _shuffled, _shouted, _between, _pathological, _noise,
)  # fmt: skip


def texts(sentences: Sequence[str], seed: int = 0) -> Iterator[str]:
    """Yield texts without an end: up to four sentences, mutated up to four times; one in twenty as it is."""
    drawn = random.Random(seed)  # noqa: S311 - nothing is kept secret
    while True:
        text = drawn.choice((" ", "\n", "\n\n")).join(drawn.choices(sentences, k=drawn.randint(1, 4)))
        for _ in range(drawn.randint(1, 4) if drawn.random() < 0.95 else 0):
            text = drawn.choice(MUTATIONS)(drawn, text)
        yield text


def complaints(predictor: Predictor, given: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each text for which something does not hold, with what it is; predicting must not fail for any."""
    articles = [Article(str(number), text) for number, text in enumerate(given)]
    together = _by_article(predictor.predict(articles), len(given))
    alone = [predictor.predict(article) for article in reversed(articles)][::-1]
    for text, rows, others in zip(given, together, alone, strict=True):
        wrong = _wrong(text, rows) or _differs(rows, others)
        if wrong:
            yield text, wrong


def _by_article(rows: Sequence[Row], count: int) -> list[list[Row]]:
    found: list[list[Row]] = [[] for _ in range(count)]
    for row in rows:
        found[int(row.article)].append(row)
    return found


def _wrong(text: str, rows: Sequence[Row]) -> str:
    """Return what is wrong with the rows of a text, or with how it was read; empty where nothing is."""
    sentences = read(Article("", text)).sentences
    ends = [0, *(sentence.span.end for sentence in sentences)]
    if any(sentence.span.start < end for end, sentence in zip(ends, sentences, strict=False)):
        return "sentences overlap or stand in another order"
    if [c for sentence in sentences for c in sentence.text if c.isalnum()] != [c for c in text if c.isalnum()]:
        return "a letter or digit stands in no sentence"
    for row in rows:
        if not isinstance(row, Attribution) or row.mention.sentence.span.of(text) != row.mention.sentence.text:
            return "the offsets of a sentence do not slice back to it"
        source = row.mention.source
        if source is not None and not 0 <= source.start < source.end <= len(text):
            return "the offsets of an actor lie outside of the text"
        shares = np.array([*row.p_stance.values()])
        if abs(shares.sum() - 1) > 1e-9 or shares.min() < 0 or row.p_stance[row.stance] != shares.max():
            return f"the probabilities of the stances are {shares}"
        if not (0 < row.p_group <= 1 and 0 < row.p_actor <= 1):
            return f"the probability of the group is {row.p_group}, that of the actor {row.p_actor}"
    return ""


def _differs(rows: Sequence[Row], others: Sequence[Row]) -> str:
    """Return in what the rows differ from those of the same text alone; empty where they do not."""
    if len(rows) != len(others):
        return f"{len(rows)} rows among other texts, {len(others)} alone"
    for row, other in zip(rows, others, strict=True):
        if not (isinstance(row, Attribution) and isinstance(other, Attribution)) or row.mention != other.mention:
            return "other mentions among other texts than alone"
        pairs = [(row.p_group, other.p_group), (row.p_actor, other.p_actor)]
        pairs += [(share, other.p_stance[stance]) for stance, share in row.p_stance.items()]
        if any(abs(first - second) > TOLERANCE for first, second in pairs):
            return "other probabilities among other texts than alone"
    return ""
