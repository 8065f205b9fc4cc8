"""Labels that models trained on the other texts find unlikely: confident learning (Northcutt et al., 2021)."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from stance.labels import STANCES
from stance.models.matching import same_source
from stance.types import LabelledDocument
from training.config import Config
from training.data.corpus import SPLITS, Text, read_split
from training.data.labelled import labelled
from training.data.readings import Cause, Labels, Place, load_rulings
from training.search import folds

FOLDS = 5


class _Judged(NamedTuple):
    """One attribution: where it stands, its stance, and the stances' probabilities by a model that has not seen it."""

    text: int
    example: int
    stance: int
    probabilities: tuple[float, ...]


def suspects(config: Config, folder: Path, most: int, parts: int = FOLDS) -> list[Place]:
    """Return the sentences with the least likely stances of the corpus, the worst first, none that was read again.

    Each has the labels that stand, and the same with the stance that the models would give.

    Args:
        config: The model.
        folder: Where the corpus lies.
        most: How many sentences to return at most.
        parts: How many parts the corpus is judged in, each by a model of the others.
    """
    from cleanlab.filter import find_label_issues

    texts = [text for split in SPLITS for text in read_split(folder, split)]
    documents = [labelled(text) for text in texts]
    judged = _judge(config, documents, parts)
    labels = np.array([each.stance for each in judged])
    probabilities = np.array([each.probabilities for each in judged])
    ranked = find_label_issues(labels, probabilities, return_indices_ranked_by="self_confidence", n_jobs=1)
    known = {(ruling.id, ruling.sentence) for ruling in load_rulings(folder) if ruling.cause is Cause.SUSPECT}
    found: dict[tuple[str, int], Place] = {}
    for place in (_place(texts, documents, judged[number]) for number in ranked):
        if (place.text.id, place.sentence) not in known:
            found.setdefault((place.text.id, place.sentence), place)
        if len(found) == most:
            break
    return list(found.values())


def _judge(config: Config, documents: Sequence[LabelledDocument], parts: int) -> list[_Judged]:
    judged = []
    for learn, judge in folds(documents, parts, config.seed):
        model = config.build().fit([documents[n] for n in learn], [], codebook="")
        placed = [(n, k, example) for n in judge for k, example in enumerate(documents[n].examples)]
        given = model.classify([example.mention for _, _, example in placed]).stance
        judged += [
            _Judged(n, k, STANCES.index(example.stance), tuple(map(float, row)))
            for (n, k, example), row in zip(placed, given, strict=True)
        ]
    return judged


def _place(texts: Sequence[Text], documents: Sequence[LabelledDocument], judged: _Judged) -> Place:
    text, document = texts[judged.text], documents[judged.text]
    example = document.examples[judged.example]
    number = example.mention.sentence.index
    stands: Labels = text.sentences[number].attributions
    other = STANCES[int(np.argmax(judged.probabilities))]
    beside = [each.mention for each in document.examples if each.mention.sentence.index == number]
    changed = tuple(
        label.model_copy(update={"stance": other}) if same_source(mention, example.mention) else label
        for label, mention in zip(stands, beside, strict=True)
    )
    return Place(text, number, stands, changed)
