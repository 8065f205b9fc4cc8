"""The pipeline of transformers on the part of the work that it can do: the stance of a given actor in a sentence."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from stance.labels import STANCES
from stance.types import Mention

AT_ONCE = 32
SAMPLE = 300


def pairs(mentions: Sequence[Mention], *, context: bool) -> list[tuple[str, str]]:
    """Return what the pipeline is asked: the sentence, with headline and sentence before on demand, and the actor."""
    return [
        (f"{each.title} {each.previous} {each.sentence.text}" if context else each.sentence.text, each.actor.name)
        for each in mentions
    ]


def pairs_a_second(encoder: str, pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Return how many (sentence, actor) a second the pipeline judges with our encoder and a head for the stances.

    The head is not trained, for its time is the same; nothing is told of what the pipeline gets right.

    Args:
        encoder: The folder of the encoder that the transformer starts from.
        pairs: The sentences with the actors that were found in them.
    """
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, logging, pipeline

    quiet: Any = logging
    quiet.set_verbosity_error()
    build: Any = pipeline
    classify = build(
        "text-classification",
        model=AutoModelForSequenceClassification.from_pretrained(encoder, num_labels=len(STANCES)),
        tokenizer=AutoTokenizer.from_pretrained(encoder),
        device="cpu",
    )
    asked = [{"text": sentence, "text_pair": actor} for sentence, actor in pairs]
    return {
        "one by one": _speed(lambda some: [classify(each) for each in some], asked[:SAMPLE]),
        f"batches of {AT_ONCE}": _speed(lambda some: classify(some, batch_size=AT_ONCE, truncation=True), asked),
    }


def _speed(run: Callable[[list[dict[str, str]]], object], asked: list[dict[str, str]]) -> float:
    started = time.perf_counter()
    run(asked)
    return len(asked) / (time.perf_counter() - started)
