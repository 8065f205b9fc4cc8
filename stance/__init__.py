"""Who says what about a troop withdrawal: actors, their roles and their stances, from news articles."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stance.labels import Group, Mode, Stance
    from stance.models.explanation import Explanation
    from stance.predictor import Predictor, classify, explain, load_model, predict
    from stance.types import Article, Attribution, Span

__all__ = [
    "Article",
    "Attribution",
    "Explanation",
    "Group",
    "Mode",
    "Predictor",
    "Span",
    "Stance",
    "classify",
    "explain",
    "load_model",
    "predict",
]
__version__ = "0.1.0"

_HOME = {
    "Explanation": "stance.models.explanation",
    **dict.fromkeys(("Group", "Mode", "Stance"), "stance.labels"),
    **dict.fromkeys(("Article", "Attribution", "Span"), "stance.types"),
    **dict.fromkeys(("Predictor", "classify", "explain", "load_model", "predict"), "stance.predictor"),
}


def __getattr__(name: str) -> object:
    # Importing the package costs nothing until something of it is used.
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'stance' has no attribute {name!r}")
