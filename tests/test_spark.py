"""Spark gives the rows of the library."""

import os
import runpy
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import stance
from stance import spark
from stance.files import rows_writer
from stance.models import BASELINE
from stance.models.store import ModelError
from stance.types import ROW_FIELDS, Article

if not (shutil.which("java") or os.environ.get("JAVA_HOME") or os.environ.get("CI")):
    # Java is the one thing that `make install` cannot bring; where it must be there, its want is a failure.
    pytest.skip("Spark needs Java", allow_module_level=True)
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ARTICLES = [
    {
        "id": f"a{n}",
        "text": f"Senator Ines Okoye said {n} troops should leave. It rained. NATO wants to stay.",
        "author": None,
    }
    for n in range(150)
] + [{"id": "b", "text": "We will stay until the army can hold the towns.", "author": "Paul Brandt"}]


@pytest.fixture(scope="module")
def session() -> Iterator["SparkSession"]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "40",
        "spark.sql.ansi.enforceReservedKeywords": "true",  # `end` and `group` are among them
    }
    builder: Any = SparkSession.builder
    for name, value in settings.items():
        builder = builder.config(name, value)
    found = builder.master("local[2]").getOrCreate()
    yield found
    found.stop()


@pytest.mark.parametrize("all_sentences", [False, True])
def test_the_rows_are_those_of_the_library(session: "SparkSession", all_sentences: bool) -> None:
    frame = session.createDataFrame(ARTICLES, "id string, text string, author string").repartition(3)
    found = spark.classify(frame, risk=0.2, all_sentences=all_sentences)
    assert tuple(found.columns) == ROW_FIELDS
    articles = [Article(a["id"] or "", a["text"] or "", author=a["author"] or "") for a in ARTICLES]
    expected = [row.row() for row in stance.predict(articles, risk=0.2, all_sentences=all_sentences)]
    rows = [row.asDict() for row in found.collect()]
    assert sorted(rows, key=_place) == sorted(expected, key=_place)
    assert len(rows) > len(ARTICLES)


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["article"], row["sentence"], row["actor"] or ""


def test_articles_without_text_give_no_rows(session: "SparkSession") -> None:
    frame = session.createDataFrame([("a", None), ("b", " "), (None, "")], "id string, text string")
    assert spark.classify(frame).collect() == []


def test_columns_may_have_any_type_and_others_may_be_beside_them(session: "SparkSession") -> None:
    frame = session.sql("SELECT 7L AS id, 'We will stay.' AS text, date'2020-01-31' AS author, array(1) AS tags")
    assert [(row["article"], row["actor"]) for row in spark.classify(frame).collect()] == [("7", "2020-01-31")]


@pytest.mark.parametrize("id_", [None, ""])
def test_a_text_without_an_id_is_told(session: "SparkSession", id_: str | None) -> None:
    from pyspark.errors import PythonException

    frame = session.createDataFrame([(id_, "We will stay.")], "id string, text string")
    with pytest.raises(PythonException, match=r"ValueError: The column 'id' is empty beside the text 'We will stay\.'"):
        spark.classify(frame).collect()


def test_what_is_missing_is_named_before_any_work(session: "SparkSession", tmp_path: Path) -> None:
    frame = session.createDataFrame([("a", "b")], "url string, body string")
    with pytest.raises(ValueError, match=r"no column 'id' and no 'text' \(it has: url, body\)"):
        spark.classify(frame)
    named = session.createDataFrame([("a", "b")], "id string, text string")
    with pytest.raises(ModelError, match="no such folder"):
        spark.classify(named, model=tmp_path / "none")
    with pytest.raises(ValueError, match="The risk is 7"):
        spark.classify(named, risk=7)


def test_the_types_are_those_of_the_parquet_that_the_library_writes(session: "SparkSession", tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    with rows_writer(path):
        pass
    frame = session.createDataFrame(ARTICLES[:1], "id string, text string, author string")
    assert spark.classify(frame).schema == session.read.parquet(str(path)).schema


def test_parquet_to_parquet(session: "SparkSession", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = str(tmp_path / "articles.parquet"), str(tmp_path / "rows.parquet")
    session.createDataFrame(ARTICLES[:3], "id string, text string, author string").write.parquet(source)
    monkeypatch.setattr(sys, "argv", ["stance.spark", source, target, "--model", str(BASELINE)])
    monkeypatch.delitem(sys.modules, "stance.spark")
    monkeypatch.delenv("PYSPARK_PYTHON")
    with pytest.raises(SystemExit, match="0"):
        runpy.run_module("stance.spark", run_name="__main__")
    assert os.environ["PYSPARK_PYTHON"] == sys.executable
    assert {row["article"] for row in session.read.parquet(target).collect()} == {"a0", "a1", "a2"}


def test_what_to_install_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(ImportError, match=r"pip install 'actor-stance\[spark\]'"):
        spark.main("in.parquet", "out.parquet")
