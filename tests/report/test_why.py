"""Why the quoted sentences got their stances, as the page tells it on demand."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from stance.labels import Stance
from stance.models import Model
from stance.models.explanation import Explanation
from stance.models.occlusion import explain as left_out
from stance.predictor import default_predictor
from stance.report import Material, render
from stance.types import Article, Attribution
from tests.report.rows import explained, said

EXAMPLE = Article(
    "example.txt", (Path(__file__).parent.parent / "articles" / "example.txt").read_text(encoding="utf-8")
)
METHODS: dict[str, Callable[[Model, Sequence[Attribution]], list[Explanation]]] = {
    "what words add": lambda model, rows: model.explain([row.mention for row in rows]),
    "words left out": lambda model, rows: left_out([row.mention for row in rows], model.classify),
}


def blocks(page: str) -> list[str]:
    """Return what can be opened to see why, as text without marks."""
    return [
        " ".join(re.sub("<[^>]*>", " ", each).split())
        for each in re.findall(r'(?s)<details class="why">.*?</details>', page)
    ]


def test_it_tells_what_spoke_for_and_against_and_what_others_would_have_needed() -> None:
    (told,) = blocks(render(Material([said(p=0.7)], explain=explained), explained=True))
    assert told == (
        "Why oppose? Speaks What Without it for +0.90 They must stay, Ilda Marou said. 41% "
        "against -0.90 the headline 89% support would be ahead of oppose without “They must stay, Ilda Marou said.”. "
        "conditional is 1,234.5 times less likely."
    )


def test_only_what_is_quoted_is_explained_and_all_at_once() -> None:
    asked: list[Sequence[Attribution]] = []

    def explain(rows: Sequence[Attribution]) -> list[Explanation]:
        asked.append(rows)
        return explained(rows)

    rows = [said(text=f"They must stay for {n} years.", p=0.4 + n / 100) for n in range(20)]
    silent = said("Tobias Renn", Stance.NONE, text="It rained.")
    page = render(Material([*rows, silent], explain=explain), explained=True)
    assert asked == [[rows[19], rows[18], rows[17]]]
    assert len(blocks(page)) == 3


@pytest.mark.parametrize("method", METHODS)
def test_it_says_what_the_model_says_whichever_way_that_finds_it(method: str) -> None:
    predictor = default_predictor()
    given: list[Explanation] = []

    def explain(rows: Sequence[Attribution]) -> list[Explanation]:
        given.extend(METHODS[method](predictor.model, rows))
        return given

    told = blocks(render(Material(predictor.predict(EXAMPLE), explain=explain), explained=True))
    assert len(told) == len(given) > 2
    for block, explanation in zip(told, given, strict=True):
        strongest = [*explanation.reasons(), *explanation.doubts()]
        assert strongest
        assert all(f"{each.weights[explanation.stance]:+.2f} {each.text} " in block for each in strongest)
        assert all(sentence in block for sentence in explanation.otherwise())


def test_nothing_of_it_is_on_a_page_that_was_not_asked() -> None:
    rows = [said(), said("Tobias Renn", Stance.SUPPORT)]
    plain = render(Material(rows))
    assert render(Material(rows, explain=explained)) == plain
    assert "why" not in plain.lower().replace("and why", "")


def test_rows_that_cannot_be_explained_are_refused_with_the_way_out() -> None:
    with pytest.raises(ValueError, match=r"give the articles instead.* stance report ARTICLES .*--explain"):
        render(Material([said()]), explained=True)


def test_a_page_about_nobody_needs_no_explanation() -> None:
    assert blocks(render(Material([], explain=explained), explained=True)) == []
