"""Text that shows what it holds."""

import pytest

from stance.text import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plain text,\twith a tab\r\nand a line.", "Plain text,\twith a tab\r\nand a line."),
        ("a\x00b\x1b[2Jc\x9bd", "a�b�[2Jc�d"),
        ("left\u202etfel\u2069\u200f", "left�tfel��"),
        ("half \ud83d whole 😀", "half � whole 😀"),
        ("قال إنهم سيغادرون", "قال إنهم سيغادرون"),
    ],
)
def test_what_would_hide_or_turn_text_is_shown_one_for_one(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert len(visible(text)) == len(text)
