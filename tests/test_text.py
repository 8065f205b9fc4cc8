"""Reading articles: what is a sentence, a heading, a paragraph and a quotation."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stance.text import read
from stance.types import Article, Document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what opens and closes
        ("“We leave,” he said.", ["We leave,"]),
        ('"We leave," he said. "They stay."', ["We leave,", "They stay."]),
        ("‘We leave,’ he said.", ["We leave,"]),
        ("'We leave,' he said.", ["We leave,"]),
        ("``We leave,'' he said.", ["We leave,"]),
        ("''We leave,'' he said.", ["We leave,"]),
        ("« Nous partons », dit-il.", ["Nous partons"]),
        ("»Wir gehen«, sagte er.", ["Wir gehen"]),
        ("„Wir gehen“, sagte er.", ["Wir gehen"]),
        ("„Idziemy”, powiedział.", ["Idziemy"]),
        ("”Vi går”, sade han.", ["Vi går"]),
        ("“We leave“, he said. “We do.“", ["We leave", "We do."]),
        ('“We leave," he said.', ["We leave,"]),
        ("It is ‘conditions-based’.", ["conditions-based"]),
        ("NATO not leaving before ‘time is right’", ["time is right"]),
        ("NATO not leaving before 'time is right'", ["time is right"]),
        ('Troops ("the last") left—"at last"—in May.', ["the last", "at last"]),
        # the outermost only
        ("“Ng said, ‘We leave,’ and left.”", ["Ng said, ‘We leave,’ and left."]),
        ("‘Ng said, “We leave,” and left.’", ["Ng said, “We leave,” and left."]),
        ("\"Ng said 'we leave'\"", ["Ng said 'we leave'"]),
        # apostrophes are no quotation marks
        ("O'Neill's and O’Neill’s troops don't and don’t go.", []),
        ("James' and the allies’ troops of the '90s and ’80s left.", []),
        ("The soldiers’ and the families’ wishes, and rock 'n' roll.", []),
        ("'Tis done, 'til we're back.", []),
        ("‘The allies’ troops must leave,’ he said.", ["The allies’ troops must leave,"]),
        ("'The allies' troops must leave,' he said.", ["The allies' troops must leave,"]),
        ("The ‘bad guys’ and their friends", ["bad guys"]),
        ('He is 6\'2" tall and the pipe is 5" wide.', []),
        # a mark is missing
        ("Ng said, “We leave. They stay.", ["We leave. They stay."]),
        ("“We leave, Ng said. He left. “They stay,” he said.", ["We leave, Ng said.", "They stay,"]),
        ("“We go,” Ng said. While nobody wants to, we go.” He left.", ["We go,", "While nobody wants to, we go."]),
        # over several paragraphs
        ("“We leave.\n\n“They stay.\n\n“So be it,” Ng said.", ["We leave.", "They stay.", "So be it,"]),
        ("‘We leave.\n\n‘They stay,’ Ng said.", ["We leave.", "They stay,"]),
        ('"We leave.\n\n"They stay," Ng said.', ["We leave.", "They stay,"]),
        ("“We leave.\n\nThey stay.\n\nSo be it,” Ng said.", ["We leave.", "They stay.", "So be it,"]),
        ("“We leave.\n\nHe left.\n\n“They stay,” Ng said.", ["We leave.", "They stay,"]),
        ("“We go.\n\n”\n\nHe left.", ["We go."]),
        # nothing in it
        ('“” and "" and ‘ ’', []),
        ("“ ”", []),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in read(Article("a", text)).quotations] == expected


@pytest.mark.parametrize(
    "heading",
    [
        "Troops to leave in May",
        "NATO not leaving before ‘time is right’",
        "“We will not leave”",
        "Taliban Keeps Close Ties with Al-Qaeda: Report",
        "From war to peace",
        "By the numbers",
        "BACKGROUND",
        "2,500 troops left behind",
        "What comes next",
        "May deadline looms",
    ],
)
def test_headings(heading: str) -> None:
    document = read(Article("a", f"{heading}\n\nTroops leave. So be it.\n\n{heading}\n\nHe said so."))
    assert [s.text for s in document.sentences if s.heading] == [heading, heading]


@pytest.mark.parametrize(
    "line",
    [
        "Troops will leave in May.",
        "“We will not leave.”",
        "Will they leave?",
        "He added:",
        "By Ada Ng in Kabul",
        "By Ada Ng and Bo Ek",
        "By ADA NG, Associated Press",
        "KABUL, Jan. 22 (Reuters) -",
        "KABUL (AP) —",
        "January 22, 2021",
        "Friday, 22 January 2021",
        "Photo: Ada Ng",
        "Updated 22 January 2021",
        "https://example.org/troops",
        "and so they left",
        "12",
        "Troops left. Others stayed",
        "Word " * 30,
    ],
)
def test_no_headings(line: str) -> None:
    document = read(Article("a", f"{line}\n\nTroops leave. So be it."))
    assert not any(sentence.heading for sentence in document.sentences)


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("Troops to leave.\n\nThey leave.", "Troops to leave", ["Troops to leave."]),
        ("Kabul\n\nThey leave.", "Troops to leave", ["Kabul"]),
        ("Troops to leave", "", ["Troops to leave"]),
        ("They leave.\n\nAda Ng", "", []),
        ("They bought:\n\nTanks\n\nGuns\n\nBoots\n\nThey left.", "", []),
        ("Troops to leave\n\nA year late\n\nThey leave.", "", ["Troops to leave", "A year late"]),
    ],
)
def test_headings_in_their_place(text: str, title: str, expected: list[str]) -> None:
    assert [s.text for s in read(Article("a", text, title)).sentences if s.heading] == expected


def test_paragraphs_are_counted() -> None:
    document = read(Article("a", "One. Two.\n\n***\n\nThree."))
    assert [(sentence.index, sentence.paragraph) for sentence in document.sentences] == [(0, 0), (1, 0), (2, 1)]


PIECES = st.sampled_from(
    [
        *"\"'“”‘’„«»‚`.!?…,:;()[]-–— \n\r\t\ufeff\x00\u200f\xa0😀ß۔。Aa5_é",
        *("\r\n", "\n\n", "Gen. ", "U.S. ", "Jan. 22 ", "He said", "we leave", "’s ", "’90s"),
    ]
)
ANY = st.text(st.characters(exclude_categories=()), max_size=200)
"""Halves of surrogate pairs, too: JSON may hold them."""

ARTICLES = st.lists(PIECES, max_size=60).map("".join) | ANY


@given(ARTICLES)
@example('Gen. "\xa0۔\xa0A')
def test_any_text_is_read_whole_in_order_and_without_overlap(text: str) -> None:
    document = read(Article("a", text))
    _check_order(document)
    covered = "".join(sentence.text for sentence in document.sentences)
    assert [c for c in covered if c.isalnum()] == [c for c in text if c.isalnum()]
    for index, sentence in enumerate(document.sentences):
        assert sentence.index == index
        assert sentence.span.of(text) == sentence.text == sentence.text.strip()
        assert any(map(str.isalnum, sentence.text))


@given(ARTICLES)
def test_any_quotation_lies_in_one_paragraph_and_is_not_blank(text: str) -> None:
    document = read(Article("a", text))
    for quotation in document.quotations:
        assert quotation.of(text).strip() == quotation.of(text) != ""
        assert not re.search(r"\n\s*\n", quotation.of(text))


@pytest.mark.parametrize("piece", ['"', "“", "'a ", ". ", ".)", "“a\n\n", "U.S. ", "x", "\x00", "\r\n"])
def test_a_hundred_thousand_of_anything_are_read(piece: str) -> None:
    text = piece * 100_000
    _check_order(read(Article("a", text)))


def _check_order(document: Document) -> None:
    for spans in ([sentence.span for sentence in document.sentences], list(document.quotations)):
        ends = [0, *(span.end for span in spans)]
        assert all(end <= span.start < span.end for end, span in zip(ends, spans, strict=False))
        assert ends[-1] <= len(document.article.text)
