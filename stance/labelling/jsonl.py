"""The file of readings: JSON Lines, a reading a line, read strictly.

The fields are called as the corpus calls them: `id`, `title`, `author`, `text` and `sentences`, each with `start`,
`end`, `paragraph` and `attributions`; beside them the article's `published`, `source` and `url`, and of the reading
its `annotator` and `codebook`. All offsets count characters of `text`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from stance.files import replacing
from stance.files.decoding import InputError, lines, opened, whole
from stance.labelling.records import Label, LabelledSentence, Reading
from stance.labels import Group, Mode, Stance
from stance.types import Article


class ReadingError(ValueError):
    """A file holds something else than readings; the message names file and line, one for each fault."""


def read_readings(path: Path) -> list[Reading]:
    """Return the readings of a file, in order.

    Raises:
        ReadingError: A line is no reading, an annotator has read an article twice, or two articles share an id; the
            message lists every such line.
    """
    readings: list[Reading] = []
    problems: list[str] = []
    texts: dict[str, str] = {}
    seen: dict[tuple[str, str], int] = {}
    try:
        for number, line in text_lines(path):
            try:
                reading = parse(loaded(line))
                _check_beside(reading, number, texts, seen)
            except ValueError as error:
                problems.append(f"{path}:{number}: {error}.")
            else:
                readings.append(reading)
    except (InputError, OSError) as error:
        raise ReadingError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if problems:
        raise ReadingError("\n".join(problems))
    return readings


def write_readings(readings: Iterable[Reading], path: Path) -> None:
    """Write readings in the order given; the file is put in place when all is written."""
    with replacing(path) as file:
        file.writelines(json.dumps(record(reading), ensure_ascii=False) + "\n" for reading in readings)


def record(reading: Reading) -> dict[str, object]:
    """Return a reading as it is written to a file."""
    sentences = [
        {
            "start": sentence.start,
            "end": sentence.end,
            "paragraph": sentence.paragraph,
            "attributions": [asdict(label) for label in sentence.labels],
        }
        for sentence in reading.sentences
    ]
    own = {"annotator": reading.annotator, "codebook": reading.codebook, "sentences": sentences}
    return asdict(reading.article) | own


def loaded(text: str) -> Any:
    """Return what JSON says.

    Raises:
        ValueError: It is not JSON.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON ({getattr(error, 'msg', 'nested too deeply')}); write one object a line") from None


def parse(value: object) -> Reading:
    """Return the reading that a `record` holds.

    Raises:
        ValueError: It holds none; the message tells where, what is wrong and what to do.
    """
    given = _checked(value, "the reading", _READING, optional=_OPTIONAL)
    article = Article(**{field.name: given.get(field.name, "") for field in fields(Article)})
    sentences = (_sentence(each, f"sentences.{number}") for number, each in enumerate(given["sentences"]))
    return Reading(article, given["annotator"], given["codebook"], tuple(sentences))


def _sentence(value: object, where: str) -> LabelledSentence:
    given = _checked(value, where, _SENTENCE)
    labels = parse_labels(given["attributions"], f"{where}.attributions")
    return LabelledSentence(given["start"], given["end"], given["paragraph"], labels)


def parse_labels(values: Iterable[object], where: str) -> tuple[Label, ...]:
    """Return the labels of a sentence as a `record` holds them; `where` names their place in errors."""
    return tuple(_label(value, f"{where}.{number}") for number, value in enumerate(values))


def _label(value: object, where: str) -> Label:
    given = _checked(value, where, _LABEL)
    try:
        kinds = {"mode": Mode.parse(given["mode"]), "group": Group.parse(given["group"])}
        return Label(**given | kinds | {"stance": Stance.parse(given["stance"])})
    except ValueError as error:
        raise ValueError(f"{where}: {str(error).removesuffix('.')}") from None


Types = Mapping[str, tuple[type, ...]]
_OPTIONAL = frozenset({"title", "author", "published", "source", "url"})
_READING: Types = {field.name: (str,) for field in fields(Article)} | {
    "annotator": (str,),
    "codebook": (str,),
    "sentences": (list,),
}
_SENTENCE: Types = {"start": (int,), "end": (int,), "paragraph": (int,), "attributions": (list,)}
_OFFSET = (int, type(None))
_LABEL: Types = {
    "actor": (str,),
    "start": _OFFSET,
    "end": _OFFSET,
    "mode": (str,),
    "group": (str,),
    "stance": (str,),
}
_NAMES = {str: "a string", int: "a whole number", list: "a list", type(None): "null"}


def _checked(value: object, where: str, types: Types, optional: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return `value` if it is an object with just the fields of `types`, each of its type."""
    if not isinstance(value, dict):
        raise ValueError(f"{where} is a {type(value).__name__}; write an object with {', '.join(types)}")
    if unknown := [name for name in value if name not in types]:
        raise ValueError(f"{where} has a field {unknown[0]!r}; remove it, or use one of: {', '.join(types)}")
    if missing := [name for name in types if name not in value and name not in optional]:
        raise ValueError(f"{where} has no field {missing[0]!r}; add it")
    for name, found in value.items():
        if type(found) not in types[name]:  # a bool is an int to isinstance
            wanted = " or ".join(_NAMES[each] for each in types[name])
            raise ValueError(f"{name!r} of {where} is {str(found)[:80]!r}; write {wanted}")
        if isinstance(found, str) and whole(found) != found:
            raise ValueError(f"{name!r} of {where} holds half of a character; write the file anew, as UTF-8")
    return value


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the number and text of each line that is not blank.

    Raises:
        InputError: A line is no text; the message names it.
    """
    with opened(str(path)) as file:
        for number, line in lines(file):
            if isinstance(line, InputError):
                raise InputError(f"line {number} {line}")
            if line.strip():
                yield number, line


def _check_beside(reading: Reading, number: int, texts: dict[str, str], seen: dict[tuple[str, str], int]) -> None:
    """Raise ValueError where a reading does not go with those before it in the file."""
    article, key = reading.article, (reading.article.id, reading.annotator)
    if texts.setdefault(article.id, article.text) != article.text:
        raise ValueError(f"another text is called {article.id!r} above; give each article an id of its own")
    if seen.setdefault(key, number) != number:
        raise ValueError(
            f"{reading.annotator!r} has read {article.id!r} in line {seen[key]} already; remove one of the two"
        )
