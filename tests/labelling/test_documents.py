"""From readings to labelled documents."""

from stance.labelling import Label, LabelledSentence, Reading
from stance.labelling.documents import labelled
from stance.labels import Group, Mode, Stance
from stance.types import Article, Span
from tests.labelling.readings import reading

TEXT = "NO WAY OUT\n\nThe road was open. NATO spokesman Ivo Marou said they go.\n\n“Soon,” he said."
ARTICLE = Article("a1", TEXT)


def sentence(text: str, paragraph: int, *labels: Label) -> LabelledSentence:
    start = TEXT.index(text)
    return LabelledSentence(start, start + len(text), paragraph, labels)


def label(words: str, mode: Mode) -> Label:
    start = TEXT.rindex(words)
    return Label("Marou", start, start + len(words), mode, Group.EXPERT, Stance.SUPPORT)


def test_labels_become_examples_with_what_the_rules_know_beside_them() -> None:
    said = sentence("NATO spokesman Ivo Marou said they go.", 1, label("Marou", Mode.INDIRECT))
    soon = sentence("“Soon,” he said.", 2, label("he", Mode.DIRECT))
    first, second = labelled(Reading(ARTICLE, "anna", "", (said, soon))).examples
    assert (first.group, first.stance) == (Group.EXPERT, Stance.SUPPORT)
    assert first.mention.actor.description == second.mention.actor.description == "NATO spokesman"
    assert "Soon," in [span.of(TEXT) for span in second.mention.contents]
    assert second.mention.source == Span(TEXT.index("he said"), TEXT.index("he said") + 2)


def test_what_was_not_read_still_stands_around_what_was() -> None:
    said = sentence("NATO spokesman Ivo Marou said they go.", 1, label("Marou", Mode.INDIRECT))
    document = labelled(Reading(ARTICLE, "anna", "", (said,)))
    texts = ["NO WAY OUT", "The road was open.", "NATO spokesman Ivo Marou said they go.", "“Soon,” he said."]
    assert [each.text for each in document.document.sentences] == texts
    assert [each.index for each in document.document.sentences] == [0, 1, 2, 3]
    [example] = document.examples
    assert (example.mention.previous, example.mention.following) == (texts[1], texts[3])
    assert example.mention.title == "NO WAY OUT"


def test_the_bounds_of_the_reading_hold() -> None:
    both = sentence("The road was open. NATO spokesman Ivo Marou said they go.", 1, label("Marou", Mode.INDIRECT))
    [example] = labelled(Reading(ARTICLE, "anna", "", (both,))).examples
    assert example.mention.sentence.text == TEXT[both.start : both.end]
    assert example.mention.previous == "NO WAY OUT"


def test_a_finished_sentence_is_no_heading_unless_all_are() -> None:
    assert not any(each.heading for each in labelled(reading()).document.sentences)
    assert all(each.heading for each in labelled(reading(), headings=True).document.sentences)


def test_labels_keep_their_order() -> None:
    labels = [(each.actor, each.stance) for read in reading().sentences for each in read.labels]
    examples = [(each.mention.actor.name, each.stance) for each in labelled(reading()).examples]
    assert examples == labels
