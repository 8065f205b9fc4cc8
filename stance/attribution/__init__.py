"""Who speaks: from a document to its mentions, by rules over words, without a parser."""

from stance.attribution.finder import find

__all__ = ["find"]
