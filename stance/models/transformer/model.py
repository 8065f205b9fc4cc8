"""The transformer behind the contract of all models. It predicts without torch; `fit` needs the extra `train`."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from stance.attribution import find, people
from stance.models.base import Array, FitError, Model, Probabilities, joined
from stance.models.held_out import HeldOut
from stance.models.matching import precision_by_rule, right
from stance.models.transformer import confidence
from stance.models.transformer.confidence import Confidence
from stance.models.transformer.encoding import Passage, Reader, passage, passage_of, speaker_of
from stance.models.transformer.forward import Encoder, Forward, parts
from stance.models.transformer.heads import Heads
from stance.models.transformer.pool import Pool
from stance.models.transformer.session import Session
from stance.types import Document, LabelledDocument, Mention, Span

NETWORK, TOKENIZER = "network.onnx", "tokenizer.json"
MENTIONS = 1000
PRIOR, PRIOR_WEIGHT = 0.8, 10


class TransformerModel(Model):
    """One encoder that finds actors and classifies them in one pass, with the rules beside it.

    Args:
        encoder: A folder with a pretrained encoder, or its id on the model hub.
        target: The words for what the stance is about.
        length: How many tokens are read together at most.
        context: How many of them headline and sentence before may take.
        epochs: How often the training data is gone through at most.
        batch: How many sentences make a step.
        accumulate: How many batches make a step together, for encoders that fill the memory.
        learning_rate: The encoder's highest rate of learning.
        head_learning_rate: That of the heads.
        freeze_embeddings: Whether the words' vectors stay as they were pretrained: a tenth of the time is saved.
        layers: How many of the encoder's layers are used, the lowest; 0 is all.
        freeze_layers: How many of the lowest layers stay as they were pretrained; each saves another ninth.
        warmup: The share of the steps in which the rate rises.
        dropout: The share of the heads' inputs that is left out in training.
        encoder_dropout: The same within the encoder, where it costs a third of the time.
        tag_weight, group_weight: What tokens and groups count in the loss beside the stance.
        balance: How far rare labels are weighted up: 0 not at all, 1 to equal weight.
        patience: After how many epochs without a better score on validation training stops.
        precision: `fp32`, or `int8` for weights of 8 bits.
        likely: How likely a source must be that the token head alone finds: on text of another kind it errs most.
        linear: How much the opinion of a linear model counts beside the encoder's, from 0 to below 1.
        checkpoints: Where training keeps what it needs to go on after a kill; empty keeps nothing.
        seed: Seed of everything that is drawn.
    """

    kind: ClassVar[str] = "transformer"
    threaded: ClassVar[bool] = True

    def __init__(
        self,
        *,
        encoder: str = "runs/encoders/all-MiniLM-L6-v2",
        target: str = "troop withdrawal",
        length: int = 160,
        context: int = 32,
        epochs: int = 3,
        batch: int = 16,
        accumulate: int = 1,
        learning_rate: float = 1e-4,
        head_learning_rate: float = 1e-3,
        freeze_embeddings: bool = True,
        layers: int = 0,
        freeze_layers: int = 0,
        warmup: float = 0.1,
        dropout: float = 0.1,
        encoder_dropout: float = 0.0,
        tag_weight: float = 1.0,
        group_weight: float = 0.5,
        balance: float = 0.5,
        patience: int = 2,
        precision: str = "fp32",
        likely: float = 0.6,
        linear: float = 0.35,
        checkpoints: str = "",
        seed: int = 0,
    ) -> None:
        self.encoder = encoder
        self.target = target
        self.length = length
        self.context = context
        self.epochs = epochs
        self.batch = batch
        self.accumulate = accumulate
        self.learning_rate = learning_rate
        self.head_learning_rate = head_learning_rate
        self.freeze_embeddings = freeze_embeddings
        self.layers = layers
        self.freeze_layers = freeze_layers
        self.warmup = warmup
        self.dropout = dropout
        self.encoder_dropout = encoder_dropout
        self.tag_weight = tag_weight
        self.group_weight = group_weight
        self.balance = balance
        self.patience = patience
        self.precision = precision
        self.likely = likely
        self.linear = linear
        self.checkpoints = checkpoints
        self.seed = seed

    def get_params(self) -> dict[str, object]:
        """Return the settings given to the constructor."""
        return {name: value for name, value in vars(self).items() if not name.startswith("_") and name[-1] != "_"}

    def find(self, documents: Sequence[Document]) -> list[list[Mention]]:
        """Return the mentions that rules and token head find together in each document."""
        return [mentions for part in parts(documents) for mentions in self._found(part)[0]]

    def classify(self, mentions: Sequence[Mention]) -> Probabilities:
        """Return the probabilities for each mention."""
        starts = range(0, max(len(mentions), 1), MENTIONS)
        taken = [mentions[start : start + MENTIONS] for start in starts]
        return joined([self._probabilities(part, Forward(self._encoder)) for part in taken])

    def attribute(self, documents: Sequence[Document]) -> tuple[list[list[Mention]], Probabilities]:
        """Return mentions and probabilities of documents whose sentences are read once."""
        mentions: list[list[Mention]] = []
        probabilities: list[Probabilities] = []
        for part in parts(documents):
            found, forward = self._found(part)
            mentions += found
            probabilities.append(self._probabilities(list(chain.from_iterable(found)), forward))
        return mentions, joined(probabilities)

    def fit(self, train: Sequence[LabelledDocument], validation: Sequence[LabelledDocument], codebook: str) -> Self:
        """Fine-tune the encoder on `train`, stop and calibrate by `validation`."""
        from stance.models.store import name_of

        try:
            from stance.models.transformer.finetuning import finetune
        except ImportError as error:
            raise ImportError(
                f"Fine-tuning needs torch and transformers ({error}); "
                "install them with: pip install 'actor-stance[train]'"
            ) from None
        if not any(document.examples for document in train):
            raise FitError("Nothing to learn from: the training documents hold no attribution; label some first.")
        tuned = finetune(self, train, validation)
        self._prepare(tuned.network, tuned.tokenizer, tuned.padding, tuned.heads)
        self.confidence_ = Confidence((0.0,) * (confidence.FEATURES + 1), {}, 0.0, self.likely)
        examples = [example.mention for document in validation for example in document.examples]
        self.pool_ = Pool(self.linear).fit(train, validation, self._scores(examples))
        self._calibrate(validation)
        self.held_out_ = HeldOut.of(self, train, validation)
        self.codebook_ = codebook
        self.name_ = name_of(self)
        return self

    def state(self) -> tuple[Mapping[str, object], Mapping[str, NDArray[np.generic]]]:
        """Return temperatures and confidence, and the heads' weights."""
        pooled, arrays = self.pool_.state()
        values = {
            "padding": self.padding_,
            "pool": pooled,
            "weights": list(self.confidence_.weights),
            "precision": dict(self.confidence_.precision),
            "threshold": self.confidence_.threshold,
        }
        return values, {**self._encoder.heads.arrays(), **arrays}

    def files(self) -> Mapping[str, bytes]:
        """Return the encoder and its tokenizer."""
        return {NETWORK: self.network_, TOKENIZER: self.tokenizer_}

    def restore(
        self,
        values: Mapping[str, Any],
        arrays: Mapping[str, NDArray[np.generic]],
        files: Mapping[str, bytes],
    ) -> Self:
        """Take back what `state` and `files` returned."""
        self._prepare(files[NETWORK], files[TOKENIZER], int(values["padding"]), Heads.of(arrays))
        self.pool_ = Pool(self.linear).restore(values["pool"], arrays)
        precision = {str(rule): float(value) for rule, value in values["precision"].items()}
        weights = tuple(map(float, values["weights"]))
        self.confidence_ = Confidence(weights, precision, float(values["threshold"]), self.likely)
        return self

    def _prepare(self, network: bytes, tokenizer: bytes, padding: int, heads: Heads) -> None:
        self.network_, self.tokenizer_, self.padding_ = network, tokenizer, padding
        try:
            loaded = Tokenizer.from_str(tokenizer.decode())
        except Exception as error:  # what tokenizers raises has no class of its own
            raise ValueError(f"the tokenizer cannot be read: {error}") from None
        loaded.no_padding()
        loaded.no_truncation()
        reader = Reader(loaded, self.length, self.context, self.target)
        self._encoder = Encoder(reader, Session(network, padding), heads)

    def _found(self, documents: Sequence[Document]) -> tuple[list[list[Mention]], Forward]:
        """Return the mentions of each document, and the pass that found them."""
        candidates, forward = self._candidates(documents)
        flat = list(chain.from_iterable(candidates))
        probabilities = self.confidence_.probabilities(flat, forward.source_scores(flat))
        keeps = iter(self.confidence_.keeps(flat, probabilities))
        return [[mention for mention in each if next(keeps)] for each in candidates], forward

    def _candidates(self, documents: Sequence[Document]) -> tuple[list[list[Mention]], Forward]:
        """Return whatever rules or token head take for a source."""
        forward = Forward(self._encoder)
        passages = [_passages(document) for document in documents]
        forward.read(chain.from_iterable(passages))
        found: list[list[Mention]] = []
        for document, own in zip(documents, passages, strict=True):
            proposed = [
                Span(span.start + sentence.span.start, span.end + sentence.span.start)
                for sentence, each in zip(document.sentences, own, strict=True)
                for span in forward.sources(each)
            ]
            found.append(find(document, proposed))
        forward.read(passage_of(mention) for mention in chain.from_iterable(found))
        return found, forward

    def _probabilities(self, mentions: Sequence[Mention], forward: Forward) -> Probabilities:
        return Probabilities(
            *self.pool_.probabilities(mentions, *forward.scores(mentions)),
            self.confidence_.probabilities(mentions, forward.source_scores(mentions)),
        )

    def _calibrate(self, documents: Sequence[LabelledDocument]) -> None:
        """Learn from documents that the network has not learned from how sure it may be."""
        mentions: list[Mention] = []
        scores: list[float] = []
        known: list[bool] = []
        gold = {each.document.article.id: [example.mention for example in each.examples] for each in documents}
        for part in parts([document.document for document in documents]):
            candidates, forward = self._candidates(part)
            for document, found in zip(part, candidates, strict=True):
                mentions += found
                scores += forward.source_scores(found)
                known += right(found, gold[document.article.id])
        hits = np.array(known, np.bool_)
        precision = precision_by_rule(mentions, hits, PRIOR, PRIOR_WEIGHT)
        wanted = sum(map(len, gold.values()))
        self.confidence_ = confidence.fit(mentions, scores, hits, precision, wanted, self.likely)

    def _scores(self, mentions: Sequence[Mention]) -> tuple[Array, Array]:
        starts = range(0, max(len(mentions), 1), MENTIONS)
        scores = [Forward(self._encoder).scores(mentions[start : start + MENTIONS]) for start in starts]
        return np.concatenate([part[0] for part in scores]), np.concatenate([part[1] for part in scores])


def _passages(document: Document) -> list[Passage]:
    """Return the sentences of a document, each with whoever speaks it from outside, as far as the rules know."""
    outside = {each.sentence.index: speaker_of(each.actor) for each in reversed(find(document)) if each.place is None}
    named = enumerate(people(document))
    return [passage(document, number, spans, outside.get(number, "")) for number, spans in named]
