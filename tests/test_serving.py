import subprocess
import sys

import pandas as pd
import pytest

import stance
from stance.models import BASELINE
from stance.serving import ServedModel, _load_pyfunc
from stance.types import ROW_FIELDS

TEXT = "Prime Minister Ines Okoye said the troops must leave now. “We stay,” Senator Paul Brandt told reporters."


@pytest.fixture(scope="module")
def served() -> ServedModel:
    return _load_pyfunc(str(BASELINE))


def rows(served: ServedModel, *records: dict[str, object]) -> list[dict[str, object]]:
    return [
        {str(k): None if v is pd.NA else v for k, v in row.items()}
        for row in served.predict(pd.DataFrame(list(records))).astype(object).to_dict("records")
    ]


def test_articles_get_the_rows_of_predict(served: ServedModel) -> None:
    given = rows(
        served, {"text": TEXT, "id": "a", "author": ""}, {"text": "Nobody spoke.", "id": "b", "author": "Vidal"}
    )
    articles = [{"text": TEXT, "id": "a"}, {"text": "Nobody spoke.", "id": "b", "author": "Vidal"}]
    assert given == [row.row() for row in stance.predict(articles)]
    assert {row["article"] for row in given} == {"a", "b"}


def test_sentences_with_an_actor_get_the_row_of_classify(served: ServedModel) -> None:
    [row] = rows(served, {"text": "Okoye wants to stay.", "actor": "Okoye", "id": "x"})
    [expected] = stance.classify([("Okoye wants to stay.", "Okoye")])
    assert row == expected.row() | {"article": "x"}


@pytest.mark.parametrize("missing", [None, "", float("nan")])
def test_an_actor_may_be_missing_in_some_rows(served: ServedModel, missing: object) -> None:
    mixed = rows(
        served,
        {"text": TEXT, "actor": missing},
        {"text": "Okoye wants to stay.", "actor": "Okoye"},
        {"text": TEXT, "actor": missing},
    )
    assert [(row["article"], row["actor"]) for row in mixed] == [
        ("1", "Ines Okoye"),
        ("1", "Paul Brandt"),
        ("2", "Okoye"),
        ("3", "Ines Okoye"),
        ("3", "Paul Brandt"),
    ]


@pytest.mark.parametrize("text", ["", " ", "It rained."])
def test_a_text_in_which_nobody_speaks_gives_a_frame_without_rows(served: ServedModel, text: str) -> None:
    frame = served.predict(pd.DataFrame([{"text": text}]))
    assert frame.empty
    assert list(frame.columns) == list(ROW_FIELDS)


@pytest.mark.parametrize("text", [None, 3, float("nan"), ["He left."], {"text": "He left."}])
def test_what_is_no_text_is_named_and_not_repeated(served: ServedModel, text: object) -> None:
    with pytest.raises(ValueError, match=r"^Row 2 has no text that is a string; give one\.$"):
        served.predict(pd.DataFrame({"text": pd.Series(["It rained.", text], dtype=object)}))


def test_an_id_may_be_a_number(served: ServedModel) -> None:
    assert {row["article"] for row in rows(served, {"text": TEXT, "id": 7})} == {"7"}


def test_loading_and_predicting_needs_neither_mlflow_nor_torch_nor_scikit_learn() -> None:
    program = f"""
import sys
import pandas as pd
from stance.serving import _load_pyfunc
_load_pyfunc({str(BASELINE)!r}).predict(pd.DataFrame([{{"text": "Okoye said the troops must leave."}}]))
print(sorted({{"mlflow", "torch", "sklearn"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"
