"""Who stands where: the attributions of each actor and of each group, and the sentences that tell most."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from stance.labels import GROUPS, Group, Stance
from stance.report.shares import Shares, shares
from stance.types import Attribution

_QUOTED = 3
_TELLING = 0.5


@dataclass(frozen=True, slots=True)
class Standing:
    """What an actor, or everybody in one role, holds over all articles.

    Attributes:
        name: The actor's most common spelling; the group's label where it stands for a group.
        group: The role in which they mostly speak.
        attributions: All of theirs, in order.
        shares: The estimated shares of the stances in them.
    """

    name: str
    group: Group
    attributions: tuple[Attribution, ...]
    shares: Shares

    @property
    def telling(self) -> tuple[Attribution, ...]:
        """The sentences that most surely take a side, the surest first; the first of another side is among them."""
        sided = [each for each in self.attributions if each.stance != Stance.NONE and not each.abstained]
        ranked = sorted(sided, key=lambda each: -each.p_stance[each.stance] * each.p_actor)
        told = _apart(ranked)[:_QUOTED]
        other = next((each for each in ranked if told and each.stance != told[0].stance), None)
        return tuple(told if other is None or other in told else [*told[: _QUOTED - 1], other])


def by_actor(attributions: Iterable[Attribution], limit: int) -> list[Standing]:
    """Return the actors with the most attributions, at most `limit`; the same name is the same actor."""
    found = _gathered(attributions, spelled)
    return [_standing(_common(each.mention.actor.name for each in theirs), theirs) for theirs in found[:limit]]


def by_group(attributions: Iterable[Attribution]) -> list[Standing]:
    """Return the groups that speak, in the codebook's order."""
    found = {theirs[0].group: theirs for theirs in _gathered(attributions, lambda each: each.group)}
    return [_standing(group, found[group]) for group in GROUPS if group in found]


def spelled(attribution: Attribution) -> str:
    """Return the actor's name in the one spelling by which actors are told apart."""
    return " ".join(attribution.mention.actor.name.casefold().split())


def likely(attribution: Attribution) -> bool:
    """Tell whether the actor is more likely a source of the sentence than not."""
    return attribution.p_actor >= _TELLING


def _gathered(attributions: Iterable[Attribution], key: Callable[[Attribution], str]) -> list[list[Attribution]]:
    """Return the attributions that share a key, the most first, and in the order of their first where as many."""
    found: dict[str, list[Attribution]] = defaultdict(list)
    for each in attributions:
        found[key(each)].append(each)
    return sorted(found.values(), key=lambda theirs: -len(theirs))


def _standing(name: str, theirs: Sequence[Attribution]) -> Standing:
    return Standing(name, Group(_common(each.group for each in theirs)), tuple(theirs), shares(theirs))


def _common(values: Iterable[str]) -> str:
    return Counter(values).most_common(1)[0][0]


def _apart(ranked: Sequence[Attribution]) -> list[Attribution]:
    """Return each text once: what several articles quote is told from the first."""
    first: dict[str, Attribution] = {}
    for each in ranked:
        first.setdefault(each.mention.sentence.text, each)
    return list(first.values())
