"""What to label next."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from stance.cli import app
from stance.files import read_articles
from stance.labelling import LabelledSentence, Reading
from stance.labelling.suggest import suggest
from stance.labels import GROUPS, STANCES
from stance.models import BASELINE, Probabilities
from stance.models.linear import LinearModel
from stance.text import read
from stance.types import Article, Mention

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


def articles(*texts: str) -> list[Article]:
    return [Article(f"a{number}", text) for number, text in enumerate(texts, 1)]


TEXTS = articles(
    "Marou said the garrison leaves on Monday. The road was open.",
    "Okoro said talks about harbours drag on.",
    "Lind said bakers want flour.",
)
MODEL = Scripted(harbours=HESITANT)


def chosen(*args: object, **options: object) -> list[str]:
    return [each.mention.actor.name for each in suggest(*args, **options)]


def test_what_the_model_is_least_sure_of_comes_first_and_nothing_without_an_actor() -> None:
    found = suggest(TEXTS, MODEL)
    assert found[0].mention.actor.name == "Okoro"
    assert {each.mention.actor.name for each in found[1:]} == {"Marou", "Lind"}
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
    twins = articles(
        "Okoro said talks about harbours drag on.",
        "Okoro said the talks about harbours drag on.",
        "Marou said the garrison leaves on Monday.",
    )
    assert chosen(twins, MODEL) == ["Okoro", "Marou"]


def test_no_two_of_one_passage() -> None:
    [text] = articles("Okoro said harbours drag on. It rained. Lind said harbours drown. Marou said harbours glow.")
    assert chosen([text], MODEL) == ["Okoro", "Marou"]


def test_what_is_labelled_already_is_left_out_with_all_that_is_like_it() -> None:
    article = TEXTS[1]
    first = read(article).sentences[0].span
    labelled = Reading(article, "anna", "5f" * 32, (LabelledSentence(first.start, first.end, 0),))
    assert chosen(TEXTS, MODEL, labelled=[labelled]) == ["Marou", "Lind"]
    elsewhere = replace(labelled, article=replace(article, id="another"))
    assert chosen(TEXTS, MODEL, labelled=[elsewhere]) == ["Marou", "Lind"]


def test_as_many_as_asked_for_from_a_stream_longer_than_what_is_kept() -> None:
    many = articles(*(f"Marou said item{n} rose to place{n}." for n in range(150)), "Okoro said harbours drag on.")
    assert chosen(iter(many), MODEL, count=1) == ["Okoro"]
    assert len(chosen(iter(many), MODEL, count=3)) == 3


@pytest.mark.parametrize("texts", [[], articles("The road was open.")])
def test_nothing_to_choose_from(texts: list[Article]) -> None:
    assert suggest(texts, MODEL) == []


def test_a_row_is_a_short_article_of_the_sentence_and_its_neighbours(tmp_path: Path) -> None:
    text = "HARBOURS\n\nThe road was open. Okoro said harbours drag on.\n\nIt rained. All slept."
    article = Article("a1", text, source="Herald")
    row = suggest([article], MODEL, count=1)[0].row()
    assert row["text"] == "The road was open. Okoro said harbours drag on.\n\nIt rained."
    assert row["text"][row["start"] : row["end"]] == "Okoro said harbours drag on."
    assert (row["article"], row["sentence"], row["title"]) == ("a1", 2, "HARBOURS")
    path = tmp_path / "chosen.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    [again] = read_articles(path)
    assert again == Article("a1#2", str(row["text"]), title="HARBOURS", source="Herald")


EXAMPLE = Path(__file__).parents[1] / "articles" / "example.txt"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["label", *map(str, arguments)])


def test_the_commands_file_can_be_given_to_annotators_and_what_they_labelled_is_not_suggested_again(
    tmp_path: Path,
) -> None:
    chosen, tasks, readings = (tmp_path / name for name in ("chosen.jsonl", "tasks.csv", "readings.jsonl"))
    result = run("suggest", EXAMPLE, "-n", 1, "--second", BASELINE, "-o", chosen)
    assert (result.exit_code, result.stderr) == (0, "1 sentences of 1 articles\n")
    assert run("export", chosen, "--to", "csv", "--model", "baseline", "-o", tasks).exit_code == 0
    assert run("import", tasks, "--articles", chosen, "--annotator", "anna", "-o", readings).exit_code == 0
    again = [json.loads(line) for line in run("suggest", EXAMPLE, "--labelled", readings).stdout.splitlines()]
    sentences = [[row["text"][row["start"] : row["end"]] for row in rows] for rows in (lines(chosen), again)]
    assert again
    assert not set(sentences[0]) & set(sentences[1])


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([EXAMPLE, "none.txt"], 1, "none.txt: no such file"),
        ([EXAMPLE, "--labelled", EXAMPLE], 2, "example.txt:1: not JSON"),
        ([EXAMPLE, "--second", "none"], 2, "none: no such folder"),
        (["none.txt"], 2, "there is nothing to choose from"),
    ],
)
def test_what_is_wrong_is_told(arguments: list[object], code: int, message: str) -> None:
    result = run("suggest", *arguments)
    assert result.exit_code == code
    assert message in result.stderr
