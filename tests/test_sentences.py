"""Where sentences and paragraphs begin and end."""

import pytest

from stance.text import read
from stance.types import Article

# One sentence a part, parted by " | "; the text is the parts joined by what the bar stands for, a space.
SENTENCES = [
    # abbreviations
    "On Jan. 22 the U.S. withdrew. | He stayed.",
    "Gen. Mark Milley spoke. | Lt. Gen. Ng did not.",
    "Mr. and Mrs. Ng left at 5 p.m. on Monday.",
    "The talks began at 9 a.m. | They ended at noon.",
    "Forces left the U.S. | The war went on.",
    "The U.S. Army and the U.K. Ministry of Defence agreed.",
    "Resolution No. 5 passed. | No. 10 was silent.",
    "Will we go? | We said no. | Nobody listened.",
    "See Art. 3 and pp. 4-5 of the deal.",
    "George W. Bush sent them. | Donald J. Trump did not.",
    "J. K. Ng and A. A. Milne agreed.",
    "Acme Inc. Chief Executive Ann Ng agreed. | So did Bell Corp. | It was over.",
    "Sen. Ted Ng, R-Va., said no. | Rep. Ann Ng (D-Ariz.) Tuesday said yes.",
    "He lives in Washington, D.C. | His wife does not.",
    "Troops, tanks, etc. were moved. | All went well.",
    "Dr. St. John, Ph.D., of St. Louis spoke.",
    "It fell on Sept. 11. | In Aug. 2021 they left.",
    "The S.&P. 500 fell.",
    "Martin Luther King Jr. said so. | He was right.",
    "We took plan B. | Then plan C.",
    "I. Charles Ng wrote it.",
    "Nobody is braver than I. | We go.",
    "e.g. tanks, i.e. armour, are next.",
    # numbers and the like
    "It costs $3.5 million. | 2,500 troops stay.",
    "About 2.5 per cent left. | 30 people died.",
    "Visit www.example.org today. | Write to ann.ng@example.org.",
    "1. The troops leave. | They do not return.",
    # ellipses and several stops
    "I think ... we should go. | Or not…",
    "We waited… | Then we left.",
    "Really?! | Yes!!! | He left.",
    "It was … a mistake. | They know.",
    # quotations
    "“We leave.” | He left.",
    "“We leave,” he said. | “They stay.”",
    "“It is early. | We stay,” Ng said.",
    "“Why leave?” he asked. | “Why not!” she said.",
    "“Why leave?” Ng asked. | “Stay!” Ann B. Ng said in Kabul.",
    "“Will you leave?” | Ng looked away.",
    "'We leave.' | He left.",
    '"We leave." | "We stay."',
    '"We leave." | He left.',
    "“He said, ‘We leave.’” | She nodded.",
    "“He said, ‘We leave.’ ” | She nodded.",
    "« Nous partons. » | Il est parti.",
    "„Wir gehen.“ | Er ging.",
    "“We leave.”[12] | He left.[3] | It rained.",
    "The “surge.” | Then nothing.",
    "The “surge”. | Then nothing.",
    "He left (with Ng). | She stayed. | (She had to.) | He knew.",
    "He quoted Ng (“We leave.”) and left.",
    "“We won.” — Ada Ng",
    # who and what begin with small letters
    "The talks failed. | al-Qaeda gained.",
    "The app works. | iPhones do too.",
    # punctuation elsewhere
    "CONCORD, N.H. — He won.",
    "KABUL, Jan. 22 (Reuters) - Troops left. | Others stayed.",
    "He had a goal: Leave. | He left; she stayed.",
    "Jeb! was there. | So was Yahoo! of course.",
    "Great! 😀 | The next one.",
    "He left. | — She stayed.",
    # other scripts
    "軍は撤退する。",
    "غادرت القوات. | بقي الآخرون.",
]

KNOWN_LIMITS = [
    ("The plan was Joe B. | Ng's idea.", "an initial or the end: nothing but the meaning tells"),
    ("He works for Acme Inc. | Microsoft does not.", "a name after an abbreviation that may end a sentence"),
    ("Taliban and U.S. And Allies Sign Deal", "capitals in a headline look like a sentence's opening word"),
    ("“We go.” Ng said.", "a full stop where a comma should be; 'Ng said' could open the next sentence"),
    ("We leave in May. | us too.", "a sentence that begins with a small letter"),
]


