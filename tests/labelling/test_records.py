from dataclasses import replace

import pytest

from stance.labelling import Label, LabelledSentence, ordered
from stance.labels import Group, Mode, Stance
from tests.labelling.readings import label, reading


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((" ", 0, 2, Mode.DIRECT), "an attribution has no actor"),
        (("Ada", 0, None, Mode.DIRECT), "mention 0-None of 'Ada' is half a span"),
        (("Ada", None, None, Mode.INDIRECT), "'Ada' is indirect, but the sentence does not name it; .* continued or"),
    ],
)
def test_a_label_that_cannot_be(values: tuple[str, int | None, int | None, Mode], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Label(*values, Group.OTHER, Stance.NONE)


@pytest.mark.parametrize(
    ("sentence", "labels", "message"),
    [
        ((5, 5, 0), (), "sentence 5-5 of paragraph 0 is no range"),
        ((5, 9, -1), (), "paragraph -1"),
        ((5, 9, 0), (label(4, 6, Mode.DIRECT),), "mention 4-6 of 'Ada Okoro' does not lie in its sentence 5-9"),
        ((5, 9, 0), (label(8, 8, Mode.DIRECT),), "mention 8-8"),
        ((5, 9, 0), (label(6, 8, Mode.DIRECT),) * 2, "has the same attribution twice"),
    ],
)
def test_a_sentence_that_cannot_be(sentence: tuple[int, int, int], labels: tuple[Label, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        LabelledSentence(*sentence, labels)


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        (((5, 9, 0), (8, 12, 0)), "sentence 8-12 of paragraph 0 must start at 9 or later"),
        (((5, 9, 1), (10, 12, 0)), "not be in a paragraph before 1"),
        (((5, 9000, 0),), "end by 7"),
    ],
)
def test_sentences_that_cannot_be(bounds: tuple[tuple[int, int, int], ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(reading(), sentences=tuple(LabelledSentence(*each) for each in bounds))


def test_somebody_has_read_it() -> None:
    with pytest.raises(ValueError, match="nobody is named as annotator of 'a1'"):
        reading(annotator=" ")


def test_labels_are_ordered_by_place_and_then_by_name_each_once() -> None:
    first, second = label(3, 5, Mode.DIRECT), label(7, 9, Mode.DIRECT)
    unnamed = [label(None, None, Mode.AUTHOR, actor=name) for name in ("Abel", "Zoe")]
    assert ordered([unnamed[1], second, first, unnamed[0], first]) == (first, second, *unnamed)
