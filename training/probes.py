"""Probes: changed sentences for which it is known what a model ought to say.

A stance must not change when only the name of its actor does (after Prabhakaran et al., EMNLP 2019), and must change
when what is said is negated (a minimum functionality test after Ribeiro et al., ACL 2020).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from stance.attribution import is_person, people
from stance.labels import STANCES, Stance
from stance.models import Model
from stance.predictor import given_mention
from stance.types import Actor, Article, Document, LabelledDocument, Mention, Span

NAMES = (
    "Aisha Bello",
    "Ahmad Rahimi",
    "Chen Weiming",
    "Ingrid Solheim",
    "John Whitfield",
    "Kofi Asante",
    "Leila Haddad",
    "María Quintero",
    "Olena Kravets",
    "Priya Raman",
    "Sergei Morozov",
    "Thomas Lindner",
)
"""Invented names of women and men of many origins."""

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


@dataclass(frozen=True, slots=True)
class Probes:
    """What the probes found.

    Attributes:
        swapped: How many stances were judged again under other names.
        flips: The share of them that changed with the name.
        flips_by_group: The same by the actor's true group.
        negations: The share of pairs of opposite sentences of which both were understood.
    """

    swapped: int
    flips: float
    flips_by_group: dict[str, float]
    negations: float


def probe(model: Model, documents: Sequence[LabelledDocument]) -> Probes:
    """Return what the probes find: the names swapped in `documents`, the negations in sentences of their own."""
    examples = [example for document in documents for example in document.examples if _is_name(example.mention)]
    swapped = [list(_renamed(example.mention)) for example in examples]
    before = _stances(model, [_alone(example.mention) for example in examples])
    after = _stances(model, [mention for each in swapped for mention in each]).reshape(len(examples), -1)
    flipped = (after != before[:, None]).mean(axis=1) if examples else np.zeros(0)
    groups = np.array([str(example.group) for example in examples])
    return Probes(
        swapped=after.size,
        flips=float(flipped.mean()) if len(flipped) else 0.0,
        flips_by_group={str(group): float(flipped[groups == group].mean()) for group in sorted(set(groups))},
        negations=_negations(model),
    )


def _is_name(mention: Mention) -> bool:
    """Tell whether the sentence names the actor by a person's first and last name."""
    place = mention.place
    return place is not None and place.of(mention.sentence.text) == mention.actor.name and is_person(mention.actor.name)


def _renamed(mention: Mention) -> Iterator[Mention]:
    """Yield the mention under each of the other names."""
    text, place, sentence = mention.sentence.text, mention.place, mention.sentence
    if place is None:
        return
    for name in NAMES:
        start = sentence.span.start + place.start
        changed = text[: place.start] + name + text[place.end :]
        own = replace(sentence, text=changed, span=Span(sentence.span.start, sentence.span.start + len(changed)))
        actor = Actor(name, mention.actor.description)
        yield _alone(replace(mention, sentence=own, actor=actor, source=Span(start, start + len(name))))


def _alone(mention: Mention) -> Mention:
    """Return the mention with what its sentence tells of it, so that nothing but the name differs from another."""
    document = Document(Article("", mention.sentence.text), (mention.sentence,), ())
    return replace(mention, people=people(document)[0], contents=())


def _negations(model: Model) -> float:
    asked = [[given_mention(side.format(name), name) for side in pair] for pair in OPPOSITES for name in NAMES[:4]]
    given = _stances(model, [mention for pair in asked for mention in pair]).reshape(-1, 2)
    wanted = np.array([STANCES.index(Stance.SUPPORT), STANCES.index(Stance.OPPOSE)])
    return float((given == wanted).all(axis=1).mean())


def _stances(model: Model, mentions: Sequence[Mention]) -> NDArray[np.intp]:
    return np.asarray(model.classify(mentions).stance.argmax(axis=1), np.intp)
