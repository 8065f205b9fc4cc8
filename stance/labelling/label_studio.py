"""To and from Label Studio: an article is a task, an attribution a region with a stance, a group, a mode and a name.

Label Studio counts offsets as Python does, in code points. What it shows differs from the article only in characters
that a browser would draw as others, one for one, so that offsets hold.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from stance.files import Problem, replacing
from stance.files.decoding import decode
from stance.labelling.jsonl import loaded, parse, record
from stance.labelling.marks import Mark, bounds, marked
from stance.labelling.records import Label, LabelledSentence, Reading
from stance.labelling.suggestions import NOBODY
from stance.labels import Group, Mode, Stance

_BROKEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """Return `text`, of the same length, without what a browser would change and marks that turn its direction."""
    return _BROKEN.sub("\ufffd", text.replace("\r\n", " \n").replace("\r", "\n"))


def write(readings: Iterable[Reading], path: Path) -> None:
    """Write tasks as Label Studio imports them; readings of one article become predictions of one task."""
    tasks: dict[str, list[Reading]] = {}
    for reading in readings:
        tasks.setdefault(reading.article.id, []).append(reading)
    lines = ",\n".join(json.dumps(_task(same), ensure_ascii=False) for same in tasks.values())
    with replacing(path) as file:
        file.write(f"[\n{lines}\n]\n")


def read(path: Path, annotator: str = "") -> Iterator[Reading | Problem]:
    """Yield what each annotator gave to each task of an export as JSON.

    Args:
        path: What Label Studio exported.
        annotator: Who has labelled all of it, in place of whom Label Studio names.
    """
    try:
        tasks = loaded(decode(path.read_bytes()).removeprefix("\ufeff"))
    except ValueError as error:
        yield Problem(str(path), f"{str(error).removesuffix('.')}; export from Label Studio anew, as JSON.")
        return
    for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks]):
        name = task.get("id", number) if isinstance(task, dict) else number
        yield from _readings(task, annotator, f"{path}: task {name}")


def _readings(task: Any, annotator: str, place: str) -> Iterator[Reading | Problem]:
    try:
        given = parse(task["data"]["reading"])
        annotations = [each for each in task.get("annotations") or () if not each.get("was_cancelled")]
    except (LookupError, TypeError, AttributeError):
        yield Problem(place, "is no task of ours; export from a project that holds what `stance label export` wrote.")
    except ValueError as error:
        yield Problem(place, f"{error}.")
    else:
        yield from (_reading(annotation, given, annotator, place) for annotation in annotations)


def _task(readings: list[Reading]) -> dict[str, object]:
    first = readings[0]
    article = first.article
    about = (f"by {article.author}" if article.author else "", article.source, article.published, article.id)
    predictions = [
        {"model_version": each.annotator, "result": list(_regions(each))}
        for each in readings
        if each.annotator != NOBODY
    ]
    data = {"text": shown(article.text), "title": article.title or article.id, "about": ", ".join(filter(None, about))}
    return {"data": data | {"reading": record(first)}, "predictions": predictions}


def _regions(reading: Reading) -> Iterator[dict[str, object]]:
    text = shown(reading.article.text)
    for number, sentence in enumerate(reading.sentences):
        for which, label in enumerate(sentence.labels):
            yield from _region(f"{number}-{which}", sentence, label, text)


def _region(name: str, sentence: LabelledSentence, label: Label, text: str) -> Iterator[dict[str, object]]:
    start, end = bounds(sentence, label)
    place = {"start": start, "end": end, "text": text[start:end]}
    kinds = (
        ("stance", "labels", "labels", [str(label.stance)]),
        ("group", "choices", "choices", [str(label.group)]),
        ("mode", "choices", "choices", [str(label.mode)]),
        ("actor", "textarea", "text", [label.actor]),
    )
    for control, kind, field, value in kinds:
        yield {"id": name, "from_name": control, "to_name": "text", "type": kind, "value": place | {field: value}}


def _reading(annotation: Mapping[str, Any], task: Reading, annotator: str, place: str) -> Reading | Problem:
    where = f"{place}, annotation {annotation.get('id', '?')}"
    try:
        regions: dict[str, dict[str, Any]] = {}
        for result in annotation["result"]:
            if result["type"] in ("labels", "choices", "textarea"):
                region = regions.setdefault(result["id"], {"place": result["value"]})
                region[result["from_name"]] = result["value"]
        marks = [_mark(region, task.article.text) for region in regions.values()]
        return marked(task, annotator or _name(annotation["completed_by"]), marks)
    except (LookupError, TypeError, AttributeError):
        return Problem(where, "is not what Label Studio writes; export it anew, as JSON.")
    except ValueError as error:
        return Problem(where, f"{str(error).removesuffix('.')}; correct it in Label Studio and export anew.")


def _mark(region: Mapping[str, Any], text: str) -> Mark:
    start, end = int(region["place"]["start"]), int(region["place"]["end"])
    words = f"{text[start:end][:60]!r} at {start}-{end}"
    for control in ("stance", "group"):
        if control not in region:
            raise ValueError(f"{words} has no {control}; choose one")
    return Mark(
        start,
        end,
        Group.parse(region["group"]["choices"][0]),
        Stance.parse(region["stance"]["labels"][0]),
        actor="".join(region["actor"]["text"][:1]) if "actor" in region else "",
        mode=Mode.parse(region["mode"]["choices"][0]) if "mode" in region else None,
    )


def _name(user: object) -> str:
    """Return what Label Studio calls an annotator: by mail address where the export has it, else by number."""
    if isinstance(user, dict):
        return str(user.get("email") or user.get("username") or user["id"])
    return str(user)
