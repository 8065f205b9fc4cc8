"""The baseline: rules find the actors, logistic regression over n-grams classifies them. It never imports torch."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from stance.labels import GROUPS, STANCES
from stance.models.base import Array, FitError, Model, Probabilities
from stance.models.calibration import fit_temperature, softmax, temperature
from stance.models.classifier import Block, Classifier
from stance.models.explanation import Explanation
from stance.models.features import GROUP_VIEWS, STANCE_VIEWS, texts
from stance.models.held_out import HeldOut
from stance.models.matching import precision_by_rule, right
from stance.models.tfidf import Grams
from stance.types import Document, Example, LabelledDocument, Mention

MENTIONS, CHARACTERS = 4096, 500_000
"""How many mentions are classified together, and how many characters of sentences at most."""
PRIOR = 0.9
PRIOR_WEIGHT = 10


class LinearModel(Model):
    """Rules to find, TF-IDF and logistic regression to classify, temperatures to calibrate.

    Args:
        stance_cost: Inverse strength of the stances' regularisation.
        group_cost: The same for the groups.
        words: The longest word n-grams of the sentence.
        characters: The longest character n-grams of the sentence.
        context: How much the sentence before and the headline weigh; 0 leaves them out.
        minimum: In how many mentions an n-gram must stand to count.
        most: How many n-grams of a view count at most.
        seed: Seed of the learner.
    """

    kind: ClassVar[str] = "linear"

    def __init__(
        self,
        *,
        stance_cost: float = 1.0,
        group_cost: float = 10.0,
        words: int = 3,
        characters: int = 5,
        context: float = 0.3,
        minimum: int = 2,
        most: int = 40_000,
        seed: int = 0,
    ) -> None:
        self.stance_cost = stance_cost
        self.group_cost = group_cost
        self.words = words
        self.characters = characters
        self.context = context
        self.minimum = minimum
        self.most = most
        self.seed = seed

    def get_params(self) -> dict[str, object]:
        """Return the settings given to the constructor."""
        names = ("stance_cost", "group_cost", "words", "characters", "context", "minimum", "most", "seed")
        return {name: getattr(self, name) for name in names}

    def find(self, documents: Sequence[Document]) -> list[list[Mention]]:
        """Return the mentions that the rules find in each document."""
        from stance.attribution import find

        return [find(document) for document in documents]

    def classify(self, mentions: Sequence[Mention]) -> Probabilities:
        """Return the probabilities for each mention."""
        parts = list(_parts(mentions))
        stances = [softmax(self._stance_scores(part), self.stance_temperature_) for part in parts]
        groups = [softmax(self._group_scores(part), self.group_temperature_) for part in parts]
        actor = np.array([self.precision_.get(mention.rule, PRIOR) for mention in mentions], np.float64)
        return Probabilities(np.concatenate(stances), np.concatenate(groups), actor)

    def reasons(self, mentions: Sequence[Mention]) -> list[Explanation]:
        """Return what speaks for the stance of each mention: what every n-gram adds, to the last one."""
        from stance.models.contributions import explain

        return [explain(mention, self._stance, STANCE_VIEWS, self.stance_temperature_) for mention in mentions]

    def fit(self, train: Sequence[LabelledDocument], validation: Sequence[LabelledDocument], codebook: str) -> Self:
        """Learn both classifiers from `train`; learn from `validation` how sure they and the rules may be."""
        from stance.models.store import name_of

        learn, held = _examples(train), _examples(validation)
        if not learn:
            raise FitError("Nothing to learn from: the training documents hold no attribution; label some first.")
        self._prepare()
        mentions = [example.mention for example in learn]
        stances, groups = _labels(learn)
        self._stance.fit(texts(STANCE_VIEWS, mentions), stances, cost=self.stance_cost, seed=self.seed)
        self._group.fit(texts(GROUP_VIEWS, mentions), groups, cost=self.group_cost, seed=self.seed)
        mentions = [example.mention for example in held]
        stances, groups = _labels(held)
        self.stance_temperature_ = fit_temperature(self._stance_scores(mentions), stances)
        self.group_temperature_ = fit_temperature(self._group_scores(mentions), groups)
        self.precision_ = self._rule_precision(validation)
        self.held_out_ = HeldOut.of(self, train, validation)
        self.codebook_ = codebook
        self.name_ = name_of(self)
        return self

    def state(self) -> tuple[Mapping[str, object], Mapping[str, NDArray[np.generic]]]:
        """Return temperatures and precisions, and the classifiers' arrays."""
        values = {
            "stance_temperature": self.stance_temperature_,
            "group_temperature": self.group_temperature_,
            "precision": self.precision_,
        }
        return values, {**self._stance.arrays("stance"), **self._group.arrays("group")}

    def restore(
        self,
        values: Mapping[str, Any],
        arrays: Mapping[str, NDArray[np.generic]],
        files: Mapping[str, bytes],  # noqa: ARG002 - it has none
    ) -> Self:
        """Take back what `state` returned."""
        self._prepare()
        self._stance.restore("stance", arrays)
        self._group.restore("group", arrays)
        self.stance_temperature_ = temperature(values["stance_temperature"])
        self.group_temperature_ = temperature(values["group_temperature"])
        self.precision_ = {str(rule): float(value) for rule, value in values["precision"].items()}
        return self

    def _prepare(self) -> None:
        def grams(words: int = 0, shortest: int = 0, longest: int = 0) -> Grams:
            characters = (shortest, longest) if longest >= shortest > 0 else (0, 0)
            return Grams((1, words) if words else (0, 0), characters, self.minimum, self.most)

        context = {"context": Block(grams(1), self.context)} if self.context else {}
        stance = {
            "marked": Block(grams(self.words, 2, self.characters)),
            "content": Block(grams(min(self.words, 2))),
            "frame": Block(grams(min(self.words, 2))),
            "signals": Block(grams(1), 0.5),
            "pattern": Block(grams(4)),
        }
        group = {
            "name": Block(grams(2, 2, 5)),
            "surroundings": Block(grams(2)),
            "sentence": Block(grams(1), 0.5),
            "signals": Block(grams(1), 0.5),
            "role": Block(grams(1)),
        }
        self._stance = Classifier(stance | context, len(STANCES))
        self._group = Classifier(group | context, len(GROUPS))

    def _stance_scores(self, mentions: Sequence[Mention]) -> Array:
        return self._stance.scores(texts(STANCE_VIEWS, mentions))

    def _group_scores(self, mentions: Sequence[Mention]) -> Array:
        return self._group.scores(texts(GROUP_VIEWS, mentions))

    def _rule_precision(self, documents: Sequence[LabelledDocument]) -> dict[str, float]:
        """Return how often each rule is right, drawn toward what all rules reach where it was seldom tried."""
        mentions: list[Mention] = []
        hits: list[bool] = []
        for document, found in zip(documents, self.find([each.document for each in documents]), strict=True):
            gold = [example.mention for example in document.examples]
            mentions += found
            hits += right(found, gold)
        overall = (sum(hits) + PRIOR * PRIOR_WEIGHT) / (len(hits) + PRIOR_WEIGHT)
        return precision_by_rule(mentions, hits, overall, PRIOR_WEIGHT)


def _parts(mentions: Sequence[Mention]) -> Iterator[Sequence[Mention]]:
    """Yield mentions by so many that their views fit into memory; no mentions are one empty part."""
    first = size = 0
    for number, mention in enumerate(mentions):
        size += len(mention.sentence.text)
        if number > first and (number - first == MENTIONS or size > CHARACTERS):
            yield mentions[first:number]
            first, size = number, len(mention.sentence.text)
    yield mentions[first:]


def _examples(documents: Sequence[LabelledDocument]) -> list[Example]:
    return [example for document in documents for example in document.examples]


def _labels(examples: Sequence[Example]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the positions of the stances and of the groups in their orders."""
    stances = [STANCES.index(example.stance) for example in examples]
    groups = [GROUPS.index(example.group) for example in examples]
    return np.array(stances, np.intp), np.array(groups, np.intp)
