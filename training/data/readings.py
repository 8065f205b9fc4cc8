"""Who read which text: the labels that each of two readers gave, and how a third reading settled where they differ.

`readings/first.jsonl` and `readings/second.jsonl` hold what both readers gave, a text a line; `readings/rulings.jsonl`
what was changed afterwards, a sentence a line, with the reason. The files of the splits hold the outcome.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stance import labelling
from stance.labelling.comparison import Compared
from stance.labelling.comparison import compared as side_by_side
from stance.types import Article
from training.data.corpus import CONTRAST, SPLITS, Attribution, CorpusError, Text, explain, read_split, write

FOLDER = "readings"
SHARE = 10
"""Of how many training texts one is read twice; of the others all are."""

Labels = tuple[Attribution, ...]


class Reading(BaseModel):
    """The labels that one reader gave to the sentences of a text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    labels: tuple[Labels, ...]


class Cause(StrEnum):
    """Why a sentence was read once more."""

    DISAGREEMENT = "disagreement"
    SUSPECT = "suspect"


class Ruling(BaseModel):
    """What was decided about one sentence, counted from 0, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    sentence: int = Field(ge=0)
    cause: Cause
    before: Labels
    after: Labels
    reason: str = Field(min_length=3)

    @property
    def changes(self) -> bool:
        """Whether it gives another stance or group, or finds other than the same number of actors."""
        first, second = (sorted((each.group, each.stance) for each in given) for given in (self.before, self.after))
        return first != second


class Place(NamedTuple):
    """A sentence of a text with the labels of two readers."""

    text: Text
    sentence: int
    first: Labels
    second: Labels


Record = TypeVar("Record", Reading, Ruling)


def load(folder: Path, reader: str) -> dict[str, Reading]:
    """Return the readings of `first` or `second` by the ids of the texts; none where nobody has read."""
    return {reading.id: reading for reading in _read(folder / FOLDER / f"{reader}.jsonl", Reading)}


def load_rulings(folder: Path) -> list[Ruling]:
    """Return all rulings."""
    return _read(folder / FOLDER / "rulings.jsonl", Ruling)


def wanted(split: str, text: Text) -> bool:
    """Tell whether `text` of `split` must be read by two: all but nine tenths of what is learned from."""
    return (
        split not in ("train", CONTRAST)
        or int(hashlib.sha256(f"second {text.id}".encode()).hexdigest(), 16) % SHARE == 0
    )


def take(folder: Path, given: Mapping[str, Sequence[Labels]]) -> int:
    """Keep the labels of a second reader, by the ids of the texts, beside those that stand; return how many are new."""
    first, second = load(folder, "first"), load(folder, "second")
    new = 0
    for split in SPLITS:
        for text in read_split(folder, split):
            if text.id in given and text.id not in second:
                first[text.id] = Reading(id=text.id, labels=tuple(each.attributions for each in text.sentences))
                second[text.id] = Reading(id=text.id, labels=tuple(given[text.id]))
                new += 1
    _write(first.values(), folder / FOLDER / "first.jsonl")
    _write(second.values(), folder / FOLDER / "second.jsonl")
    return new


def settle(folder: Path, rulings: Sequence[Ruling]) -> int:
    """Put what `rulings` decide into the splits and keep the rulings; return how many change a label."""
    given = {(ruling.id, ruling.sentence, ruling.cause): ruling for ruling in rulings}
    decided = {(ruling.id, ruling.sentence): ruling.after for ruling in given.values()}
    for split in SPLITS:
        texts = read_split(folder, split)
        write([_with(text, decided) for text in texts], folder / f"{split}.jsonl")
    kept = {(ruling.id, ruling.sentence, ruling.cause): ruling for ruling in load_rulings(folder)}
    for key, ruling in given.items():
        first = kept.get(key, ruling)
        kept[key] = ruling.model_copy(update={"before": first.before})
    _write(kept.values(), folder / FOLDER / "rulings.jsonl")
    return sum(kept[key].changes for key in given)


def differences(folder: Path) -> Iterator[Place]:
    """Yield the sentences in which the readers differ about an actor, its group or its stance, not yet settled."""
    first, second = load(folder, "first"), load(folder, "second")
    settled = {(ruling.id, ruling.sentence) for ruling in load_rulings(folder) if ruling.cause is Cause.DISAGREEMENT}
    for split in SPLITS:
        for text in read_split(folder, split):
            if text.id not in second:
                continue
            readings = first[text.id], second[text.id]
            for number, each in enumerate(compared(text, *readings)):
                if (text.id, number) not in settled and each.differences:
                    yield Place(text, number, *(reading.labels[number] for reading in readings))


def compared(text: Text, first: Reading, second: Reading) -> list[Compared]:
    """Return the sentences of `text` with what both readers gave."""
    article = Article(text.id, text.text, title=text.title)
    return side_by_side(*(_as_labelling(article, text, reading) for reading in (first, second)))


def _as_labelling(article: Article, text: Text, reading: Reading) -> labelling.Reading:
    sentences = (
        labelling.LabelledSentence(
            sentence.start, sentence.end, sentence.paragraph, tuple(labelling.Label(**dict(label)) for label in labels)
        )
        for sentence, labels in zip(text.sentences, reading.labels, strict=True)
    )
    return labelling.Reading(article, "reader", "", tuple(sentences))


def _with(text: Text, decided: Mapping[tuple[str, int], Labels]) -> Text:
    changed = [
        sentence.model_copy(update={"attributions": decided.get((text.id, number), sentence.attributions)})
        for number, sentence in enumerate(text.sentences)
    ]
    return text.model_copy(update={"sentences": tuple(changed)})


def _read(path: Path, kind: type[Record]) -> list[Record]:
    if not path.is_file():
        return []
    found: list[Record] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            found.append(kind.model_validate_json(line))
        except ValidationError as error:
            raise CorpusError(f"{path}:{number}: {explain(error.errors()[0])}") from None
    return found


def _write(records: Iterable[Reading | Ruling], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    lines = [record.model_dump_json() for record in sorted(records, key=lambda record: record.id)]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
