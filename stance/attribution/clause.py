"""A sentence as the rules see it, what they find in it, and what all of them ask of it."""

from dataclasses import dataclass

from stance.attribution.lexicon import cues
from stance.attribution.phrases import Phrase, after, classify, subject_before
from stance.attribution.tokens import Tokens
from stance.types import Span


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens of a sentence with their classes."""

    tokens: Tokens
    classes: str

    @classmethod
    def of(cls, tokens: Tokens) -> "Clause":
        """Return the tokens with their classes."""
        return cls(tokens, classify(tokens))

    def text(self, phrase: Phrase) -> str:
        """Return the words of a phrase, as they stand, with single spaces."""
        tokens = self.tokens
        parts = [tokens.words[phrase[0]]]
        for i in range(phrase[0] + 1, phrase[1] + 1):
            parts.append(" " if tokens.starts[i] > tokens.ends[i - 1] else "")
            parts.append(tokens.words[i])
        return "".join(parts)

    @staticmethod
    def size(phrase: Phrase) -> int:
        """Return the number of tokens of a phrase."""
        return phrase[1] - phrase[0] + 1


@dataclass(frozen=True, slots=True)
class Utterance:
    """A source and what it is the source of, inside one sentence.

    Attributes:
        source: The tokens that name the source.
        cue: The token that says so.
        contents: Token ranges of what is attributed, both ends included.
        rule: The pattern that found it.
        spoken: Whether the cue can introduce a quotation.
    """

    source: Phrase
    cue: int
    contents: tuple[Phrase, ...]
    rule: str
    spoken: bool


_IN_A_PHRASE = frozenset("dpnNwseo")


def around(clause: Clause, span: Span) -> Phrase | None:
    """Return the phrase that `span`, in characters of the article, stands for; None where it has no noun.

    The span may be off by a word, as what a model tags is: of its runs of nouns and what goes with them the longest
    counts, with the whole of the name that it is a part of.
    """
    touched = clause.tokens.within(span)
    if touched is None:
        return None
    classes = clause.classes
    runs: list[Phrase] = []
    for number in range(touched[0], touched[1] + 1):
        if classes[number] not in _IN_A_PHRASE or (clause.tokens.lower[number] in cues() and classes[number] != "N"):
            continue
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    runs = [run for run in runs if set(classes[run[0] : run[1] + 1]) & set("pNwn")]
    if not runs:
        return None
    first, last = max(runs, key=clause.size)
    while first and classes[first] == classes[first - 1] == "N":
        first -= 1
    while last + 1 < len(classes) and classes[last + 1] == "N" and classes[last] in "Nw":
        last += 1
    while classes[last] in "dseo" and last > first:
        last -= 1
    while classes[first] in "seo" and first < last:
        first += 1
    return first, last


def main_subject(clause: Clause) -> Phrase | None:
    """Return the first noun phrase of a sentence that is not part of an opening prepositional phrase."""
    classes = clause.classes
    start = 0
    while start < len(classes) and classes[start] in "q-rc":
        start += 1
    if classes[start : start + 2] in ("dt", "tn") or classes[start : start + 1] == "t":
        comma = classes.find(",", start)
        start = comma + 1 if comma > 0 else start
    if start < len(classes) and classes[start] in "ie":
        comma = classes.find(",", start)
        if comma < 0:
            return None
        start = comma + 1
    return after(classes, start)


def subject_ending(clause: Clause, last: int) -> Phrase | None:
    """Return the subject whose phrase ends at token `last`, with its prepositional parts."""
    return subject_before(clause.tokens, clause.classes, last)


def is_hypothetical(clause: Clause, source: Phrase) -> bool:
    """Tell whether the subject stands in a condition or question: «if voters want», «whether they oppose»."""
    return source[0] > 0 and clause.tokens.lower[source[0] - 1] in ("if", "whether", "unless", "what", "how", "why")


def skip_helpers(clause: Clause, i: int) -> tuple[int, set[str]]:
    """Return the token before the verb's adverbs and auxiliaries, and the auxiliaries."""
    helpers = set()
    j = i - 1
    while j >= 0 and clause.classes[j] in "xr":
        helpers.add(clause.tokens.lower[j])
        j -= 1
    return j, helpers
