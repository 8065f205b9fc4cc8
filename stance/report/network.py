"""Who agrees with whom: actors whose attributions take the same side, as a network that can be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import sqrt

from stance.labels import Stance
from stance.report.shares import SIDES
from stance.report.standings import Standing

WIDTH, HEIGHT = 760, 420
ALIKE = 0.5
LETTERS = 22
_TIES = 3
_EDGE, _NAME, _LETTER, _LINE, _STEP, _LARGEST = 30, 150, 7.5, 17, 2, 18


@dataclass(frozen=True, slots=True)
class Node:
    """An actor and where to draw it, with the name on the right."""

    standing: Standing
    x: float
    y: float
    radius: float

    def crowds(self, other: "Node") -> bool:
        """Tell whether dots or names would lie on each other."""
        apart = max(_LINE, self.radius + other.radius)
        return abs(self.y - other.y) < apart and self._left < other._right and other._left < self._right

    @property
    def _left(self) -> float:
        return self.x - self.radius

    @property
    def _right(self) -> float:
        return self.x + self.radius + _LETTER * (min(len(self.standing.name), LETTERS) + 1)


@dataclass(frozen=True, slots=True)
class Tie:
    """Two actors, by their numbers, and how far they agree, up to 1."""

    first: int
    second: int
    agreement: float


@dataclass(frozen=True, slots=True)
class Network:
    """Actors and the strongest agreements between them."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]

    @property
    def height(self) -> float:
        """How tall the picture is."""
        return max((node.y + node.radius + _EDGE for node in self.nodes), default=0.0)

    def neighbours(self, number: int) -> list[Standing]:
        """Return those whom actor `number` agrees with most, the most first."""
        own = [tie for tie in self.ties if number in (tie.first, tie.second)]
        ranked = sorted(own, key=lambda tie: -tie.agreement)
        return [self.nodes[tie.first + tie.second - number].standing for tie in ranked]


def agreement(first: Standing, second: Standing) -> float:
    """Return how far two actors take the same side: 1 if wholly, -0.5 where one supports what the other opposes.

    It is the cosine of their shares of support, oppose and conditional, each less the third that everybody would have
    who leans to no side.
    """
    a, b = _leaning(first), _leaning(second)
    lengths = sqrt(sum(x * x for x in a)) * sqrt(sum(x * x for x in b))
    return sum(x * y for x, y in zip(a, b, strict=True)) / lengths if lengths else 0.0


def network(standings: Sequence[Standing]) -> Network:
    """Return the network of actors who take sides, laid out the same way each time."""
    sided = [each for each in standings if each.shares.lean != Stance.NONE]
    pairs = [Tie(i, j, agreement(sided[i], sided[j])) for i, j in combinations(range(len(sided)), 2)]
    kept = [tie for tie in pairs if tie.agreement >= ALIKE]
    strongest = {tie for n in range(len(sided)) for tie in sorted(_of(n, kept), key=lambda tie: -tie.agreement)[:_TIES]}
    return Network(_placed(sided), tuple(tie for tie in kept if tie in strongest))


def _of(number: int, ties: Sequence[Tie]) -> list[Tie]:
    return [tie for tie in ties if number in (tie.first, tie.second)]


def _leaning(standing: Standing) -> tuple[float, ...]:
    values = [standing.shares.of[side].value for side in SIDES]
    total = sum(values) or 1.0
    return tuple(value / total - 1 / len(SIDES) for value in values)


def _placed(standings: Sequence[Standing]) -> tuple[Node, ...]:
    """Place actors where they stand (oppose left, support right, conditions above), each name clear of the others."""
    leanings = [_leaning(each) for each in standings]
    columns = _stretched([support - oppose for support, oppose, _ in leanings], _EDGE, WIDTH - _EDGE - _NAME)
    rows = _stretched([-conditional for _, _, conditional in leanings], _EDGE, HEIGHT - _EDGE)
    placed: dict[int, Node] = {}
    for number in sorted(range(len(standings)), key=lambda n: (rows[n], columns[n])):
        radius = min(4 + 2 * sqrt(len(standings[number].attributions)), _LARGEST)
        node = Node(standings[number], round(columns[number], 1), round(rows[number], 1), round(radius, 1))
        while any(node.crowds(other) for other in placed.values()):
            node = replace(node, y=node.y + _STEP)
        placed[number] = node
    return tuple(placed[number] for number in range(len(standings)))


def _stretched(values: Sequence[float], low: float, high: float) -> list[float]:
    first, span = min(values, default=0.0), max(values, default=0.0) - min(values, default=0.0)
    return [(low + high) / 2 if not span else low + (high - low) * (value - first) / span for value in values]
