"""Attributions as a model gives them, made up for tests."""

from collections.abc import Mapping

from stance.labels import STANCES, Group, Mode, Stance
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
