import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from stance.labels import Mode
from stance.models.transformer import finetuning
from stance.models.transformer.encoding import Window
from stance.models.transformer.network import export, quantized
from stance.models.transformer.session import Session
from stance.predictor import Predictor, load_model
from stance.types import Actor, Article, Mention, Sentence, Span
from tests.encoders import encoder
from training.benchmark import archive, limit, peers, runtimes
from training.benchmark.__main__ import _one_process

TEXT = "Ng said no. He left."


def mention(start: int, end: int, content: Span) -> Mention:
    sentence = Sentence(0, Span(0, 11), TEXT[:11], 0, heading=False)
    return Mention(sentence, Actor("Ng"), Span(start, end), Mode.INDIRECT, (content,))


def test_an_archive_is_as_large_as_asked_no_text_of_it_twice(tmp_path: Path) -> None:
    path = tmp_path / "archive.jsonl"
    articles = [Article("a", TEXT), Article("b", "Ng said yes.", title="A title")]
    assert archive._write(path, articles, 20) == 20
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({record["text"] for record in records}) == len(records) == 8
    assert records[1]["title"] == "A title"


def test_what_classifying_an_archive_takes_is_seen() -> None:
    use = archive.measure([Article("a", TEXT)], 300, None)
    assert use.sentences == 300
    assert use.seconds > 0
    assert 10 << 20 < use.memory < 4 << 30


def test_a_pipeline_judges_pairs(tmp_path: Path) -> None:
    assert set(peers.pairs_a_second(str(encoder(tmp_path)), [("We go.", "Ng")] * 40)) == {"one by one", "batches of 32"}


def test_the_pipeline_is_asked_with_and_without_context() -> None:
    asked = replace(mention(0, 2, Span(3, 11)), title="Talks", previous="They met.")
    assert peers.pairs([asked], context=False) == [("Ng said no.", "Ng")]
    assert peers.pairs([asked], context=True) == [("Talks They met. Ng said no.", "Ng")]


def test_what_a_model_does_in_one_process_stands_beside_the_pipeline(tmp_path: Path) -> None:
    rows = dict(_one_process(Predictor(load_model()), [Article("a", TEXT)], encoder(tmp_path)))
    assert list(rows)[:2] == ["articles to rows", "the same in pairs of sentence and actor"]
    assert sum("pipeline" in name and "ours" in figure for name, figure in rows.items()) == 4


def test_every_runtime_reads_the_same_windows(tmp_path: Path) -> None:
    from transformers import AutoModel

    folder = encoder(tmp_path)
    network = export(AutoModel.from_pretrained(folder), finetuning.INPUTS)
    windows = [Window((2, 5, 6, 3), (0,) * 4, 1, ((0, 1), (1, 2))), Window((2, 5, 3), (0,) * 3, 1, ((0, 1),))]
    speeds = runtimes.windows_a_second(network, 0, windows * 40, folder)
    assert set(speeds) == {"ONNX Runtime, 32 bits", "ONNX Runtime, 8 bits", "torch"}
    assert all(speed > 0 for speed in speeds.values())
    whole, small = (Session(each, 0).states(windows)[0] for each in (network, quantized(network)))
    np.testing.assert_allclose(whole, small, atol=0.2)
    assert len(quantized(network)) < len(network)


def test_operations_are_those_of_the_matrix_products() -> None:
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    value = helper.make_tensor_value_info
    weight = numpy_helper.from_array(np.ones((4, 3), np.float32), "weight")
    nodes = [
        helper.make_node("MatMul", ["states", "weight"], ["inner"]),
        helper.make_node("MatMul", ["inner", "other"], ["out"]),
        helper.make_node("Relu", ["out"], ["end"]),
    ]
    given = [value(name, TensorProto.FLOAT, None) for name in ("states", "other")]
    graph = helper.make_graph(nodes, "g", given, [value("end", TensorProto.FLOAT, None)], [weight])
    windows = [Window((0,) * size, (), 0, ()) for size in (2, 5)]
    network = helper.make_model(graph).SerializeToString()
    assert onnx.load_from_string(network)
    assert limit._operations(network, windows, 3) == 2 * 12 * (2 + 5) + 2 * 3 * (2**2 + 5**2)
