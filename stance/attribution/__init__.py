"""Who speaks: from a document to its mentions, by rules over words, without a parser."""

from stance.attribution.finder import PROPOSED, find
from stance.attribution.people import is_person, people

__all__ = ["PROPOSED", "find", "is_person", "people"]
