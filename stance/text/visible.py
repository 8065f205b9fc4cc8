"""Text that shows what it holds: nothing in it can rewrite a terminal or turn a page's text around."""

import re

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def visible(text: str) -> str:
    r"""Return `text` with control characters, direction marks and halves of surrogate pairs replaced one for one.

    >>> visible("left\u202etfel")
    'left�tfel'
    """
    return _HIDDEN.sub("\ufffd", text)
