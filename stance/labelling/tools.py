"""The tools in which people label, by name: what is written for each, and whose export a file is."""

import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from stance.files import Problem
from stance.labelling import doccano, label_studio, prodigy, sheet
from stance.labelling.codebook import Codebook
from stance.labelling.flat import SPAN_LABELS
from stance.labelling.records import Reading
from stance.labelling.studio_page import page
from stance.types import Article

Articles = Mapping[str, Article]
_HEAD = 1 << 20


class UnrecognisedError(ValueError):
    """A file is no export of a tool that is known."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool.

    Attributes:
        write: Writes tasks as the tool imports them.
        read: Yields the readings of what it exports; takes the file, the annotator and the articles.
        beside: What is written beside the tasks, by the ending that takes the place of theirs.
        many: Whether it can show several suggestions for an article.
    """

    write: Callable[[Iterable[Reading], Path], None]
    read: Callable[[Path, str, Articles], Iterator[Reading | Problem]]
    beside: Callable[[Codebook], Mapping[str, str]]
    many: bool = False


TOOLS: Mapping[str, Tool] = {
    "label-studio": Tool(
        label_studio.write,
        lambda path, annotator, _: label_studio.read(path, annotator),
        lambda codebook: {".config.xml": page(codebook)},
        many=True,
    ),
    "doccano": Tool(
        doccano.write,
        lambda path, annotator, _: doccano.read(path, annotator),
        lambda _: {".labels.json": json.dumps(doccano.label_types(), indent=1) + "\n"},
    ),
    "prodigy": Tool(
        prodigy.write,
        lambda path, annotator, _: prodigy.read(path, annotator),
        lambda _: {".labels.txt": "".join(f"{label}\n" for label in SPAN_LABELS)},
    ),
    "csv": Tool(sheet.write, sheet.read, lambda _: {}),
}


def tool(name: str) -> Tool:
    """Return the tool of that name.

    Raises:
        ValueError: There is none; the message lists those that are known.
    """
    if name not in TOOLS:
        raise ValueError(f"Unknown tool {name!r}; use one of: {', '.join(TOOLS)}.")
    return TOOLS[name]


def export(name: str, readings: Sequence[Reading], path: Path, codebook: Codebook) -> list[Path]:
    """Write tasks for a tool, with what it needs and the codebook beside them, and return what was written.

    Raises:
        ValueError: The tool is unknown, or an article has more suggestions than it can show.
    """
    chosen = tool(name)
    ids = [reading.article.id for reading in readings]
    if not chosen.many and len(set(ids)) < len(ids):
        twice = next(each for number, each in enumerate(ids) if each in ids[:number])
        raise ValueError(f"{name} can show one suggestion, {twice!r} has more; leave one, or use label-studio.")
    chosen.write(readings, path)
    beside = {**chosen.beside(codebook), ".codebook.md": codebook.text}
    written = {path.with_name(path.stem + ending): text for ending, text in beside.items()}
    for each, text in written.items():
        each.write_text(text, encoding="utf-8")
    return [path, *written]


def recognised(path: Path) -> str:
    """Return the name of the tool whose export a file is.

    Raises:
        UnrecognisedError: None is known to write such files.
    """
    with path.open("rb") as file:
        data = file.read(_HEAD)
    if data.startswith(b"PK"):
        raise UnrecognisedError("is a packed folder; unpack it and give the files in it.")
    head = data.decode("utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig", "ignore").lstrip()
    if head.startswith("["):
        return "label-studio"
    if head.startswith("{"):
        return "prodigy" if '"tokens"' in head else "doccano"
    if all(column in head for column in sheet.COLUMNS):
        return "csv"
    raise UnrecognisedError("is no export of a tool that is known; say which it is with --from.")


def unique(found: Iterable[Reading | Problem]) -> Iterator[Reading | Problem]:
    """Yield readings each once; another one by the same annotator of the same article is a problem."""
    seen: dict[tuple[str, str], Reading] = {}
    texts: dict[str, str] = {}
    for each in found:
        if isinstance(each, Problem):
            yield each
            continue
        article, key = each.article, (each.article.id, each.annotator)
        if texts.setdefault(article.id, article.text) != article.text:
            yield Problem(article.id, "another text has this id; give each article an id of its own.")
        elif key not in seen:
            seen[key] = each
            yield each
        elif seen[key] != each:
            yield Problem(article.id, f"{each.annotator!r} has labelled it twice; the first stays. Delete one of them.")
