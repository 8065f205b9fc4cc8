import gzip
import json
from pathlib import Path

import pytest

from stance.labels import Mode
from stance.types import Actor, Mention, Sentence, Span
from training.benchmark.attribution import read_documents, score

TEXT = "Ng said no. He left."
RECORD = {
    "text": TEXT,
    "sentences": [[0, 11], [12, 20]],
    "attributions": [{"source": [[0, 2]], "content": [[3, 20]]}],
}


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
    path = tmp_path / "gold.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(RECORD).encode()))
    result = score(read_documents(path), [found])
    assert (result["precision"], result["recall"]) == (precision, recall)
