"""From drafts to the files of the corpus, which holds the truth: drafts are only the form in which texts come."""

import logging
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from training.data.corpus import CONTRAST, SPLITS, CorpusError, Text, codebook_of, read_split, write
from training.data.drafts import Draft, read_drafts
from training.data.duplicates import near_duplicates
from training.data.splits import assign

log = logging.getLogger(__name__)


def add(drafts: Sequence[Path], folder: Path, *, keep_going: bool = False, contrast: bool = False) -> dict[str, int]:
    """Add the texts in `drafts` to the corpus in `folder` and return how many texts each split holds then.

    Of texts that nearly repeat one another the first stays: what the corpus holds before what comes, in the order of
    the files given. A text that the corpus holds already is passed over, so the same drafts can be added again.

    Args:
        drafts: Draft files, or folders that hold them as .txt files.
        folder: Where the corpus lies.
        keep_going: Leave texts with a fault out, with a warning, instead of stopping.
        contrast: Whether they are contrast sets.

    Raises:
        CorpusError: Something in the drafts is wrong; the message lists every place.
    """
    texts: list[Draft] = []
    problems: list[str] = []
    codebook = codebook_of(folder)
    for path in _files(drafts):
        found, wrong = read_drafts(path, codebook)
        texts += found
        problems += wrong
    return add_texts(texts, problems, folder, keep_going=keep_going, contrast=contrast)


def add_texts(
    texts: Sequence[Draft], problems: Sequence[str], folder: Path, *, keep_going: bool, contrast: bool = False
) -> dict[str, int]:
    """Add texts that were read, some with `problems`, as `add` does."""
    if problems and not keep_going:
        raise CorpusError("\n".join(problems))
    for problem in problems:
        log.warning("%s; the text is left out", problem)
    there = {split: read_split(folder, split) for split in SPLITS if (folder / f"{split}.jsonl").is_file()}
    held = list(chain.from_iterable(there.values()))
    new = _new(held, texts)
    apart = [*there.get(CONTRAST, ()), *(new if contrast else ())]
    splits = assign([*held, *new], {text.id for text in apart})
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


def _new(held: Sequence[Text], drafts: Sequence[Draft]) -> list[Text]:
    """Return the texts of `drafts` that repeat neither one that is held nor one that comes before them."""
    known = {text.id for text in held}
    coming = list({draft.text.id: draft for draft in reversed(drafts) if draft.text.id not in known}.values())[::-1]
    texts = [*held, *(draft.text for draft in coming)]
    places = [f"{text.id} of the corpus" for text in held] + [f"{draft.path}:{draft.line}" for draft in coming]
    dropped: set[int] = set()
    for pair in near_duplicates(texts):
        if pair.second >= len(held) and pair.first not in dropped and pair.second not in dropped:
            dropped.add(pair.second)
            log.warning(
                "%s: left out, nearly repeats %s (%.2f): %s",
                *(places[pair.second], places[pair.first], pair.similarity, pair.sentence[:80]),
            )
    return [text for number, text in enumerate(texts) if number >= len(held) and number not in dropped]