@pytest.mark.parametrize("case", SENTENCES)
def test_sentences_of_a_paragraph(case: str) -> None:
    assert sentences_of(case.replace(" | ", " ")) == case.split(" | ")


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=pytest.mark.xfail(reason=reason)) for case, reason in KNOWN_LIMITS]
)
def test_sentences_beyond_the_rules(case: str) -> None:
    assert sentences_of(case.replace(" | ", " ")) == case.split(" | ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left.“We stay,” he said.", ["He left.", "“We stay,” he said."]),
        ("He left.Then she did.", ["He left.", "Then she did."]),
        ("“We leave. ” He left.", ["“We leave. ”", "He left."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.\rThree.", ["One.", "Two.", "Three."]),
        ("One.\u2028Two.\u2029Three.", ["One.", "Two.", "Three."]),
        ("\ufeffOne. Two.", ["One.", "Two."]),
        ("\x00One.\x00 Two.\x00", ["One.", "Two."]),
        ("\u200fOne.\u200f Two.\u200b", ["One.", "Two."]),
        ("One.\xa0Two. \u2009Three.", ["One.", "Two.", "Three."]),
        ("On Jan.\xa022 he left.", ["On Jan.\xa022 he left."]),
        ("  \t One.  \n \n ", ["One."]),
        ("“We go.\n\n”\n\nHe left.", ["“We go.", "He left."]),
        ("One.\n\n* * *\n\nTwo.", ["One.", "Two."]),
        ("• Leave now\n• Stay", ["Leave now", "Stay"]),
        ("- leave now\n- stay", ["leave now", "stay"]),
        ("1. Leave now\n2. Stay", ["1. Leave now", "2. Stay"]),
        ("## Kabul\nTroops left.", ["Kabul", "Troops left."]),
        ("They will\nleave. He said\nso.", ["They will\nleave.", "He said\nso."]),
        ("", []),
        (" \n\t\x00\ufeff", []),
        ("...\n\n—\n\n“”", []),
        ("👍", []),
    ],
)
def test_sentences_whatever_stands_around_them(text: str, expected: list[str]) -> None:
    assert sentences_of(text) == expected


WRAPPED = """\
The last foreign soldiers will leave the country in May, the defence
ministry said on Monday, a year after the agreement was signed. Gen.
Ng called it a mistake and said that the allies would have to return
within a year.
   The president disagreed. He told reporters that it had been agreed
"in May, and in May we go."

Next steps

Talks go on in Doha.
"""


def test_single_line_ends_in_text_wrapped_by_hand_are_spaces() -> None:
    assert [" ".join(paragraph.split()) for paragraph in paragraphs_of(WRAPPED)] == [
        "The last foreign soldiers will leave the country in May, the defence ministry said on Monday, a year after "
        "the agreement was signed. Gen. Ng called it a mistake and said that the allies would have to return within a "
        "year.",
        'The president disagreed. He told reporters that it had been agreed "in May, and in May we go."',
        "Next steps",
        "Talks go on in Doha.",
    ]


def test_single_line_ends_in_other_text_end_paragraphs() -> None:
    lines = [
        "Troops to go",
        "The last soldiers leave in May, a year after the deal was signed. So said Ng.",
        "He left.",
    ]
    assert paragraphs_of("\n".join(lines)) == lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("word " * 450, ["word " * 199 + "word", "word " * 199 + "word", "word " * 49 + "word"]),
        ("x" * 1500, ["x" * 1000, "x" * 500]),
        (f"Short. A {'word ' * 250}", ["Short.", "A " + "word " * 198 + "word", "word " * 50 + "word"]),
        ("He left " + "- " * 600 + "at once.", ["He left" + " -" * 496, "- " * 104 + "at once."]),
        ("He left " + "- " * 600, ["He left" + " -" * 496]),
    ],
)
def test_what_is_too_long_for_a_sentence_is_read_in_pieces(text: str, expected: list[str]) -> None:
    assert sentences_of(text) == expected


def sentences_of(text: str) -> list[str]:
    return [sentence.text for sentence in read(Article("a", text)).sentences]


def paragraphs_of(text: str) -> list[str]:
    found: dict[int, list[str]] = {}
    for sentence in read(Article("a", text)).sentences:
        found.setdefault(sentence.paragraph, []).append(sentence.text)
    return [" ".join(parts) for parts in found.values()]
