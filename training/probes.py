"""Probes: changed sentences for which it is known what a model ought to say.

A stance must not change with who the actor is otherwise, and must change when what is said is negated (a minimum
functionality test after Ribeiro et al., ACL 2020).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stance.labels import STANCES, Stance
from stance.models import Model
from stance.predictor import given_mention
from stance.types import Example, LabelledDocument, Mention
from training import swaps

OPPOSITES: tuple[tuple[str, str], ...] = (
    ("{} said the troops should leave.", "{} said the troops should not leave."),
    ("{} wants the soldiers to come home.", "{} does not want the soldiers to come home."),
    ("{} backed the withdrawal.", "{} rejected the withdrawal."),
    ("{} said staying would be a mistake.", "{} said leaving would be a mistake."),
    ("{} called for an immediate pull-out.", "{} argued against an immediate pull-out."),
    ("{} welcomed the decision to withdraw.", "{} condemned the decision to withdraw."),
    ("{} ordered the forces out of the country.", "{} ordered the forces to stay in the country."),
    ("{} voted for the withdrawal deadline.", "{} voted against the withdrawal deadline."),
    ("{} said there was no reason to stay.", "{} said there was every reason to stay."),
    ("{} urged the government to end the deployment.", "{} urged the government to extend the deployment."),
    ("{} said it was time to bring the troops home.", "{} said it was no time to bring the troops home."),
    ("{} is in favour of pulling out.", "{} is opposed to pulling out."),
)
"""Sentences in support, each with one against."""


SWAPS: Mapping[str, Callable[[Mention], Iterator[Mention]]] = {
    "name": swaps.names,
    "gender": swaps.genders,
    "nationality": swaps.nationalities,
}
"""What is swapped, and how."""


@dataclass(frozen=True, slots=True)
class Flips:
    """How often a stance changes with what must not change it.

    Attributes:
        judged: How many changed sentences were judged.
        share: The share of them of which the stance changed, each actor counting the same.
        by_group: The same by the actor's true group.
    """

    judged: int
    share: float
    by_group: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Probes:
    """What the probes found.

    Attributes:
        flips: How often a stance changes with each of `SWAPS`.
        negations: The share of pairs of opposite sentences of which both were understood.
    """

    flips: Mapping[str, Flips]
    negations: float


def probe(model: Model, documents: Sequence[LabelledDocument]) -> Probes:
    """Return what the probes find: the swaps in `documents`, the negations in sentences of their own."""
    examples = [example for document in documents for example in document.examples]
    return Probes({kind: _flips(model, examples, swap) for kind, swap in SWAPS.items()}, _negations(model))


def _flips(model: Model, examples: Sequence[Example], swap: Callable[[Mention], Iterator[Mention]]) -> Flips:
    swapped = [(example, changed) for example in examples if (changed := list(swap(example.mention)))]
    before = _stances(model, [swaps.alone(example.mention) for example, _ in swapped])
    after = iter(_stances(model, [mention for _, changed in swapped for mention in changed]))
    flipped = np.array(
        [
            np.mean([next(after) != stance for _ in changed])
            for stance, (_, changed) in zip(before, swapped, strict=True)
        ]
    )
    groups = np.array([str(example.group) for example, _ in swapped])
    return Flips(
        judged=sum(len(changed) for _, changed in swapped),
        share=float(flipped.mean()) if len(flipped) else 0.0,
        by_group={str(group): float(flipped[groups == group].mean()) for group in sorted(set(groups))},
    )


def _negations(model: Model) -> float:
    asked = [
        [given_mention(side.format(name), name) for side in pair] for pair in OPPOSITES for name in swaps.NAMES[:4]
    ]
    given = _stances(model, [mention for pair in asked for mention in pair]).reshape(-1, 2)
    wanted = np.array([STANCES.index(Stance.SUPPORT), STANCES.index(Stance.OPPOSE)])
    return float((given == wanted).all(axis=1).mean())


def _stances(model: Model, mentions: Sequence[Mention]) -> NDArray[np.intp]:
    return np.asarray(model.classify(mentions).stance.argmax(axis=1), np.intp)
