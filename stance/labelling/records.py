"""Readings: what one annotator gave to one article. What cannot be is refused when it is made, with the remedy."""

from collections.abc import Iterable
from dataclasses import dataclass

from stance.labels import Group, Mode, Stance
from stance.types import Article

UNNAMED = (Mode.CONTINUED, Mode.AUTHOR)
"""The modes in which a sentence need not name its source."""


@dataclass(frozen=True, slots=True)
class Label:
    """One actor of one sentence, with role and stance.

    Attributes:
        actor: The canonical name.
        start, end: Where the sentence names the actor, counted from the beginning of the article; None where it does
            not, as in a quotation that runs on.
        mode, group, stance: As the codebook has them.
    """

    actor: str
    start: int | None
    end: int | None
    mode: Mode
    group: Group
    stance: Stance

    def __post_init__(self) -> None:
        if not self.actor.strip():
            raise ValueError("an attribution has no actor; write the name, as fully as the article gives it")
        if self.start is None or self.end is None:
            if self.start != self.end:
                raise ValueError(f"mention {self.start}-{self.end} of {self.actor!r} is half a span; give both or null")
            if self.mode not in UNNAMED:
                raise ValueError(
                    f"{self.actor!r} is {self.mode}, but the sentence does not name it; mark the words that do, or "
                    f"choose {' or '.join(UNNAMED)}"
                )


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence that an annotator has read; nobody but the narrator speaks in it where it has no labels."""

    start: int
    end: int
    paragraph: int
    labels: tuple[Label, ...] = ()

    def __post_init__(self) -> None:
        where = f"sentence {self.start}-{self.end}"
        if not 0 <= self.start < self.end or self.paragraph < 0:
            raise ValueError(f"{where} of paragraph {self.paragraph} is no range of characters; correct its offsets")
        for label in self.labels:
            if label.start is None or label.end is None:
                continue
            if not self.start <= label.start < label.end <= self.end:
                raise ValueError(
                    f"mention {label.start}-{label.end} of {label.actor!r} does not lie in its {where}; offsets count "
                    "from the beginning of the text"
                )
        if len(set(self.labels)) < len(self.labels):
            raise ValueError(f"{where} has the same attribution twice; remove one of them")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one annotator gave to one article.

    Attributes:
        article: What was read.
        annotator: The name that the tool knows, or a model's where it is a suggestion.
        codebook: Digest of the rules that were followed.
        sentences: Those that were read, in order; the others of the article were not.
    """

    article: Article
    annotator: str
    codebook: str
    sentences: tuple[LabelledSentence, ...]

    def __post_init__(self) -> None:
        if not self.annotator.strip():
            raise ValueError(f"nobody is named as annotator of {self.article.id!r}; name one")
        end, paragraph, size = 0, 0, len(self.article.text)
        for sentence in self.sentences:
            if not end <= sentence.start < sentence.end <= size or sentence.paragraph < paragraph:
                raise ValueError(
                    f"sentence {sentence.start}-{sentence.end} of paragraph {sentence.paragraph} must start at {end} "
                    f"or later, end by {size} and not be in a paragraph before {paragraph}; correct the offsets"
                )
            end, paragraph = sentence.end, sentence.paragraph


def ordered(labels: Iterable[Label]) -> tuple[Label, ...]:
    """Return the labels of a sentence in their one order, each once: by place, then those that it does not name."""

    def place(label: Label) -> tuple[object, ...]:
        bounds = (1, 0, 0) if label.start is None else (0, label.start, label.end)
        return (*bounds, label.actor, label.mode, label.group, label.stance)

    return tuple(sorted(set(labels), key=place))
