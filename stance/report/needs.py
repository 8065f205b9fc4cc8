"""The libraries of the extra `report`, imported when they are needed."""

from importlib import import_module
from typing import Any


def jinja2() -> Any:
    """Return the template engine."""
    return _needed("jinja2")


def networkx() -> Any:
    """Return the library of networks."""
    return _needed("networkx")


def _needed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise ImportError(f"This needs {name}; install it with: pip install 'actor-stance[report]'") from None
