"""`python -m training.benchmark`: speed, start-up and memory; on request attribution on PolNeAR, and peers."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from stance.models.transformer.model import TransformerModel
from stance.predictor import Predictor, load_model
from stance.text import read
from stance.types import Article, Attribution
from training import plots
from training.benchmark import archive, peers
from training.benchmark.limit import limit, windows_of
from training.benchmark.runtimes import windows_a_second
from training.data import Corpus
from training.sources import documents_of, read_documents, score

COMMANDS = {
    "import stance": [sys.executable, "-c", "import stance"],
    "stance --help": [sys.executable, "-m", "stance", "--help"],
    "first predict in a new process": [sys.executable, "-c", "import stance; stance.predict('He said so.')"],
}
REPEATS = 5

Rows = Iterator[tuple[str, str]]


def main(
    polnear: Annotated[Path | None, typer.Argument(help="PolNeAR documents, as JSON Lines or .gz.")] = None,
    data: Annotated[Path, typer.Option(help="The corpus whose test texts are classified.")] = Path("data"),
    model: Annotated[str | None, typer.Option(help="A model's folder, in place of the one that is shipped.")] = None,
    scale: Annotated[list[int] | None, typer.Option(help="Sentences of an archive to classify; repeatable.")] = None,
    encoder: Annotated[Path | None, typer.Option(help="An encoder, to be run by the pipeline of transformers.")] = None,
    out: Annotated[Path, typer.Option(help="Where the table and the plot go.")] = Path("runs/benchmark"),
) -> None:
    """Print what this machine reaches, and write it down."""
    articles = [each.document.article for each in Corpus.load(data).documents["test"]]
    predictor = Predictor(load_model(model))
    uses = [archive.measure(articles, size, model) for size in scale or ()]
    rows = [
        *_one_process(predictor, articles, encoder),
        *_archives(uses),
        *_starts(),
        *_attribution(predictor, polnear),
    ]
    table = Table("measure", "figure")
    for row in rows:
        table.add_row(*row)
    Console(width=None if Console().is_terminal else 160).print(table)
    out.mkdir(parents=True, exist_ok=True)
    told = [f"| {name} | {figure} |" for name, figure in rows]
    lines = [f"`{predictor.model.name_}`", "", "| measure | figure |", "|---|---|", *told]
    (out / f"{predictor.model.kind}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if uses:
        plots.scaling(uses).savefig(out / f"{predictor.model.kind}.svg")


def _one_process(predictor: Predictor, articles: Sequence[Article], encoder: Path | None) -> Rows:
    documents = [read(article) for article in articles]
    seconds = _best(lambda: predictor.predict(articles))
    yield "articles to rows", f"{sum(len(each.sentences) for each in documents) / seconds:,.0f} sentences/s"
    if isinstance(predictor.model, TransformerModel):
        reached = limit(predictor.model, documents)
        share = f"{reached.encoder / reached.product:.0%} of the {reached.product:,.0f} of one large product"
        yield "matrix products of the encoder", f"{reached.encoder:,.0f} GFLOP/s, {share}"
        if encoder is not None:
            windows = windows_of(predictor.model, documents)
            ways = windows_a_second(predictor.model.network_, predictor.model.padding_, windows, encoder)
            for way, speed in ways.items():
                yield f"the encoder alone, {way}", f"{speed:,.0f} sentences/s"
    if encoder is not None:
        mentions = [row.mention for row in _attributions(predictor, articles)]
        ours = len(mentions) / seconds
        yield "the same in pairs of sentence and actor", f"{ours:,.0f} pairs/s"
        for seen, context in (("sentence and actor", False), ("with the context that ours reads", True)):
            for way, theirs in peers.pairs_a_second(str(encoder), peers.pairs(mentions, context=context)).items():
                name = f"pipeline of transformers, stance only, {seen}, {way}"
                yield name, f"{theirs:,.0f} pairs/s; ours {ours / theirs:.1f} ×"


def _attributions(predictor: Predictor, articles: Sequence[Article]) -> Iterator[Attribution]:
    yield from (row for row in predictor.predict(articles) if isinstance(row, Attribution))


def _archives(uses: Sequence[archive.Use]) -> Rows:
    for use in uses:
        figures = f"{use.sentences / use.seconds:,.0f} sentences/s, {use.memory / 2**20:,.0f} MiB"
        yield f"`stance classify`, {use.sentences:,} sentences", figures


def _starts() -> Rows:
    for name, command in COMMANDS.items():
        yield name, f"{_best(lambda command=command: _run(command)):.2f} s"  # type: ignore[misc]


def _attribution(predictor: Predictor, polnear: Path | None) -> Rows:
    if polnear is not None:
        gold = read_documents(polnear)
        found = predictor.model.find(documents_of(gold))
        yield f"(sentence, source) on {polnear.name}", json.dumps(score(gold, found))
    yield "onnxruntime", version("onnxruntime")


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
