"""The predictor inside of the tools that people have around it: data sets, frames, threads."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import stance
from stance.predictor import Predictor
from stance.types import ROW_FIELDS

ARTICLES = [
    {"id": f"a{n}", "text": f"Senator Ines Okoye said {n} troops should leave. NATO wants to stay.", "title": None}
    for n in range(40)
]


@pytest.fixture(scope="module")
def expected() -> list[dict[str, object]]:
    return [row.row() for row in stance.predict(ARTICLES)]


def rows_of(batch: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return the rows of a batch of articles, column by column, as `Dataset.map` takes them."""
    articles = [dict(zip(batch, values, strict=True)) for values in zip(*batch.values(), strict=True)]
    rows = [row.row() for row in stance.predict(articles)]
    return {name: [row[name] for row in rows] for name in ROW_FIELDS}


@pytest.mark.parametrize("processes", [None, 2])
def test_a_data_set_is_mapped_in_batches(expected: list[dict[str, object]], processes: int | None) -> None:
    from datasets import Dataset

    given = Dataset.from_list(ARTICLES)
    mapped = given.map(rows_of, batched=True, batch_size=16, remove_columns=given.column_names, num_proc=processes)
    assert mapped.to_list() == expected


@pytest.mark.parametrize("processes", [None, 2])
def test_a_data_set_is_mapped_by_a_predictor_of_ones_own(
    expected: list[dict[str, object]], processes: int | None
) -> None:
    from datasets import Dataset

    predictor = Predictor(stance.load_model())
    given = Dataset.from_list(ARTICLES)
    mapped = given.map(lambda article: {"rows": [row.row() for row in predictor.predict(article)]}, num_proc=processes)
    assert [row for article in mapped for row in article["rows"]] == expected


def test_a_pandas_frame_goes_in_and_out(expected: list[dict[str, object]]) -> None:
    import pandas as pd

    articles = pd.DataFrame(ARTICLES)
    rows = pd.DataFrame(row.row() for row in stance.predict(articles.to_dict("records")))
    assert rows.columns.tolist() == list(ROW_FIELDS)
    assert json.loads(rows.to_json(orient="records"))[:5] == json.loads(json.dumps(expected))[:5]


def test_a_polars_frame_goes_in_and_out(expected: list[dict[str, object]]) -> None:
    import polars

    articles = polars.DataFrame(ARTICLES)
    rows = polars.DataFrame([row.row() for row in stance.predict(articles.iter_rows(named=True))])
    assert rows.to_dicts() == expected


def test_threads_share_one_predictor(expected: list[dict[str, object]]) -> None:
    predictor = Predictor(stance.load_model())
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: [row.row() for row in predictor.predict(ARTICLES)], range(16)))
    assert all(rows == expected for rows in found)
