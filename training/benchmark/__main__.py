"""`python -m training.benchmark`: speed, start-up and memory; on request attribution on PolNeAR, and peers."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from stance.predictor import Predictor, load_model
from stance.text import read
from stance.types import Article, Attribution
from training.benchmark import archive, peers
from training.benchmark.attribution import read_documents, score
from training.data import Corpus

COMMANDS = {
    "import stance": [sys.executable, "-c", "import stance"],
    "stance --help": [sys.executable, "-m", "stance", "--help"],
    "first predict in a new process": [sys.executable, "-c", "import stance; stance.predict('He said so.')"],
}
REPEATS = 5


def main(
    polnear: Annotated[Path | None, typer.Argument(help="PolNeAR documents, as JSON Lines or .gz.")] = None,
    data: Annotated[Path, typer.Option(help="The corpus whose test texts are classified.")] = Path("data"),
    model: Annotated[str | None, typer.Option(help="A model's folder, in place of the one that is shipped.")] = None,
    scale: Annotated[list[int] | None, typer.Option(help="Sentences of an archive to classify; repeatable.")] = None,
    encoder: Annotated[Path | None, typer.Option(help="An encoder, to be run by the pipeline of transformers.")] = None,
) -> None:
    """Print what this machine reaches."""
    table = Table("measure", "figure")
    articles = [*_articles(Corpus.load(data))]
    sentences = sum(len(read(article).sentences) for article in articles)
    predictor = Predictor(load_model(model))
    seconds = _best(lambda: predictor.predict(articles))
    table.add_row("articles to rows, one process", f"{sentences / seconds:,.0f} sentences/s")
    for size in scale or ():
        use = archive.measure(articles, size, model)
        speed = f"{use.sentences / use.seconds:,.0f} sentences/s, {use.memory / 2**20:,.0f} MiB"
        table.add_row(f"stance classify, {use.sentences:,} sentences", speed)
    if encoder is not None:
        pairs = [(row.mention.sentence.text, row.mention.actor.name) for row in _attributions(predictor, articles)]
        table.add_row("pairs judged in articles to rows", f"{len(pairs) / seconds:,.0f} pairs/s")
        for way, reached in peers.pairs_a_second(str(encoder), pairs).items():
            ratio = len(pairs) / seconds / reached
            table.add_row(f"pipeline, stance only, {way}", f"{reached:,.0f} pairs/s; ours {ratio:.1f} x")
    for name, command in COMMANDS.items():
        table.add_row(name, f"{_best(lambda command=command: _run(command)):.2f} s")  # type: ignore[misc]
    if polnear is not None:
        gold = read_documents(polnear)
        documents = [read(Article(str(n), each.text)) for n, each in enumerate(gold)]
        result = score(gold, predictor.model.find(documents))
        table.add_row(f"(sentence, source) on {polnear.name}", json.dumps(result))
    table.add_row("scikit-learn", version("scikit-learn"))
    Console(width=None if Console().is_terminal else 160).print(table)


def _articles(corpus: Corpus) -> Iterator[Article]:
    yield from (each.document.article for each in corpus.documents["test"])


def _attributions(predictor: Predictor, articles: list[Article]) -> Iterator[Attribution]:
    yield from (row for row in predictor.predict(articles) if isinstance(row, Attribution))


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603


def _best(work: Callable[[], object]) -> float:
    """Return the seconds of the fastest of several runs: what the machine can do, without what else it does."""
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


if __name__ == "__main__":
    typer.run(main)
