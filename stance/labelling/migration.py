"""From one codebook to the next: labels follow the rules they were given under until a map says what became of them.

A map is a TOML file with a table for each change of the rules. Labels that it does not name keep their name:

    [[change]]
    from = "3f2a…"             # digest of the codebook before
    to = "60c1…"               # and of the one after
    why = "Neutral was no stance of its own."
    stance = {neutral = "none"}
    group = {media = "civil_society"}

What a change splits in two no map can tell; that has to be labelled anew.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stance.labelling.jsonl import loaded, parse, text_lines
from stance.labelling.records import Reading

SHOWN = 12
"""How many characters of a digest messages show."""

_NEEDED = {"from", "to", "why"}
_RENAMED = ("stance", "group")


class CodebookError(ValueError):
    """Labels follow different codebooks, or a map between codebooks cannot be used; the message tells the way out."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of labels when the rules changed.

    Attributes:
        before, after: Digests of the codebooks.
        renamed: New names by old ones, for `stance` and `group`.
    """

    before: str
    after: str
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def one_codebook(readings: Iterable[Reading]) -> str:
    """Return the digest of the one codebook that all `readings` follow.

    Raises:
        CodebookError: They follow several.
    """
    found = Counter(reading.codebook for reading in readings)
    if len(found) > 1:
        told = ", ".join(f"{digest[:SHOWN]} ({count} readings)" for digest, count in found.most_common())
        raise CodebookError(
            f"The labels follow {len(found)} codebooks: {told}; bring them under one with `stance label migrate`, or "
            "have them labelled anew."
        )
    return next(iter(found), "")


def read_changes(path: Path) -> list[Change]:
    """Return the changes that a map holds.

    Raises:
        CodebookError: It is missing or no map, or renames labels to what is none; the message tells which change.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CodebookError(f"{path}: cannot be read ({error.strerror}); give a map between codebooks.") from None
    except ValueError as error:
        raise CodebookError(f"{path}: is not TOML ({error}); write a table [[change]] for each change.") from None
    tables = found.get("change")
    if not isinstance(tables, list) or set(found) != {"change"}:
        raise CodebookError(f"{path}: holds {', '.join(found) or 'nothing'}; write a table [[change]] for each change.")
    return [_change(table, f"{path}: change {number}") for number, table in enumerate(tables, 1)]


def migrated_readings(path: Path, changes: Sequence[Change], codebook: str) -> list[Reading]:
    """Return the readings of a file with their labels brought under `codebook`.

    Raises:
        CodebookError: No changes lead there for a reading, or its labels are none of the package's afterwards; the
            message names every such line.
    """
    readings: list[Reading] = []
    problems: list[str] = []
    for number, line in text_lines(path):
        try:
            readings.append(parse(migrated(loaded(line), changes, codebook)))
        except ValueError as error:
            problems.append(f"{path}:{number}: {error}.")
    if problems:
        raise CodebookError("\n".join(problems))
    return readings


def migrated(record: Any, changes: Sequence[Change], codebook: str) -> dict[str, Any]:
    """Return a reading or a text of the corpus, as JSON holds it, with its labels brought under `codebook`.

    Raises:
        CodebookError: It names no codebook, or no changes lead from there to `codebook`.
    """
    try:
        steps = _steps(record["codebook"], changes, codebook)
        sentences = [
            each | {"attributions": [_renamed(label, steps) for label in each["attributions"]]}
            for each in record["sentences"]
        ]
    except (KeyError, TypeError):
        raise CodebookError("has no codebook or no sentences with attributions; give readings") from None
    return {**record, "codebook": codebook, "sentences": sentences}


def _steps(before: str, changes: Sequence[Change], after: str) -> list[Change]:
    """Return the changes that lead from one codebook to another, in order."""
    next_ = {change.before: change for change in changes}
    steps: list[Change] = []
    while before != after:
        if before not in next_ or len(steps) == len(changes):
            raise CodebookError(
                f"no change leads from codebook {before[:SHOWN]} to {after[:SHOWN]}; add one to the map, or have it "
                "labelled anew"
            )
        steps.append(next_[before])
        before = steps[-1].after
    return steps


def _renamed(label: Mapping[str, Any], steps: Sequence[Change]) -> dict[str, Any]:
    changed = dict(label)
    for step in steps:
        for kind, names in step.renamed.items():
            changed[kind] = names.get(changed[kind], changed[kind])
    return changed


def _change(table: object, where: str) -> Change:
    if not isinstance(table, dict) or not set(table) >= _NEEDED or not set(table) <= {*_NEEDED, *_RENAMED}:
        raise CodebookError(f"{where} must have the fields from, to and why, and may have stance and group.")
    renamed = {kind: table[kind] for kind in _RENAMED if kind in table}
    for kind, names in renamed.items():
        if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
            raise CodebookError(f'{where}: {kind!r} is {names!r}; write {{old = "new"}}, with names.')
    return Change(str(table["from"]), str(table["to"]), renamed)
