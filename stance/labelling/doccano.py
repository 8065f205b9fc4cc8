"""To and from doccano: an article is a document of a project for sequence labelling in which spans may overlap."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from stance.files import Problem
from stance.labelling import flat
from stance.labelling.codebook import COLOURS
from stance.labelling.jsonl import record
from stance.labelling.label_studio import shown
from stance.labelling.records import Reading
from stance.labels import STANCES


def write(readings: Iterable[Reading], path: Path) -> None:
    """Write documents with their spans, as doccano imports JSONL."""
    flat.write(
        (
            {"text": shown(reading.article.text), "label": flat.spans(reading), "reading": record(reading)}
            for reading in readings
        ),
        path,
    )


def read(path: Path, annotator: str = "") -> Iterator[Reading | Problem]:
    """Yield a reading for each document of what doccano exports for one annotator, whose name the file has."""
    return flat.read(path, lambda _: annotator or path.stem, _spans)


def label_types() -> list[dict[str, str]]:
    """Return the labels of spans as doccano imports them."""
    colours = {str(stance): COLOURS[stance] for stance in STANCES}
    return [
        {"text": label, "background_color": colours[label.partition(" ")[0]], "text_color": "#ffffff"}
        for label in flat.SPAN_LABELS
    ]


def _spans(line: flat.Line) -> list[flat.Flat]:
    """Return the spans of either form in which doccano exports them: with relations in the project or without."""
    if "entities" in line:
        return [(each["start_offset"], each["end_offset"], each["label"]) for each in line["entities"]]
    return [(start, end, label) for start, end, label in line["label"]]
