from collections.abc import Callable
from pathlib import Path

import pytest

from training.data.add import add

DRAFT = """\
# title: Senators press for pull-out | date: 2007-05-14 | conflict: Iraq | genre: wire report | author: -
Mary Okafor said the troops should leave. ||| Mary Okafor | deploying_legislature | support | indirect | Mary Okafor
"They have done what we asked," she told reporters. ||| Mary Okafor | deploying_legislature | none | mixed | she

The 140,000 soldiers arrived four years ago. |||
The general said he knew that he would stay. ||| general | expert | oppose | indirect | he#2

# title: - | date: 1988-01-02 | conflict: Cambodia | genre: brief | author: -
Hanoi said its forces would leave by the end of 1990. ||| Hanoi | deploying_government | support | indirect | Hanoi
"No date was given for the last of them." ||| Hanoi | deploying_government | none | continued |
"""


SNIPPET = """\
# title: - | date: 2007-05-14 | conflict: Iraq | genre: brief | author: -
{} |||
"""


CONTRAST = "The ministry would not say whether they stay or leave."


def with_rules(folder: Path) -> Path:
    """Make an empty corpus with a codebook."""
    folder.mkdir()
    (folder / "codebook.md").write_text("The rules.\n", encoding="utf-8")
    return folder


def snippets(*sentences: str) -> str:
    return "".join(map(SNIPPET.format, sentences))


def distinct(count: int) -> list[str]:
    """Return sentences that have no word in common."""
    return [" ".join(f"w{number}x{word}" for word in range(7)) for number in range(count)]


@pytest.fixture
def draft(tmp_path: Path) -> Callable[..., Path]:
    """Write a draft file, with parts of the example replaced."""

    def write(old: str = "", new: str = "", *, text: str = DRAFT) -> Path:
        assert old in text
        path = tmp_path / "draft.txt"
        path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def corpus_folder(draft: Callable[..., Path], tmp_path: Path) -> Path:
    folder = with_rules(tmp_path / "corpus")
    add([draft()], folder)
    return folder


@pytest.fixture
def full_folder(draft: Callable[..., Path], tmp_path: Path) -> Path:
    """Build a corpus with a text or more in every split."""
    folder = with_rules(tmp_path / "full")
    add([draft(text=DRAFT + snippets(*distinct(30)))], folder)
    add([draft(text=snippets(CONTRAST))], folder, contrast=True)
    return folder
