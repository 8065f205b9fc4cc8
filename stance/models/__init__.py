"""The kinds of models, by name; a kind's module is imported when the kind is asked for."""

from importlib import import_module
from pathlib import Path

from stance.models.base import Model, Probabilities

__all__ = ["BASELINE", "KINDS", "Model", "Probabilities", "kind", "load"]

KINDS: dict[str, str] = {
    "linear": "stance.models.linear:LinearModel",
    "transformer": "stance.models.transformer.model:TransformerModel",
}
BASELINE = Path(__file__).parent / "baseline"


def kind(name: str) -> type[Model]:
    """Return the class of the models called `name`.

    Raises:
        ValueError: There is no such kind; the message lists those that there are.
    """
    if name not in KINDS:
        raise ValueError(f"Unknown kind of model {name!r}; use one of: {', '.join(KINDS)}.")
    module, _, attribute = KINDS[name].partition(":")
    found: type[Model] = getattr(import_module(module), attribute)
    return found


def load(folder: Path | str) -> Model:
    """Return the model saved in `folder`; see `stance.models.store`."""
    from stance.models import store

    return store.load(Path(folder))
