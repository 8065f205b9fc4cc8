"""Who speaks: from a document to its mentions, by rules over words, without a parser."""

from stance.attribution.finder import find
from stance.attribution.people import is_person, people

__all__ = ["find", "is_person", "people"]
