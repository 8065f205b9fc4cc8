"""Who agrees with whom: actors whose attributions take the same side, as a network that can be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from stance.labels import Stance
from stance.report.needs import networkx
from stance.report.shares import SIDES
from stance.report.standings import Standing

WIDTH, HEIGHT = 760, 520
_TIES = 3
ALIKE = 0.5
_ROOM = (170, 40, 30)  # on the right for a name, on the left, above and below
_LINE = 19


@dataclass(frozen=True, slots=True)
class Node:
    """An actor and where to draw it."""

    standing: Standing
    x: float
    y: float
    radius: float


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
    ties = tuple(tie for tie in kept if tie in strongest)
    return Network(_placed(sided, ties), ties)


def _of(number: int, ties: Sequence[Tie]) -> list[Tie]:
    return [tie for tie in ties if number in (tie.first, tie.second)]


def _leaning(standing: Standing) -> tuple[float, ...]:
    values = [standing.shares.of[side].value for side in SIDES]
    total = sum(values) or 1.0
    return tuple(value / total - 1 / len(SIDES) for value in values)


def _placed(standings: Sequence[Standing], ties: Sequence[Tie]) -> tuple[Node, ...]:
    """Lay actors out from where they stand (oppose left, support right, conditional above), pulled along their ties."""
    if not standings:
        return ()
    nx = networkx()
    graph = nx.Graph()
    graph.add_nodes_from(range(len(standings)))
    graph.add_weighted_edges_from((tie.first, tie.second, tie.agreement) for tie in ties)
    start = {n: _start(each, n) for n, each in enumerate(standings)}
    found = nx.spring_layout(graph, pos=start, k=1.6 / sqrt(max(len(standings), 1)), iterations=30, seed=0)
    places = _fitted([tuple(map(float, found[n])) for n in range(len(standings))])
    return tuple(
        Node(each, round(x, 1), round(y, 1), round(4 + 2 * sqrt(len(each.attributions)), 1))
        for each, (x, y) in zip(standings, places, strict=True)
    )


def _start(standing: Standing, number: int) -> tuple[float, float]:
    support, oppose, conditional = _leaning(standing)
    return support - oppose + number * 1e-3, -conditional  # a little apart, or none would push the other


def _fitted(places: Sequence[tuple[float, ...]]) -> list[tuple[float, float]]:
    """Stretch places over the picture, then push names apart that would lie on each other."""
    right, left, edge = _ROOM
    columns = _stretched([place[0] for place in places], left, WIDTH - right)
    rows = _stretched([place[1] for place in places], edge, HEIGHT - edge)
    fitted = list(zip(columns, rows, strict=True))
    for _ in range(200):
        clash = next(
            (
                (i, j)
                for i, j in combinations(sorted(range(len(fitted)), key=lambda n: fitted[n][1]), 2)
                if abs(fitted[i][0] - fitted[j][0]) < right and abs(fitted[i][1] - fitted[j][1]) < _LINE
            ),
            None,
        )
        if clash is None:
            break
        i, j = clash
        middle = (fitted[i][1] + fitted[j][1]) / 2
        fitted[i] = fitted[i][0], max(middle - _LINE / 2, edge)
        fitted[j] = fitted[j][0], min(middle + _LINE / 2 + 0.1, HEIGHT - edge)
    return fitted


def _stretched(values: Sequence[float], low: float, high: float) -> list[float]:
    first, span = min(values), max(values) - min(values)
    return [(low + high) / 2 if not span else low + (high - low) * (value - first) / span for value in values]
