"""The codebook's labels, each set in its one order.

The order is the order of columns, of probabilities and of axes everywhere. This module imports nothing of ours.
"""

from enum import StrEnum
from typing import Self


class Label(StrEnum):
    """A closed set of values; an unknown one is refused with those that are allowed."""

    @classmethod
    def parse(cls, value: str) -> Self:
        """Return the member called `value`.

        Raises:
            ValueError: `value` is none of the members; the message lists them.
        """
        try:
            return cls(value)
        except ValueError:
            allowed = ", ".join(cls)
            raise ValueError(f"Unknown {cls.__name__.lower()} {value!r}; use one of: {allowed}.") from None


class Stance(Label):
    """What an actor holds of the withdrawal in one sentence."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    CONDITIONAL = "conditional"
    NONE = "none"


class Group(Label):
    """The role in which an actor speaks."""

    DEPLOYING_GOVERNMENT = "deploying_government"
    DEPLOYING_LEGISLATURE = "deploying_legislature"
    ALLIANCE = "alliance"
    HOST_GOVERNMENT = "host_government"
    ARMED_OPPOSITION = "armed_opposition"
    INTERNATIONAL_ORGANIZATION = "international_organization"
    REGIONAL_STATE = "regional_state"
    EXPERT = "expert"
    CIVIL_SOCIETY = "civil_society"
    OTHER = "other"


class Mode(Label):
    """How a sentence renders its source's words."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    CONTINUED = "continued"
    AUTHOR = "author"


STANCES: tuple[Stance, ...] = tuple(Stance)
GROUPS: tuple[Group, ...] = tuple(Group)
MODES: tuple[Mode, ...] = tuple(Mode)
