"""What annotators may leave out, and how they mark what a sentence does not name."""

from dataclasses import replace

import pytest

from stance.labelling import Label, Reading
from stance.labelling.marks import Mark, marked
from stance.labelling.suggestions import tasks
from stance.labels import Group, Mode, Stance
from stance.types import Article

TEXT = (
    "Gen. Ilda Marou said the troops must leave. “They should have gone,” she added.\n\n"
    "“Every month costs us lives. We cannot wait.” The road was open. Marou (Osk) nodded."
)
ARTICLE = Article("a", TEXT)


def blank(article: Article = ARTICLE) -> Reading:
    return next(iter(tasks([article], "digest")))


def mark(words: str, actor: str = "", mode: Mode | None = None, stance: Stance = Stance.SUPPORT) -> Mark:
    start = TEXT.index(words)
    return Mark(start, start + len(words), Group.HOST_GOVERNMENT, stance, actor, mode)


def labels(task: Reading, *marks: Mark) -> list[tuple[int, Label]]:
    found = marked(task, "anna", marks)
    assert found.annotator == "anna"
    return [(number, label) for number, sentence in enumerate(found.sentences) for label in sentence.labels]


def told(task: Reading, *marks: Mark) -> list[tuple[int, str, str | None, str]]:
    """Return sentence, name, marked words and mode of each label."""
    return [
        (number, label.actor, None if label.start is None else TEXT[label.start : label.end], str(label.mode))
        for number, label in labels(task, *marks)
    ]


def test_a_pronoun_gets_the_name_and_the_mode_that_the_rules_find() -> None:
    assert told(blank(), mark("she")) == [(1, "Ilda Marou", "she", "direct")]


def test_what_the_annotator_gave_stands() -> None:
    assert told(blank(), mark("she", "Ana Roth", Mode.MIXED)) == [(1, "Ana Roth", "she", "mixed")]


def test_who_is_no_source_to_the_rules_is_called_by_the_marked_words_at_least() -> None:
    assert told(blank(), mark("The road")) == [(4, "The road", "The road", "indirect")]


def test_space_at_the_ends_of_a_mark_is_no_part_of_it() -> None:
    assert told(blank(), mark(" she ")) == [(1, "Ilda Marou", "she", "direct")]


def test_whole_sentences_are_those_that_do_not_name_their_source() -> None:
    both = mark("Every month costs us lives. We cannot wait")
    assert told(blank(), mark("she"), both) == [
        (1, "Ilda Marou", "she", "direct"),
        (2, "Ilda Marou", None, "continued"),
        (3, "Ilda Marou", None, "continued"),
    ]


def test_a_sentence_marked_as_a_whole_is_the_authors_where_nobody_spoke_before() -> None:
    opinion = Article("a", "The road was open.", author="Ana Roth")
    road = Mark(0, 18, Group.EXPERT, Stance.NONE)
    assert labels(blank(opinion), road) == [(0, Label("Ana Roth", None, None, Mode.AUTHOR, Group.EXPERT, Stance.NONE))]


def test_a_sentence_marked_as_a_whole_in_which_nobody_is_known_to_speak() -> None:
    silent = Article("a", "The road was open.")
    with pytest.raises(ValueError, match="nobody is known to speak in 'The road was open"):
        marked(blank(silent), "anna", [Mark(0, 18, Group.EXPERT, Stance.NONE)])


@pytest.mark.parametrize("words", ["leave. “They", " ", "costs us lives. We cannot wait.”"])
def test_a_mark_that_is_in_no_one_sentence(words: str) -> None:
    with pytest.raises(ValueError, match="is marked; mark the words of one sentence that name the actor, or whole"):
        marked(blank(), "anna", [mark(words)])


def suggested(*given: Label) -> Reading:
    task = blank()
    first = replace(task.sentences[1], labels=given)
    return replace(task, annotator="model", sentences=(task.sentences[0], first, *task.sentences[2:]))


SHE = TEXT.index("she")
NAMED = Label("I. Marou", SHE, SHE + 3, Mode.MIXED, Group.EXPERT, Stance.OPPOSE)
UNNAMED = Label("Ana Roth", None, None, Mode.AUTHOR, Group.EXPERT, Stance.NONE)
SENTENCE = "“They should have gone,” she added."


def test_a_suggestion_keeps_name_and_mode_when_its_stance_is_changed() -> None:
    assert told(suggested(NAMED), mark("she")) == [(1, "I. Marou", "she", "mixed")]
    assert told(suggested(UNNAMED), mark(SENTENCE)) == [(1, "Ana Roth", None, "author")]


def test_of_two_suggestions_on_the_same_words_each_mark_keeps_the_one_it_is_like() -> None:
    other = replace(NAMED, actor="Zoe Ito", stance=Stance.SUPPORT, group=Group.HOST_GOVERNMENT)
    found = labels(suggested(NAMED, other), mark("she"), mark("she", stance=Stance.OPPOSE))
    assert [(label.actor, label.stance) for _, label in found] == [("I. Marou", "oppose"), ("Zoe Ito", "support")]


def test_a_suggestion_that_is_not_marked_is_rejected() -> None:
    assert labels(suggested(NAMED)) == []
