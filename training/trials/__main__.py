"""`python -m training.trials`: try what must hold for any text, file, fault and caller, many times over."""

import json
import random
import time
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from stance.predictor import Predictor, load_model
from training.data import Corpus

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)

AT_ONCE = 64
Data = Annotated[Path, typer.Option(help="The corpus whose sentences are mutated.")]
Out = Annotated[Path, typer.Option(help="Where the findings go.")]
OUT = Path("runs/trials")


@app.command()
def texts(
    count: Annotated[int, typer.Option(min=1, help="How many texts.")] = 100_000,
    seed: Annotated[int, typer.Option(help="What is drawn from.")] = 0,
    model: Annotated[str | None, typer.Option(help="A model's folder, in place of the one that is shipped.")] = None,
    data: Data = Path("data"),
    out: Out = OUT,
) -> None:
    """Classify mutated news; write down each text for which something does not hold."""
    from training.trials.texts import complaints
    from training.trials.texts import texts as mutated

    predictor = Predictor(load_model(model))
    sentences = [sentence.text for each in Corpus.load(data).documents["test"] for sentence in each.document.sentences]
    stream, done, found = mutated(sentences, seed), 0, []
    characters, started = 0, time.perf_counter()
    while done < count:
        given = list(islice(stream, min(AT_ONCE, count - done)))
        found += [{"complaint": wrong, "text": text} for text, wrong in complaints(predictor, given)]
        done, characters = done + len(given), characters + sum(map(len, given))
    seconds = time.perf_counter() - started
    out.mkdir(parents=True, exist_ok=True)
    (out / "texts.jsonl").write_text("".join(json.dumps(each) + "\n" for each in found), encoding="utf-8")
    typer.echo(f"{done:,} texts, {characters:,} characters, {seconds:,.0f} s: {len(found)} complaints")
    raise typer.Exit(bool(found))


@app.command()
def growth(
    families: Annotated[list[str] | None, typer.Argument(help="Some of the families; by default all.")] = None,
    short: Annotated[int, typer.Option(min=1, help="Characters of the short texts.")] = 500_000,
    long: Annotated[int, typer.Option(min=1, help="Characters of the long ones.")] = 5_000_000,
    limit: Annotated[float, typer.Option(help="Seconds that a text may take.")] = 1200.0,
    most: Annotated[float, typer.Option(help="How many times longer the long text may take.")] = 12.0,
    out: Out = OUT,
) -> None:
    """Measure pathological texts at two lengths; exit code 1 where time grows faster than it may."""
    from training.trials import growth as measured
    from training.trials.families import FAMILIES

    out.mkdir(parents=True, exist_ok=True)
    lines = [f"| family | {short:,} characters | {long:,} | factor | memory | rows |", "|---|---|---|---|---|---|"]
    typer.echo("\n".join(lines))
    failed = False
    for each in measured.growth(families or list(FAMILIES), short, long, limit):
        told = f"{each.long.seconds:.2f} s | {each.factor:.1f} | {each.long.memory:,.0f} MiB | {each.long.rows:,} |"
        lines.append(f"| {each.family} | {each.short.seconds:.2f} s | {told}")
        typer.echo(lines[-1])
        failed |= not each.factor <= most
        (out / "growth.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    raise typer.Exit(failed)


@app.command()
def faults(
    kinds: Annotated[list[str] | None, typer.Argument(help="Some of the kinds; by default all.")] = None,
    count: Annotated[int, typer.Option(min=1, help="How many faults of each kind.")] = 30,
    articles: Annotated[int, typer.Option(min=1, help="How many articles a run classifies.")] = 600,
    seed: Annotated[int, typer.Option(help="What is drawn from.")] = 0,
    data: Data = Path("data"),
    out: Out = OUT,
) -> None:
    """Let faults strike runs and go on with them; exit code 1 where a row was lost or doubled."""
    from training.trials.faults import FAULTS, tallies
    from training.trials.site import Site

    out.mkdir(parents=True, exist_ok=True)
    texts = [each.document.article.text for each in Corpus.load(data).documents["train"]]
    lines = ["| fault | times | runs cut off | rows lost | rows doubled | left behind | without a reason |"]
    lines.append("|---|---|---|---|---|---|---|")
    typer.echo("\n".join(lines))
    failed = False
    with TemporaryDirectory() as folder:
        site = Site(Predictor(load_model()), Path(folder), random.Random(seed))  # noqa: S311 - no secret
        numbered = zip(range(articles), cycle(texts), strict=False)
        site.build([f"{text}\n\nThis was report {number}." for number, text in numbered])
        for kind, tally in tallies(site, count, kinds or list(FAULTS)):
            figures = (tally.faults, tally.cut, tally.lost, tally.doubled, tally.left, tally.crashed)
            lines.append(f"| {kind} | {' | '.join(map(str, figures))} |")
            typer.echo(lines[-1])
            failed |= not tally.sound
            (out / "faults.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    raise typer.Exit(failed)


@app.command()
def served(
    callers: Annotated[int, typer.Option(min=1, help="How many call at once.")] = 16,
    rounds: Annotated[int, typer.Option(min=1, help="How often each text is sent.")] = 20,
    articles: Annotated[int, typer.Option(min=1, help="How many texts.")] = 100,
    model: Annotated[str | None, typer.Option(help="A model's folder, in place of the one that is shipped.")] = None,
    data: Data = Path("data"),
) -> None:
    """Serve a model on 127.0.0.1, let many call at once, send what is no request, and read the log."""
    from stance.predictor import model_folder
    from training.tracking import package
    from training.trials.served import MARK, load, refusals, server

    texts = [each.document.article.text for each in Corpus.load(data).documents["test"][:articles]]
    with TemporaryDirectory() as folder:
        log = Path(folder, "log")
        package(model_folder(model), Path(folder, "model"))
        with server(f"{folder}/model", log) as (address, process):
            use = load(
                address, process, [f"{text}\n\n{MARK} said that troops leave." for text in texts], callers, rounds
            )
            answers = list(refusals(address))
        leaks = log.read_text(encoding="utf-8", errors="replace").count(MARK)
    typer.echo(
        f"{use.calls:,} calls by {callers} at once: {use.calls / use.seconds:,.0f} a second, {use.different} answered "
        f"otherwise than alone; {use.before / 2**20:,.0f} MiB before, {use.memory / 2**20:,.0f} MiB at most"
    )
    wrong = [f"{what} ({code})" for what, code, _ in answers if code != 400]
    typer.echo(f"{len(answers)} malformed requests, not answered 400: {', '.join(wrong) or 'none'}")
    typer.echo(f"texts in the log: {leaks}")
    raise typer.Exit(bool(use.different or wrong or leaks))


if __name__ == "__main__":
    app()
