import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stance import models
from stance.labels import STANCES
from training.cli import app
from training.config import Config
from training.data import Corpus
from training.data.corpus import read_split, write
from training.evaluate import evaluate
from training.train import Run, fit, train


def test_a_run_keeps_the_model_and_its_results_under_its_name(run: Run, config: Config) -> None:
    assert run.folder == config.runs / run.model.name_
    assert models.load(run.folder / "model").name_ == run.model.name_
    results = json.loads((run.folder / "evaluation.json").read_text(encoding="utf-8"))
    assert list(results) == ["validation", "test", "test_unseen"]
    assert results["test"]["figures"]["stance_macro_f1"]["value"] > 0.9


def test_the_model_knows_the_codebook_of_its_labels(run: Run, data: Path) -> None:
    assert run.model.codebook_ == Corpus.load(data).codebook
    assert len(run.model.codebook_) == 64


def test_the_same_settings_give_the_same_model(run: Run, config: Config) -> None:
    assert train(config).model.name_ == run.model.name_


def test_the_corpus_digest_changes_with_its_files(data: Path, tmp_path: Path) -> None:
    for path in data.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert Corpus.load(tmp_path).digest == Corpus.load(data).digest
    lines = (tmp_path / "train.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "train.jsonl").write_text("".join(lines[1:]), encoding="utf-8")
    assert Corpus.load(tmp_path).digest != Corpus.load(data).digest


def test_results_are_broken_down_by_group_mode_conflict_and_genre(run: Run) -> None:
    evaluation = run.evaluations["test_unseen"]
    assert set(evaluation.parts) == {"group", "mode", "conflict", "genre"}
    assert set(evaluation.parts["conflict"]) == {"Cyprus"}
    assert sum(part.attributions for part in evaluation.parts["group"].values()) == evaluation.attributions
    assert evaluation.confusion.sum() == evaluation.attributions
    assert set(evaluation.to_json()["confusion"]) == set(STANCES)


def test_actors_that_are_not_labelled_count_as_false_alarms(run: Run, data: Path) -> None:
    documents = Corpus.load(data).documents["test_unseen"]
    halved = [replace(each, examples=each.examples[:2]) for each in documents]
    before, after = (evaluate(run.model, given).figures for given in (documents, halved))
    assert after["actor_precision"].value < before["actor_precision"].value
    assert after["actor_recall"].value == pytest.approx(before["actor_recall"].value, abs=0.2)


def test_nothing_to_measure_gives_zeros_and_no_error(run: Run) -> None:
    evaluation = evaluate(run.model, [])
    assert evaluation.attributions == 0
    assert evaluation.figures["stance_macro_f1"].value == 0


def test_contrast_sets_are_learned_from_only_where_asked_for(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    [apart, *rest] = read_split(folder, "train")
    write(rest, folder / "train.jsonl")
    write([apart], folder / "contrast.jsonl")
    corpus = Corpus.load(folder)
    assert [each.document.article.id for each in corpus.learned(contrast=False)] == [text.id for text in rest]
    assert corpus.learned(contrast=True) == Corpus.load(data).learned(contrast=False)
    with_it, without = (fit(Config(data=folder, contrast=wanted), corpus) for wanted in (True, False))
    assert with_it.name_ != without.name_


def test_without_a_store_training_goes_on_and_says_what_was_not_tracked(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise RuntimeError("database is locked\n(Background on this error at: …)")

    monkeypatch.setattr("training.tracking.record", locked)
    changes = [f"data={data}", f"runs={tmp_path}", "model.params.most=2000"]
    result = CliRunner().invoke(app, ["train", *changes])
    assert result.exit_code == 1
    assert "not tracked: neither the run nor a version of its model nor an alias" in result.output
    assert "(RuntimeError: database is locked (Background" in result.output
    assert "Traceback" not in result.output
    [folder] = tmp_path.iterdir()
    assert models.load(folder / "model").name_ == folder.name
    assert (folder / "evaluation.json").is_file()


def test_the_command_measures_a_saved_model(run: Run, data: Path) -> None:
    arguments = ["evaluate", "--model", str(run.folder / "model"), "--data", str(data), "--json"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    measured = json.loads(result.stdout)
    assert measured["test"]["figures"] == run.evaluations["test"].to_json()["figures"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["train", "--config", "nowhere.yaml"], "nowhere.yaml: no such file"),
        (["train", "data=nowhere", "tracking.enabled=false"], "nowhere/train.jsonl: no such file"),
        (["evaluate", "--model", "nowhere", "--data", "data"], "nowhere: no such folder"),
        (["evaluate", "--model", str(models.BASELINE)], "Nothing to measure on; give --data, --rows or both."),
    ],
)
def test_what_a_user_can_mend_is_one_line(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert message in result.output
    assert "Traceback" not in result.output
