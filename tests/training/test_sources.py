import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from stance.labels import Mode
from stance.types import Actor, Mention, Sentence, Span
from tests.encoders import encoder
from training.cli import app
from training.config import load
from training.data.corpus import CorpusError
from training.sources import HELD_BACK, held_back, labelled, read_documents, score

TEXT = "Ng said no. He left."
RECORD = {
    "text": TEXT,
    "sentences": [[0, 11], [12, 20]],
    "attributions": [{"source": [[0, 2]], "content": [[3, 20]]}],
}


def written(path: Path, records: list[Mapping[str, Any]]) -> Path:
    path.write_bytes(gzip.compress("".join(f"{json.dumps(record)}\n" for record in records).encode()))
    return path


def mention(start: int, end: int, content: Span) -> Mention:
    sentence = Sentence(0, Span(0, 11), TEXT[:11], 0, heading=False)
    return Mention(sentence, Actor("Ng"), Span(start, end), Mode.INDIRECT, (content,))


@pytest.mark.parametrize(
    ("found", "precision", "recall"),
    [
        ([mention(0, 2, Span(3, 20))], 1, 1),  # both sentences
        ([mention(0, 2, Span(3, 11))], 1, 0.5),  # the first alone
        ([mention(12, 14, Span(3, 11))], 0, 0),  # another source
        ([mention(0, 2, Span(8, 9))], 0, 0),  # too little of the sentence
        ([], 0, 0),
    ],
)
def test_pairs_of_sentence_and_source(tmp_path: Path, found: list[Mention], precision: float, recall: float) -> None:
    result = score(read_documents(written(tmp_path / "gold.jsonl.gz", [RECORD])), [found])
    assert (result["precision"], result["recall"]) == (precision, recall)


def test_a_source_is_learned_in_every_sentence_that_it_answers_for(tmp_path: Path) -> None:
    (document,) = labelled(read_documents(written(tmp_path / "gold.jsonl.gz", [RECORD])))
    mentions = [example.mention for example in document.examples]
    assert [(each.sentence.index, each.actor.name, each.mode) for each in mentions] == [
        (0, "Ng", Mode.INDIRECT),
        (1, "Ng", Mode.CONTINUED),
    ]
    assert {each.source for each in mentions} == {Span(0, 2)}


def test_one_document_of_ten_is_held_back(tmp_path: Path) -> None:
    documents = labelled(read_documents(written(tmp_path / "gold.jsonl.gz", [RECORD] * (2 * HELD_BACK))))
    learn, held = held_back(documents)
    assert [each.document.article.id for each in held] == ["0", str(HELD_BACK)]
    assert len(learn) + len(held) == len(documents)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"text": TEXT}, "KeyError: 'attributions'"),
        (RECORD | {"sentences": [[0, 99]]}, "ends behind the text of 20 characters"),
        (RECORD | {"sentences": [[9, 3]]}, "0 <= start <= end"),
        (RECORD | {"sentences": 3}, "TypeError"),
    ],
)
def test_a_broken_document_is_named(tmp_path: Path, record: Mapping[str, Any], message: str) -> None:
    path = written(tmp_path / "gold.jsonl.gz", [RECORD, record])
    with pytest.raises(CorpusError, match=r"gold\.jsonl\.gz:2: no such record") as caught:
        read_documents(path)
    assert message in str(caught.value)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "gold.jsonl.gz", [RECORD] * 99)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(CorpusError, match=r"gold\.jsonl\.gz: cannot be read: is damaged or cut off"):
        read_documents(path)


def test_marked_sources_train_a_model_that_finds_some(tmp_path: Path) -> None:
    said = {
        "text": "Ng said the talks had failed. Rain fell.",
        "sentences": [[0, 29], [30, 40]],
        "attributions": [{"source": [[0, 2]], "content": [[8, 28]]}],
    }
    path = written(tmp_path / "gold.jsonl.gz", [said] * (2 * HELD_BACK))
    config = tmp_path / "config.yaml"
    config.write_text(
        f"runs: {tmp_path}/runs\nsources: {{train: {path}, validation: {path}}}\n"
        f"model: {{kind: transformer, params: {{encoder: {encoder(tmp_path / 'encoder')}, epochs: 1, linear: 0.0}}}}\n"
    )
    ran = CliRunner().invoke(app, ["sources", "--config", str(config)])
    assert ran.exit_code == 0, ran.output
    told = next(line for line in ran.output.splitlines() if "recall" in line)
    folder, _, figures = told.partition(": ")
    assert (
        json.loads(figures)["recall"] >= 0.5
    )  # the rules know who says a plain sentence, and the token head beside them
    assert (Path(folder) / "model" / "network.onnx").is_file()


def test_the_configuration_is_sound() -> None:
    config = load(Path(__file__).parents[2] / "configs" / "polnear.yaml")
    assert config.sources is not None
    assert config.build().get_params()["linear"] == 0


@pytest.mark.parametrize("command", ["sources", "train"])
def test_each_command_takes_its_own_configuration(tmp_path: Path, command: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("seed: 1\n" if command == "sources" else "sources: {train: a, validation: b}\n")
    ran = CliRunner().invoke(app, [command, "--config", str(path)])
    assert ran.exit_code == 1
    assert ("has no `sources`" if command == "sources" else "use `python -m training sources") in ran.output
