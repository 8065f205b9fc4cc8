import gzip
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stance.labels import Stance
from training.cli import app
from training.config import load
from training.data.corpus import CorpusError
from training.targets import Question, TargetSettings, read_rows

NAMES = ("Ana Lund", "Bo Reyes", "Cy Okafor", "Di Marek")
DIRECTED = (
    Question(actor="p", target="q", labels={"p likes q": Stance.SUPPORT, "p blames q": Stance.OPPOSE}),
    Question(actor="q", target="p", labels={"q likes p": Stance.SUPPORT}),
)


def lines() -> list[dict[str, str]]:
    rows = []
    for actor in NAMES:
        for target in set(NAMES) - {actor}:
            rows.append({"actor": actor, "target": target, "text": f"{actor} praised {target}.", "label": "positive"})
            rows.append({"actor": actor, "target": target, "text": f"{actor} attacked {target}.", "label": "negative"})
    return sorted(rows, key=str)


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_bytes(gzip.compress("".join(f"{json.dumps(row)}\n" for row in rows).encode()))
    return path


def test_rows_train_a_model_and_are_answered(tmp_path: Path) -> None:
    rows = lines()
    train, held = written(tmp_path / "train.gz", rows[::2] + rows[1::4]), written(tmp_path / "held.gz", rows[3::4])
    config = tmp_path / "config.yaml"
    config.write_text(
        f"runs: {tmp_path}/runs\nmodel: {{kind: linear, params: {{minimum: 1}}}}\n"
        f"targets:\n  train: {train}\n  validation: {held}\n"
        "  questions: [{actor: actor, target: target, labels: {positive: support, negative: oppose}}]\n"
    )
    ran = CliRunner().invoke(app, ["targets", "--config", str(config), "--predictions", str(tmp_path / "given.jsonl")])
    assert ran.exit_code == 0, ran.output
    given = [json.loads(line)["label"] for line in (tmp_path / "given.jsonl").read_text().splitlines()]
    assert given == [row["label"] for row in rows[3::4]]
    assert "accuracy 1.000" in ran.output


def test_a_row_may_ask_for_two_views_and_a_label_for_none(tmp_path: Path) -> None:
    rows = [
        {"p": "Ana", "q": "Bo", "text": "Ana likes Bo.", "label": "p likes q"},
        {"p": "Ana", "q": "Bo", "text": "Ana met Bo.", "label": "neutral"},
    ]
    path = written(tmp_path / "rows.gz", rows)
    asked = read_rows(path, TargetSettings(train=path, validation=path, questions=DIRECTED))
    stances = [[document.examples[0].stance for document in row.documents] for row in asked]
    assert stances == [[Stance.SUPPORT, Stance.NONE], [Stance.NONE, Stance.NONE]]
    mention = asked[0].documents[1].examples[0].mention
    assert (mention.actor.name, mention.title) == ("Bo", "Ana")


def test_a_row_without_a_field_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.gz", [{"p": "Ana", "text": "Ana met Bo.", "label": "neutral"}])
    with pytest.raises(CorpusError, match=r"rows\.gz:1: no such record \(KeyError: 'q'\)"):
        read_rows(path, TargetSettings(train=path, validation=path, questions=DIRECTED))


@pytest.mark.parametrize("name", ["seesaw", "dse"])
def test_the_configurations_are_sound(name: str) -> None:
    config = load(Path(__file__).parents[2] / "configs" / f"{name}.yaml")
    assert config.targets is not None
    assert config.model.kind == "transformer"


def test_a_configuration_without_targets_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("seed: 1\n")
    ran = CliRunner().invoke(app, ["targets", "--config", str(path)])
    assert ran.exit_code == 1
    assert "has no `targets`" in ran.output
