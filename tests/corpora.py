"""A tiny labelled corpus for tests: enough for a model to learn something, small enough to learn it at once."""

from pathlib import Path

from stance.types import LabelledDocument
from training.data.corpus import codebook_of, write
from training.data.drafts import read_drafts
from training.data.labelled import labelled
from training.data.splits import assign

RULES = "5f" * 32
HEADER = "# title: {} | date: 2010-03-0{} | conflict: {} | genre: wire report | author: -\n"

ACTORS = (
    ("Prime Minister Ines Okoye", "Ines Okoye", "deploying_government"),
    ("the Senate", "Senate", "deploying_legislature"),
    ("the Taliban", "Taliban", "armed_opposition"),
    ("the Observatory", "Observatory", "expert"),
)
SAYINGS = (
    ("the troops must leave now", "support"),
    ("all soldiers should be withdrawn this year", "support"),
    ("leaving would be a mistake that lets the rebels win", "oppose"),
    ("the troops have to stay and fight", "oppose"),
    ("the forces may go only if the army can hold the towns", "conditional"),
    ("a withdrawal depends on conditions on the ground", "conditional"),
    ("the committee met in the capital on Monday", "none"),
    ("300 vehicles had crossed the river", "none"),
)
FRAMES = ("{title} said {saying}.", "According to {title}, {saying}.", "{title} told reporters that {saying}.")


def draft(frames: tuple[str, ...] = FRAMES) -> str:
    """Return an article a saying and frame, in which everybody speaks once."""
    text = ""
    for number, (saying, stance) in enumerate(SAYINGS):
        for frame in frames:
            conflict = ("Iraq", "Cyprus")[number % 2]
            text += HEADER.format(f"Report {number} on the war", number + 1, conflict)
            for title, name, group in ACTORS:
                sentence = frame.format(title=title, saying=saying)
                text += f"{sentence[0].upper()}{sentence[1:]} ||| {name} | {group} | {stance} | indirect | {name}\n"
            text += "The road was open. |||\n\n"
    return text


def documents(folder: Path, frames: tuple[str, ...] = FRAMES) -> list[LabelledDocument]:
    """Return the corpus as labelled documents."""
    path = folder / "draft.txt"
    path.write_text(draft(frames), encoding="utf-8")
    drafts, problems = read_drafts(path, RULES)
    assert not problems
    return [labelled(each.text) for each in drafts]


def folder(path: Path) -> Path:
    """Write the corpus with all its splits into `path` and return that."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "draft.txt").write_text(draft(), encoding="utf-8")
    (path / "codebook.md").write_text("The rules.\n", encoding="utf-8")
    drafts, _ = read_drafts(path / "draft.txt", codebook_of(path))
    for split, texts in assign(each.text for each in drafts).items():
        write(texts, path / f"{split}.jsonl")
    return path
