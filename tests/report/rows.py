"""Attributions as a model gives them, made up for tests."""

from collections.abc import Mapping, Sequence

from stance.labels import STANCES, Group, Mode, Stance
from stance.models.explanation import Explanation, Need, Reason
from stance.types import Actor, Attribution, Mention, Sentence, Span

MODEL, CODEBOOK = "linear-0123abcd", "c0deb00c" * 8


def said(
    actor: str = "Ilda Marou",
    stance: Stance = Stance.OPPOSE,
    p: float = 0.7,
    *,
    article: str = "a.txt",
    text: str = "They must stay, Ilda Marou said.",
    start: int = 0,
    source: Span | None = None,
    group: Group = Group.EXPERT,
    p_actor: float = 0.9,
    abstained: bool = False,
) -> Attribution:
    """Return an attribution whose `stance` has the probability `p`, the others what is left."""
    rest = (1 - p) / (len(STANCES) - 1)
    p_stance: Mapping[Stance, float] = {each: p if each == stance else rest for each in STANCES}
    sentence = Sentence(0, Span(start, start + len(text)), text, 0, heading=False)
    mention = Mention(sentence, Actor(actor), source, Mode.INDIRECT)
    return Attribution(article, mention, group, stance, p_stance, 0.8, p_actor, (stance,), abstained, MODEL, CODEBOOK)


def explained(rows: Sequence[Attribution]) -> list[Explanation]:
    """Return explanations in which the whole sentence speaks for its stance, and the headline against it."""
    return [_explained(row) for row in rows]


def _explained(row: Attribution) -> Explanation:
    weights = {each: 0.9 if each == row.stance else -0.3 for each in STANCES}
    text = row.mention.sentence.text
    sentence = Reason(text, (Span(0, len(text)),), weights)
    headline = Reason("the headline", (), {each: -weight for each, weight in weights.items()})
    others = [each for each in STANCES if each != row.stance]
    needs = (Need(others[0], 2.0, (sentence,)), Need(others[1], 1234.5, ()))
    return Explanation(row.mention, row.p_stance, (sentence,), (headline,), needs=needs)
