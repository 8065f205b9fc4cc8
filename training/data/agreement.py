"""How far the two readers of the corpus agree, in each of its splits; see `stance.labelling.agreement`."""

from pathlib import Path

from stance.labelling.agreement import Agreement
from stance.labelling.agreement import agreement as measure
from stance.labelling.comparison import Compared
from training.data.corpus import SPLITS, read_split
from training.data.readings import compared, load


def agreement(folder: Path) -> dict[str, Agreement]:
    """Return the agreement in each split of which anything was read twice, and in all together."""
    first, second = load(folder, "first"), load(folder, "second")
    found: dict[str, Agreement] = {}
    read_twice: list[Compared] = []
    for split in SPLITS:
        texts = [text for text in read_split(folder, split) if text.id in second]
        sentences = [each for text in texts for each in compared(text, first[text.id], second[text.id])]
        if sentences:
            found[split] = measure(sentences)
        read_twice += sentences
    return found | ({"all": measure(read_twice)} if read_twice else {})
