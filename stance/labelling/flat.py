"""Attributions as plain spans, for tools whose spans carry one label each: stance and group in one.

What such a span cannot tell, the actor's name and the mode, travels beside it with the task, and is found by the
rules where an annotator marks something new. A file has a JSON object a line, a task each.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from stance.files import Problem, replacing
from stance.files.decoding import InputError
from stance.labelling.jsonl import loaded, parse, text_lines
from stance.labelling.marks import Mark, bounds, marked
from stance.labelling.records import Reading
from stance.labels import GROUPS, STANCES, Group, Stance

SPAN_LABELS = tuple(f"{stance} {group}" for stance in STANCES for group in GROUPS)

Flat = tuple[int, int, str]
Line = Mapping[str, Any]


def spans(reading: Reading) -> list[Flat]:
    """Return start, end and label of each attribution; a sentence that does not name its source is one span."""
    return [
        (*bounds(sentence, label), f"{label.stance} {label.group}")
        for sentence in reading.sentences
        for label in sentence.labels
    ]


def write(lines: Iterable[Mapping[str, object]], path: Path) -> None:
    """Write a task a line."""
    with replacing(path) as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def read(path: Path, who: Callable[[Line], str], what: Callable[[Line], list[Flat]]) -> Iterator[Reading | Problem]:
    """Yield a reading for each line of an export.

    Args:
        path: The export.
        who: Tells the annotator of a line; nobody where the line was not labelled and is passed over.
        what: Tells the spans of a line.
    """
    try:
        for number, text in text_lines(path):
            found = _reading(text, f"{path}:{number}", who, what)
            if found is not None:
                yield found
    except InputError as error:
        yield Problem(str(path), str(error))


def _reading(
    text: str, place: str, who: Callable[[Line], str], what: Callable[[Line], list[Flat]]
) -> Reading | Problem | None:
    try:
        line = loaded(text)
        task = parse(line["reading"])
        annotator = who(line)
        return marked(task, annotator, [_mark(*span) for span in what(line)]) if annotator else None
    except (LookupError, TypeError, AttributeError):
        return Problem(place, "is no task of ours; export from a project that holds what `stance label export` wrote.")
    except ValueError as error:
        return Problem(place, f"{str(error).removesuffix('.')}; correct it in the tool and export anew.")


def _mark(start: int, end: int, label: str) -> Mark:
    stance, _, group = label.partition(" ")
    return Mark(start, end, Group.parse(group), Stance.parse(stance))
