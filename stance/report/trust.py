"""What is known of the model that decided: the figures in the `evaluation.json` of its run."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stance.intervals import Figure

_NAMES = {
    "stance_accuracy": "right stances, with the speakers given",
    "stance_macro_f1": "mean F1 of the four stances, with the speakers given",
    "stance_ece": "calibration error of the stance",
    "actor_precision": "speakers found that are right",
    "actor_recall": "speakers that are found",
    "pair_f1": "F1 of speakers together with the side that they take",
}
_FILE = "evaluation.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """How well a model did on some texts.

    Attributes:
        texts: What the texts are called, such as "test_unseen".
        articles, attributions: How many there were.
        figures: The measures, by what they mean.
    """

    texts: str
    articles: int
    attributions: int
    figures: Mapping[str, Figure]


def measured(folder: Path) -> list[Measured]:
    """Return the evaluations of the model in `folder`, written there or beside it; none where there are none.

    Raises:
        ValueError: There is no such folder, or the file does not hold evaluations.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder}: no such folder; give the folder of a saved model.")
    path = next((each / _FILE for each in (folder, folder.parent) if (each / _FILE).is_file()), None)
    if path is None:
        return []
    try:
        return [_measured(texts, found) for texts, found in json.loads(path.read_text(encoding="utf-8")).items()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(
            f"{path}: holds no evaluations ({type(error).__name__}: {error}); write it again with "
            "`python -m training train`, or remove it."
        ) from None


def _measured(texts: str, found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Measured:
    figures = {
        meaning: Figure(*(float(found["figures"][name][bound]) for bound in ("value", "low", "high")))
        for name, meaning in _NAMES.items()
    }
    return Measured(texts, _count(found["articles"]), _count(found["attributions"]), figures)


def _count(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no number")
    return value
