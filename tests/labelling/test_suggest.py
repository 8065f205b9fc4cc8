"""What to label next."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from stance.labelling import LabelledSentence, Reading
from stance.labelling.suggest import choose, suggest
from stance.labels import GROUPS, STANCES
from stance.models import Probabilities
from stance.models.linear import LinearModel
from stance.text import read
from stance.types import Article, Document, Mention

SURE, HESITANT, SPLIT = (0.97, 0.01, 0.01, 0.01), (0.40, 0.38, 0.12, 0.10), (0.01, 0.97, 0.01, 0.01)


class Scripted(LinearModel):
    """Finds actors by the rules and judges sentences by a word in them."""

    name_, codebook_ = "scripted", ""

    def __init__(self, **judgements: Sequence[float]) -> None:
        super().__init__()
        self.judgements = judgements

    def classify(self, mentions: Sequence[Mention]) -> Probabilities:
        rows = [
            next((row for word, row in self.judgements.items() if word in mention.sentence.text), SURE)
            for mention in mentions
        ]
        stance = np.array(rows, float).reshape(-1, len(STANCES))
        return Probabilities(stance, np.ones((len(rows), len(GROUPS))) / len(GROUPS), np.ones(len(rows)))


def documents(*texts: str) -> list[Document]:
    return [read(Article(f"a{number}", text)) for number, text in enumerate(texts, 1)]


TEXTS = documents(
    "Marou said the garrison leaves on Monday. The road was open.",
    "Okoro said talks about harbours drag on. Lind said bakers want flour.",
)
MODEL = Scripted(harbours=HESITANT)


def chosen(*args: object, **options: object) -> list[str]:
    return [each.mention.actor.name for each in suggest(*args, **options)]


def test_what_the_model_is_least_sure_of_comes_first_and_nothing_without_an_actor() -> None:
    found = suggest(TEXTS, MODEL)
    assert [each.mention.actor.name for each in found] == ["Okoro", "Lind", "Marou"]
    assert found[0].doubt == pytest.approx(0.98)
    assert found[0].why == "The model hesitates between support (40%) and oppose (38%) for Okoro."


def test_where_two_models_differ_is_worth_a_label_though_each_is_sure() -> None:
    second = Scripted(harbours=HESITANT, flour=SPLIT)
    found = suggest(TEXTS, MODEL, second=second, count=2)
    assert {each.mention.actor.name for each in found} == {"Okoro", "Lind"}
    [lind] = [each for each in found if each.mention.actor.name == "Lind"]
    assert lind.dispute == pytest.approx(0.96)
    assert lind.why.endswith("for Lind; another says oppose (97%).")


def test_near_repetitions_are_suggested_once() -> None:
    twins = documents(
        "Okoro said talks about harbours drag on.",
        "Okoro said the talks about harbours drag on.",
        "Marou said the garrison leaves on Monday.",
    )
    assert chosen(twins, MODEL) == ["Okoro", "Marou"]


def test_of_equally_doubtful_sentences_the_one_unlike_the_others_goes_first() -> None:
    texts = documents(
        "Okoro said talks about harbours go on.",
        "Okoro said talks with dockers in harbours stalled.",
        "Lind fears that harbours stay shut.",
    )
    assert [each.article for each in suggest(texts, MODEL, count=2)] == ["a1", "a3"]


def test_what_is_labelled_already_is_left_out_with_all_that_is_like_it() -> None:
    article = TEXTS[1].article
    first = TEXTS[1].sentences[0].span
    labelled = Reading(article, "anna", "5f" * 32, (LabelledSentence(first.start, first.end, 0),))
    assert chosen(TEXTS, MODEL, labelled=[labelled]) == ["Lind", "Marou"]
    elsewhere = replace(labelled, article=replace(article, id="another"))
    assert chosen(TEXTS, MODEL, labelled=[elsewhere]) == ["Lind", "Marou"]


def test_as_many_as_asked_for_from_a_stream_longer_than_what_is_kept() -> None:
    many = documents(*(f"Marou said item{n} rose to place{n}." for n in range(150)), "Okoro said harbours drag on.")
    assert chosen(iter(many), MODEL, count=1) == ["Okoro"]
    assert len(chosen(iter(many), MODEL, count=3)) == 3


@pytest.mark.parametrize("texts", [[], documents("The road was open.")])
def test_nothing_to_choose_from(texts: list[Document]) -> None:
    assert suggest(texts, MODEL) == []


def test_a_row_holds_the_place_the_words_around_and_the_reasons() -> None:
    row = suggest(TEXTS, MODEL, count=1)[0].row()
    text = TEXTS[1].article.text
    assert text[row["start"] : row["end"]] == row["text"] == "Okoro said talks about harbours drag on."
    assert (row["article"], row["sentence"], row["before"]) == ("a2", 0, "")
    assert row["after"] == "Lind said bakers want flour."
    assert set(row) > {"doubt", "dispute", "why"}


def test_no_two_chosen_are_alike() -> None:
    [candidate] = suggest(TEXTS, MODEL, count=1)
    words = ["red", "blue", "old", "new", "slow"]
    texts = [f"{one} {other} boats left port" for one in words for other in words]
    sentences = [replace(candidate.mention.sentence, text=text) for text in texts]
    candidates = [replace(candidate, mention=replace(candidate.mention, sentence=each)) for each in sentences]
    found = choose(candidates, len(candidates))
    assert 1 < len(found) < len(candidates)
