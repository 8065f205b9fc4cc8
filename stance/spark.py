"""The same rows on many machines: a Spark frame of articles in, a Spark frame of rows out.

    python -m stance.spark articles.parquet rows.parquet --model models:/stance@champion

The package must be installed on every machine; the model travels with the work.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stance.files import arrow_schema
from stance.predictor import DEFAULT_RISK, Predictor, load_model, model_folder
from stance.types import Article

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

OPTIONAL = ("title", "author")
ARTICLES_AT_ONCE = 64
_DDL = {"string": "string", "int64": "bigint", "double": "double", "bool": "boolean"}

Files = Mapping[str, bytes]


def classify(
    articles: "DataFrame",
    *,
    model: str | Path | None = None,
    risk: float = DEFAULT_RISK,
    all_sentences: bool = False,
) -> "DataFrame":
    """Return one row for each attribution in `articles`, with the fields of `ROW_FIELDS`.

    Args:
        articles: Columns `id` and `text`, optional `title` and `author`, read as strings; join others to the rows by
            `article`. Articles without text give no rows; a text without an id ends the job with a `ValueError`.
        model: What `stance.load_model` takes; it is read here and loaded once by each worker.
        risk: The share of the stances that may be wrong among those of rows that do not abstain.
        all_sentences: Give a row for each sentence in which nobody speaks, too.

    Raises:
        ValueError: A column is missing, or the risk is no probability. Spark numbers no rows, so that ids must be
            given.
        ModelError: The model cannot be used.
    """
    missing = [name for name in ("id", "text") if name not in articles.columns]
    if missing:
        raise ValueError(
            f"The frame has no column {' and no '.join(map(repr, missing))} (it has: {', '.join(articles.columns)}); "
            "name one so: ids may be paths or addresses."
        )
    folder = model_folder(model)
    Predictor(load_model(folder), risk)  # what is wrong with either is told here, and not by every worker
    # The bytes go with the function, which Spark broadcasts where it is large: nothing to share, nothing to clean up.
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    names = ["id", "text", *(name for name in OPTIONAL if name in articles.columns)]
    columns = [articles[name].cast("string").alias(name) for name in names]
    schema = ", ".join(f"`{field.name}` {_DDL[str(field.type)]}" for field in arrow_schema())  # `end` may be reserved
    return articles.select(*columns).mapInArrow(partial(_classified, files, risk, all_sentences), schema)


def _classified(
    files: Files, risk: float, all_sentences: bool, batches: Iterator["pa.RecordBatch"]
) -> Iterator["pa.RecordBatch"]:
    """Yield the rows of some articles at a time. Runs in the workers, where `files` came with the work."""
    import pyarrow as pa

    predictor = Predictor(_loaded(files), risk)
    records = (record for batch in batches for record in batch.to_pylist())
    articles = (_article(record) for record in records if (record["text"] or "").strip())
    while some := list(islice(articles, ARTICLES_AT_ONCE)):
        rows = [row.row() for row in predictor.predict(some, all_sentences=all_sentences)]
        yield pa.RecordBatch.from_pylist(rows, schema=arrow_schema())


def _article(record: Mapping[str, Any]) -> Article:
    if not record["id"]:
        raise ValueError(f"The column 'id' is empty beside the text {record['text'][:60]!r}; fill it in every row.")
    return Article(record["id"], record["text"], **{name: record.get(name) or "" for name in OPTIONAL})


_models: dict[bytes, Any] = {}


def _loaded(files: Files) -> Any:
    """Return the model in `files`, loaded once in a process. Its manifest has the digests of all of them."""
    from stance.models.store import MANIFEST

    key = files[MANIFEST]
    if key not in _models:
        with TemporaryDirectory() as folder:
            for name, data in files.items():
                Path(folder, name).write_bytes(data)
            _models.clear()
            _models[key] = load_model(folder)
    return _models[key]


def main(
    source: Annotated[str, typer.Argument(help="Parquet of articles, wherever Spark can read.")],
    target: Annotated[str, typer.Argument(help="Where to write the rows as Parquet.")],
    model: Annotated[
        str | None, typer.Option(help="A model's folder or models:/NAME@ALIAS; else the baseline.")
    ] = None,
) -> None:
    """Classify a Parquet of articles into a Parquet of rows."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise ImportError("Spark is not installed; install it with: pip install 'actor-stance[spark]'") from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # Spark would take any python3, with or without stance
    spark = SparkSession.builder.appName("stance").getOrCreate()
    classify(spark.read.parquet(source), model=model).write.parquet(target)


if __name__ == "__main__":
    from stance.spark import main as command  # by this name the workers find the functions and keep the model

    typer.run(command)
