"""The corpus' labels from one codebook to the next; see `stance.labelling.migration`."""

import json
from pathlib import Path

from pydantic import ValidationError

from stance.labelling.migration import CodebookError, migrated, read_changes
from training.data.corpus import SPLITS, CorpusError, Text, codebook_of, explain, lines, write


def migrate(folder: Path, changes: Path) -> int:
    """Bring all labels of the corpus under its codebook; return how many texts followed another. Nothing else changes.

    Args:
        folder: Where the corpus lies.
        changes: The map that tells what became of the labels.

    Raises:
        CorpusError: The map is none, or leaves some texts behind; the message names them all, and nothing is written.
    """
    codebook, changed = codebook_of(folder), 0
    splits: dict[str, list[Text]] = {split: [] for split in SPLITS}
    problems: list[str] = []
    try:
        known = read_changes(changes)
    except CodebookError as error:
        raise CorpusError(str(error)) from None
    for split, texts in splits.items():
        path = folder / f"{split}.jsonl"
        for number, line in enumerate(lines(path), 1):
            try:
                record = json.loads(line)
                texts.append(Text.model_validate_json(json.dumps(migrated(record, known, codebook))))
                changed += record["codebook"] != codebook
            except ValidationError as error:
                problems += [f"{path}:{number}: {explain(detail)}" for detail in error.errors()]
            except ValueError as error:
                problems.append(f"{path}:{number}: {error}")
    if problems:
        raise CorpusError("\n".join(problems))
    for split, texts in splits.items():
        write(texts, folder / f"{split}.jsonl")
    return changed
