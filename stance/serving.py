"""What MLflow loads: the loader of the pyfunc flavour. It needs neither MLflow nor torch itself."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stance.predictor import Predictor, load_model
from stance.types import ROW_FIELDS

if TYPE_CHECKING:
    from pandas import DataFrame


class ServedModel:
    """A model with the interface that MLflow's pyfunc flavour asks for."""

    def __init__(self, predictor: Predictor) -> None:
        self.predictor = predictor

    def predict(self, model_input: "DataFrame", params: Mapping[str, object] | None = None) -> "DataFrame":
        """Return the rows of each text: those of an article, or the one of a sentence with a given `actor`.

        Args:
            model_input: A column `text`, and optionally `actor`, `id`, `author` and `title`; any of these may be
                empty in some rows.
            params: Not used.

        Returns:
            The fields of `stance.types.ROW_FIELDS`, in the order of the texts, the same rows as `stance.predict` and
            `stance.classify` give. A text without an id is called by its number, from 1.

        Raises:
            ValueError: A text is missing or no string; a server answers so.
        """
        from pandas import DataFrame

        del params
        records = [_record(row, number) for number, row in enumerate(model_input.to_dict("records"), 1)]
        given = [record for record in records if "actor" in record]
        articles = [record for record in records if "actor" not in record]
        of_given = iter(self.predictor.classify([(record["text"], record["actor"]) for record in given]))
        of_articles = self.predictor.predict_iter(articles)
        rows = []
        for record in records:
            found = [replace(next(of_given), article=record["id"])] if "actor" in record else next(of_articles)
            rows += [row.row() for row in found]
        frame = DataFrame(rows, columns=list(ROW_FIELDS))
        return frame.astype({"actor_start": "Int64", "actor_end": "Int64"})


def _record(row: Mapping[Hashable, object], number: int) -> dict[str, str]:
    """Return the fields of a row that are there, as strings."""
    if not isinstance(row.get("text"), str):
        raise ValueError(f"Row {number} has no text that is a string; give one.")
    there = {str(key): str(value) for key, value in row.items() if value is not None and value == value}
    return {"id": str(number), **{key: value for key, value in there.items() if value}, "text": there["text"]}


def _load_pyfunc(data_path: str) -> ServedModel:
    """Return the model that MLflow stored at `data_path`."""
    return ServedModel(Predictor(load_model(Path(data_path))))
