"""A sentence as the rules see it, what they find in it, and what all of them ask of it."""

from dataclasses import dataclass

from stance.attribution.phrases import Phrase, after, classify, subject_before
from stance.attribution.tokens import Tokens


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
