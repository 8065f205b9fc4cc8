"""Labels follow the codebook that they were given under, until a map says what became of them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from stance.cli import app
from stance.labelling import read_readings, write_readings
from stance.labelling.codebook import Codebook
from stance.labelling.jsonl import record
from stance.labelling.migration import CodebookError, one_codebook, read_changes
from stance.labels import Group, Stance
from tests.labelling.readings import CODEBOOK, reading

NOW = Codebook.read().digest
BETWEEN = "b" * 64
MAP = f"""
[[change]]
from = "{CODEBOOK}"
to = "{BETWEEN}"
why = "Neutral was no stance of its own."
stance = {{neutral = "undecided"}}
group = {{media = "civil_society"}}

[[change]]
from = "{BETWEEN}"
to = "{NOW}"
why = "Nor was undecided."
stance = {{undecided = "none"}}
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file with a reading under rules that had other stances and groups."""
    given: Any = record(reading())
    given["sentences"][0]["attributions"][0] |= {"stance": "neutral", "group": "media"}
    path = tmp_path / "old.jsonl"
    path.write_text(json.dumps(given) + "\n", encoding="utf-8")
    return path


def migrate(path: Path, changes: str) -> Result:
    (path.parent / "map.toml").write_text(changes, encoding="utf-8")
    options = ["--changes", path.parent / "map.toml", "-o", path.parent / "new.jsonl"]
    return CliRunner().invoke(app, ["label", "migrate", str(path), *map(str, options)])


def test_changes_are_followed_one_after_the_other(old: Path) -> None:
    assert migrate(old, MAP).exit_code == 0
    [new] = read_readings(old.parent / "new.jsonl")
    first, *others = new.sentences
    assert (first.labels[0].stance, first.labels[0].group) == (Stance.NONE, Group.CIVIL_SOCIETY)
    assert others == list(reading().sentences[1:])
    assert new.codebook == NOW


def test_labels_under_the_codebook_stay_as_they_are(old: Path) -> None:
    write_readings([replace(reading(), codebook=NOW)], old)
    assert migrate(old, MAP).exit_code == 0
    assert (old.parent / "new.jsonl").read_bytes() == old.read_bytes()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (MAP.replace(f'to = "{NOW}"', f'to = "{CODEBOOK}"'), "old.jsonl:1: no change leads from codebook 5f5f"),
        (MAP.replace(f'from = "{BETWEEN}"', 'from = "c"'), f"from codebook {BETWEEN[:12]} to {NOW[:12]}"),
        (MAP.replace('undecided = "none"', 'x = "none"'), "old.jsonl:1: sentences.0.attributions.0: Unknown stance"),
        (MAP.replace("why =", "because ="), "map.toml: change 1 must have the fields from, to and why"),
        (MAP.replace('{media = "civil_society"}', '"media"'), "map.toml: change 1: 'group' is 'media'; write {old ="),
        ("change = 1", "map.toml: holds change; write a table [[change]]"),
        ("[[change", "map.toml: is not TOML"),
    ],
)
def test_what_no_map_tells_is_refused_and_nothing_written(old: Path, changes: str, message: str) -> None:
    result = migrate(old, changes)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (old.parent / "new.jsonl").exists()


def test_a_file_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"text": "a"}\n', encoding="utf-8")
    assert "x.jsonl:1: has no codebook or no sentences" in migrate(tmp_path / "x.jsonl", MAP).stderr


def test_a_map_that_is_not_there() -> None:
    with pytest.raises(CodebookError, match=r"none\.toml: cannot be read \(No such file or directory\)"):
        read_changes(Path("none.toml"))


def test_readings_under_several_codebooks_do_not_mix() -> None:
    assert one_codebook([reading(), reading("ben")]) == CODEBOOK
    with pytest.raises(CodebookError, match=rf"2 codebooks: {CODEBOOK[:12]} \(2 readings\), other \(1 readings\)"):
        one_codebook([reading(), reading("ben"), replace(reading("zoe"), codebook="other")])
