import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from stance.labels import Stance
from training.cli import app
from training.data import CorpusError
from training.outside import predictions, read_rows, with_gold_actors, write_lines
from training.train import Run

OKOYE = {"actor": "Ines Okoye", "aliases": ["the premier"], "group": "deploying_government", "stance": "oppose"}
TEXT = "Prime Minister Ines Okoye said leaving would be a mistake. Analyst Dora Lindqvist disagreed."
ROW: dict[str, Any] = {
    "id": "r1",
    "prev": "It rained. Nobody came.",
    "text": TEXT,
    "next": "“The troops have to stay,” said Paul Brandt.",
    "author": "",
    "attributions": [OKOYE],
    "open": [],
}


def written(folder: Path, rows: Sequence[dict[str, Any]]) -> Path:
    write_lines(rows, folder / "rows.jsonl")
    return folder / "rows.jsonl"


def test_the_text_of_a_row_is_one_sentence_between_its_neighbours(tmp_path: Path) -> None:
    [row] = read_rows(written(tmp_path, [ROW]))
    sentences = row.document.sentences
    assert sentences[row.sentence].text == TEXT
    assert [sentence.index for sentence in sentences] == list(range(len(sentences)))
    assert " ".join(sentence.text for sentence in sentences) == row.document.article.text


@pytest.mark.parametrize("missing", ["prev", "next"])
def test_a_row_may_stand_at_an_end(tmp_path: Path, missing: str) -> None:
    [row] = read_rows(written(tmp_path, [ROW | {missing: ""}]))
    assert row.document.sentences[row.sentence].text == TEXT


def test_only_the_text_itself_is_predicted(run: Run, tmp_path: Path) -> None:
    [line] = predictions(run.model, read_rows(written(tmp_path, [ROW])))
    assert line["id"] == "r1"
    assert "Ines Okoye" in [each["actor"] for each in line["attributions"]]
    assert "Paul Brandt" not in [each["actor"] for each in line["attributions"]]
    assert all(set(each) == {"actor", "group", "stance"} for each in line["attributions"])


def test_given_actors_are_found_by_name_alias_or_not_at_all(tmp_path: Path) -> None:
    brandt = OKOYE | {"actor": "Somebody Lindqvist", "aliases": []}
    nobody = OKOYE | {"actor": "Nemo", "aliases": []}
    doubtful = OKOYE | {"ambiguous": True}
    rows = read_rows(written(tmp_path, [ROW | {"attributions": [OKOYE, brandt, nobody, doubtful]}]))
    [document] = with_gold_actors(rows)
    found = [example.mention for example in document.examples]
    text = document.document.article.text
    assert [mention.source and mention.source.of(text) for mention in found][1:] == ["Lindqvist", None]
    assert found[0].actor.name == "Ines Okoye"
    assert {mention.rule for mention in found} == {"given"}
    assert {example.stance for example in document.examples} == {Stance.OPPOSE}


def test_rows_of_an_article_are_its_sentences(run: Run, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(f"A headline\n\n{TEXT}\n\nIt rained.\n", encoding="utf-8")
    start = len("A headline\n\n")
    row = {"id": "s1", "start": start, "end": start + len(TEXT), "text": TEXT, "attributions": [OKOYE], "open": []}
    other = row | {"id": "s2", "start": start + len(TEXT) + 2, "end": start + len(TEXT) + 12, "attributions": []}
    rows = read_rows(written(tmp_path, [row, other]), article)
    assert [each.document.sentences[each.sentence].text for each in rows] == [TEXT, "It rained."]
    assert [len(line["attributions"]) > 0 for line in predictions(run.model, rows)] == [True, False]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "no such record (JSONDecodeError"),
        ("[]", "no such record (TypeError"),
        (json.dumps({k: v for k, v in ROW.items() if k != "text"}), "no such record (KeyError: 'text')"),
        (json.dumps(ROW | {"text": " "}), "no such record (ValueError"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(ROW) + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        read_rows(path)
    assert str(caught.value).startswith(f"{path}:2: {message}")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"rows\.jsonl: cannot be read: "):
        read_rows(tmp_path / "rows.jsonl")


def test_the_command_measures_rows_and_writes_predictions(run: Run, tmp_path: Path) -> None:
    rows = written(tmp_path, [ROW, ROW | {"id": "r2"}])
    out = tmp_path / "predictions.jsonl"
    arguments = ["evaluate", "--model", str(run.folder / "model"), "--rows", str(rows), "--predictions", str(out)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "rows" in result.stdout
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["r1", "r2"]
