"""From drafts to the files of the corpus."""

import logging
from collections.abc import Sequence
from pathlib import Path

from training.data.corpus import CorpusError, write
from training.data.drafts import Draft, read_drafts
from training.data.duplicates import near_duplicates
from training.data.splits import assign

log = logging.getLogger(__name__)


def build(drafts: Sequence[Path], folder: Path, *, keep_going: bool = False) -> dict[str, int]:
    """Write the splits of all texts in `drafts` into `folder` and return how many texts each holds.

    Of texts that nearly repeat one another the first stays, in the order of the files given.

    Args:
        drafts: Draft files, or folders that hold them as .txt files.
        folder: Where the corpus lies.
        keep_going: Leave texts with a fault out, with a warning, instead of stopping.

    Raises:
        CorpusError: Something in the drafts is wrong; the message lists every place.
    """
    texts: list[Draft] = []
    problems: list[str] = []
    for path in _files(drafts):
        found, wrong = read_drafts(path)
        texts += found
        problems += wrong
    if problems and not keep_going:
        raise CorpusError("\n".join(problems))
    for problem in problems:
        log.warning("%s; the text is left out", problem)
    splits = assign(draft.text for draft in _distinct(texts))
    folder.mkdir(parents=True, exist_ok=True)
    for name, members in splits.items():
        write(members, folder / f"{name}.jsonl")
    return {name: len(members) for name, members in splits.items()}


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        files += sorted(path.rglob("*.txt")) if path.is_dir() else [path]
    if not files:
        raise CorpusError(f"No drafts in {', '.join(map(str, paths))}; give .txt files or folders that hold them.")
    return files


def _distinct(drafts: Sequence[Draft]) -> list[Draft]:
    dropped: set[int] = set()
    for pair in near_duplicates([draft.text for draft in drafts]):
        if pair.first not in dropped and pair.second not in dropped:
            dropped.add(pair.second)
            first, second = drafts[pair.first], drafts[pair.second]
            log.warning(
                "%s:%d: left out, nearly repeats %s:%d (%.2f): %s",
                *(second.path, second.line, first.path, first.line, pair.similarity, pair.sentence[:80]),
            )
    return [draft for number, draft in enumerate(drafts) if number not in dropped]
