"""To and from Prodigy's `spans.manual`: an article is a task, with tokens so that no tokenizer has to agree."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from stance.files import Problem
from stance.labelling import flat
from stance.labelling.jsonl import record
from stance.labelling.records import Reading

_TOKEN = re.compile(r"\w+|\n+|[^\w\s]")


def write(readings: Iterable[Reading], path: Path) -> None:
    """Write tasks with tokens and spans, as Prodigy reads JSONL."""
    flat.write(map(_task, readings), path)


def read(path: Path, annotator: str = "") -> Iterator[Reading | Problem]:
    """Yield a reading for each task of what `db-out` gives that was accepted; others were not read."""

    def who(line: flat.Line) -> str:
        if line.get("answer") != "accept":
            return ""
        return annotator or str(line.get("_annotator_id") or line.get("_session_id") or path.stem)

    return flat.read(path, who, _spans)


def _spans(line: flat.Line) -> list[flat.Flat]:
    return [(each["start"], each["end"], each["label"]) for each in line.get("spans") or ()]


def _task(reading: Reading) -> dict[str, object]:
    article, spans = reading.article, flat.spans(reading)
    tokens = _tokens(article.text, {place for start, end, _ in spans for place in (start, end)})
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    return {
        "text": article.text,
        "tokens": [_token(article.text, number, *bounds) for number, bounds in enumerate(tokens)],
        "spans": [
            {
                "start": start,
                "end": end,
                "token_start": bisect_left(starts, start),
                "token_end": bisect_left(ends, end),  # the last one, not the one after
                "label": label,
            }
            for start, end, label in spans
        ],
        "meta": {"title": article.title, "article": article.id},
        "reading": record(reading),
    }


def _token(text: str, number: int, start: int, end: int) -> dict[str, object]:
    return {"text": text[start:end], "start": start, "end": end, "id": number, "ws": text[end : end + 1] == " "}


def _tokens(text: str, cuts: set[int]) -> list[tuple[int, int]]:
    """Return words, signs and line ends, cut wherever a span begins or ends."""
    bounds: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        places = sorted({*match.span(), *(cut for cut in cuts if match.start() < cut < match.end())})
        bounds += pairwise(places)
    return bounds
