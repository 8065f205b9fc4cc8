"""The rules that annotators follow: a copy of the corpus' codebook in the package, or a file of the user's own."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from stance.labels import Stance

COLOURS = {
    Stance.SUPPORT: "#2e7d32",
    Stance.OPPOSE: "#c62828",
    Stance.CONDITIONAL: "#e69f00",
    Stance.NONE: "#607d8b",
}
"""Of what annotators mark, in every tool."""
OURS = Path(__file__).parent / "codebook.md"
_ROW = re.compile(r"^\| (\w+) \| (.+?) \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Codebook:
    """Rules with the digest by which readings and models name them."""

    text: str
    digest: str

    @classmethod
    def read(cls, path: Path = OURS) -> "Codebook":
        """Read the rules of a file.

        Raises:
            ValueError: It is not UTF-8 text; the message tells the remedy.
        """
        data = path.read_bytes()
        try:
            return cls(data.decode(), hashlib.sha256(data).hexdigest())
        except UnicodeDecodeError as error:
            raise ValueError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8.") from None

    @property
    def hints(self) -> dict[str, str]:
        """What its tables say of each label."""
        return dict(_ROW.findall(self.text))
