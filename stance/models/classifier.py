"""One multinomial logistic regression over the TF-IDF of several views of a mention."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from stance.models.base import Array
from stance.models.calibration import Labels
from stance.models.tfidf import Grams, Tfidf

Arrays = Mapping[str, NDArray[np.generic]]
Texts = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Block:
    """How one view counts: its n-grams and how much they weigh beside those of the other views."""

    grams: Grams
    weight: float = 1.0


class Addition(NamedTuple):
    """What one occurrence of an n-gram adds to the scores.

    Attributes:
        view: The view that reads it.
        start, end: Where it stands in the text of the view.
        scores: What it adds, one number a label.
    """

    view: str
    start: int
    end: int
    scores: Array


@dataclass(slots=True)
class Classifier:
    """Scores of labels for mentions, given as their views.

    Attributes:
        blocks: The views that count, by name.
        classes: How many labels there are.
    """

    blocks: Mapping[str, Block]
    classes: int
    vectorizers_: dict[str, Tfidf] = field(default_factory=dict)
    weights_: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    intercept_: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))

    def fit(self, views: Texts, labels: Labels, *, cost: float, seed: int = 0) -> Self:
        """Learn from mentions whose labels are given as positions in the order of the labels.

        A label that is never given keeps a score under all others. `cost` is the inverse strength of regularisation.
        """
        from scipy.sparse import hstack

        try:
            from sklearn.linear_model import LogisticRegression
        except ImportError:
            raise ImportError(
                "Fitting needs scikit-learn; install it with: pip install 'actor-stance[train]'"
            ) from None

        self.vectorizers_ = {name: Tfidf(block.grams).fit(views[name]) for name, block in self.blocks.items()}
        parts = [vectorizer.transform(views[name]) for name, vectorizer in self.vectorizers_.items()]
        matrix = hstack(
            [part * block.weight for part, block in zip(parts, self.blocks.values(), strict=True)], format="csr"
        )
        found = np.unique(labels)
        weights, intercept = np.zeros((matrix.shape[1], self.classes)), np.full(self.classes, -20.0)
        if len(found) > 1:
            learner = LogisticRegression(C=cost, class_weight="balanced", max_iter=500, tol=1e-3, random_state=seed)
            learner.fit(matrix.astype(np.float64), labels)
            both = len(found) == 2
            weights[:, found] = np.vstack([-learner.coef_, learner.coef_]).T / 2 if both else learner.coef_.T
            intercept[found] = [-learner.intercept_[0] / 2, learner.intercept_[0] / 2] if both else learner.intercept_
        else:
            intercept[found] = 0.0
        self.intercept_ = intercept.astype(np.float32)
        ends = np.cumsum([part.shape[1] for part in parts])[:-1]
        self.weights_ = {
            name: np.ascontiguousarray(rows * self.blocks[name].weight, np.float32)
            for name, rows in zip(self.blocks, np.split(weights, ends), strict=True)
        }
        return self

    def scores(self, views: Texts) -> Array:
        """Return one row of scores a mention; each distinct text of a view is looked at once."""
        count = len(next(iter(views.values())))
        total = np.tile(self.intercept_.astype(np.float64), (count, 1))
        for name, vectorizer in self.vectorizers_.items():
            places: dict[str, int] = {}
            rows = [places.setdefault(text, len(places)) for text in views[name]]
            total += (vectorizer.transform(list(places)) @ self.weights_[name])[rows]
        return total

    def additions(self, views: Mapping[str, str]) -> Iterator[Addition]:
        """Yield, for one mention, all that adds up with the intercept to its scores."""
        for name, vectorizer in self.vectorizers_.items():
            found = vectorizer.occurrences(views[name])
            scores = found.values[:, None] * self.weights_[name][found.columns]
            for start, end, each in zip(found.starts.tolist(), found.ends.tolist(), scores, strict=True):
                yield Addition(name, start, end, each)

    def arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """Return all that was learned, under names that begin with `prefix`."""
        found: dict[str, NDArray[np.generic]] = {f"{prefix}.intercept": self.intercept_}
        for name, vectorizer in self.vectorizers_.items():
            found[f"{prefix}.{name}.hashes"] = vectorizer.hashes_
            found[f"{prefix}.{name}.rarity"] = vectorizer.weights_
            found[f"{prefix}.{name}.weights"] = self.weights_[name]
        return found

    def restore(self, prefix: str, arrays: Arrays) -> Self:
        """Take back what `arrays` returned.

        Raises:
            ValueError: The arrays do not belong together.
        """
        self.intercept_ = np.asarray(arrays[f"{prefix}.intercept"], np.float32)
        for name, block in self.blocks.items():
            hashes = np.asarray(arrays[f"{prefix}.{name}.hashes"], np.uint64)
            rarity = np.asarray(arrays[f"{prefix}.{name}.rarity"], np.float32)
            self.vectorizers_[name] = Tfidf(block.grams).restore(hashes, rarity)
            self.weights_[name] = np.asarray(arrays[f"{prefix}.{name}.weights"], np.float32)
            shapes = hashes.shape, rarity.shape, self.weights_[name].shape, self.intercept_.shape
            if shapes != (hashes.shape, hashes.shape, (hashes.size, self.classes), (self.classes,)):
                raise ValueError(f"the arrays of {prefix}.{name} have shapes that do not belong together: {shapes}")
        return self
