"""`python -m training.benchmark`: speed, start-up and size; with a PolNeAR file, attribution too."""

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
from stance.types import Article
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
) -> None:
    """Print what this machine reaches."""
    table = Table("measure", "figure")
    articles = [*_articles(Corpus.load(data))]
    sentences = sum(len(read(article).sentences) for article in articles)
    predictor = Predictor(load_model(model))
    table.add_row("articles to rows", f"{sentences / _best(lambda: predictor.predict(articles)):,.0f} sentences/s")
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
