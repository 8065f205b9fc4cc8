"""The corpus' files: JSON Lines, one article or snippet a line, read strictly and written one way.

Every error names the file and line, what stands there, what is allowed and the way out. Nothing here needs a
framework for training; see `training.data.hub` for `datasets`.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from stance.labelling.codebook import Codebook
from stance.labels import Group, Mode, Stance
from training.data.vocabulary import Conflict, Genre, Kind

CONTRAST = "contrast"
"""The texts that are learned from beside `train` by models that can: see `training.data.splits`."""
SPLITS: tuple[str, ...] = ("train", "validation", "test", "test_unseen", CONTRAST)


class CorpusError(ValueError):
    """The corpus or a draft of it is not as it must be; the message names file and line."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Attribution(_Record):
    """One actor of one sentence; `start` and `end` are null where the sentence does not name the actor."""

    actor: str = Field(min_length=1)
    start: int | None
    end: int | None
    mode: Mode
    group: Group
    stance: Stance

    @model_validator(mode="after")
    def _has_both_bounds_or_none(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError(f"mention {self.start}-{self.end} is half a span; give both offsets, or null for both")
        return self


class Sentence(_Record):
    """One sentence by its offsets into the text, with the attributions in it; none where the narrator speaks."""

    start: int = Field(ge=0)
    end: int
    paragraph: int = Field(ge=0)
    attributions: tuple[Attribution, ...] = ()


class Text(_Record):
    """One article or snippet with all its labels: one line of a file. `codebook` is the digest of their rules."""

    id: str = Field(pattern=r"^[as]-[0-9a-f]{8}$")
    kind: Kind
    title: str
    date: datetime.date
    conflict: Conflict
    genre: Genre
    author: str
    codebook: str = Field(pattern=r"^[0-9a-f]{64}$")
    text: str = Field(min_length=1)
    sentences: tuple[Sentence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_sentences_in_order(self) -> Self:
        end, paragraph = 0, 0
        for sentence in self.sentences:
            _check_bounds(sentence, self.text, end, paragraph)
            check_mentions(sentence)
            end, paragraph = sentence.end, sentence.paragraph
        rest = self.text[end:].strip()
        if rest:
            raise ValueError(f"no sentence covers {rest[:40]!r}; every part of the text must lie in a sentence")
        return self


def _check_bounds(sentence: Sentence, text: str, after: int, paragraph: int) -> None:
    where = f"sentence {sentence.start}-{sentence.end}"
    if not after <= sentence.start < sentence.end <= len(text):
        raise ValueError(f"{where} must start at {after} or later and end by {len(text)}; correct its offsets")
    if text[after : sentence.start].strip():
        raise ValueError(f"no sentence covers {text[after : sentence.start]!r} before {where}; mend the offsets")
    words = text[sentence.start : sentence.end]
    if words != words.strip():
        raise ValueError(f"{where} begins or ends with white space; leave that out of the offsets")
    if sentence.paragraph not in (paragraph, paragraph + 1):
        raise ValueError(f"{where} is in paragraph {sentence.paragraph} after {paragraph}; number them 0, 1, 2 …")


def text_id(kind: Kind, title: str, text: str) -> str:
    """Return the id of a text, which depends on its words alone."""
    return f"{kind[0]}-{hashlib.sha256((title + text).encode()).hexdigest()[:8]}"


def codebook_of(folder: Path) -> str:
    """Return the digest of the codebook of the corpus in `folder`."""
    path = folder / "codebook.md"
    if not path.is_file():
        raise CorpusError(f"{path}: no such file; copy the codebook that the labels follow there.")
    return Codebook.read(path).digest


def check_mentions(sentence: Sentence) -> None:
    """Raise ValueError where a mention of `sentence` lies elsewhere, or has no place and needs one."""
    for found in sentence.attributions:
        if found.start is None or found.end is None:
            if found.mode not in (Mode.CONTINUED, Mode.AUTHOR):
                raise ValueError(f"{found.actor!r} is {found.mode} without offsets; only continued and author may be")
        elif not sentence.start <= found.start < found.end <= sentence.end:
            raise ValueError(
                f"mention {found.start}-{found.end} of {found.actor!r} lies outside of its sentence "
                f"{sentence.start}-{sentence.end}; offsets count from the beginning of the text"
            )


def read(path: Path) -> list[Text]:
    """Return the texts of one file.

    Raises:
        CorpusError: The file is missing, not UTF-8, or a line of it is not a text; the message lists every such line.
    """
    texts: list[Text] = []
    problems: list[str] = []
    for number, line in enumerate(lines(path), 1):
        try:
            texts.append(Text.model_validate_json(line))
        except ValidationError as error:
            problems += [f"{path}:{number}: {explain(detail)}" for detail in error.errors()]
    if problems:
        raise CorpusError("\n".join(problems))
    return texts


def read_split(folder: Path, split: str) -> list[Text]:
    """Return the texts of one split of the corpus in `folder`."""
    return read(folder / f"{split}.jsonl")


def write(texts: Iterable[Text], path: Path) -> None:
    """Write `texts` in the order of their ids, so that a file never changes but by its content."""
    lines = (text.model_dump_json() for text in sorted(texts, key=lambda text: text.id))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def explain(detail: ErrorDetails) -> str:
    """Say in one line what is wrong with a value, what came, and what to do.

    >>> explain({"type": "missing", "loc": ("genre",), "msg": "Field required", "input": {}})
    'genre: Field required; add it'
    """
    where = ".".join(str(part) for part in detail["loc"])
    message = detail["msg"].removeprefix("Value error, ")
    remedy = {"missing": "add it", "extra_forbidden": "remove it", "json_invalid": "write one JSON object a line"}
    given = "" if isinstance(detail["input"], dict | list) else f"; got {str(detail['input'])[:80]!r}"
    advice = f"; {remedy[detail['type']]}" if detail["type"] in remedy else ""
    return f"{where}: {message}{given}{advice}" if where else f"{message}{given}{advice}"


def lines(path: Path) -> Iterator[str]:
    """Return the lines of a file of the corpus."""
    if not path.is_file():
        raise CorpusError(f"{path}: no such file; make the corpus with `python -m training.data add DRAFTS...`.")
    try:
        content = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8.") from None
    return iter(content.removesuffix("\n").split("\n") if content else [])
