"""The corpus as a `datasets.DatasetDict` with typed features; alone imports `datasets`, and late."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from stance.labels import Group, Label, Mode, Stance
from training.data.corpus import SPLITS, read_split

if TYPE_CHECKING:
    from datasets import DatasetDict, Features


def features() -> "Features":
    """Return the types of the columns; stance, group and mode are `ClassLabel`s in the codebook's order."""
    from datasets import ClassLabel, Features, List, Value

    def label(kind: type[Label]) -> ClassLabel:
        return ClassLabel(names=[str(member) for member in kind])

    attribution = {
        "actor": Value("string"),
        "start": Value("int64"),
        "end": Value("int64"),
        "mode": label(Mode),
        "group": label(Group),
        "stance": label(Stance),
    }
    sentence = {
        "start": Value("int64"),
        "end": Value("int64"),
        "paragraph": Value("int64"),
        "attributions": List(attribution),
    }
    return Features(
        {
            "id": Value("string"),
            "kind": Value("string"),
            "title": Value("string"),
            "date": Value("date32"),
            "conflict": Value("string"),
            "genre": Value("string"),
            "author": Value("string"),
            "codebook": Value("string"),
            "text": Value("string"),
            "sentences": List(sentence),
        }
    )


def dataset_dict(folder: Path) -> "DatasetDict":
    """Return the splits in `folder` that hold a text, each text checked on the way.

    Raises:
        CorpusError: A line of a file is not a text.
    """
    from datasets import Dataset, DatasetDict

    types = features()
    rows = {split: [text.model_dump() for text in read_split(folder, split)] for split in SPLITS}
    return DatasetDict({split: Dataset.from_list(texts, features=types) for split, texts in rows.items() if texts})


def front_matter(splits: Iterable[str]) -> str:
    """Return the data card's YAML head, which lets `datasets.load_dataset` find `splits` and their types."""
    from datasets import DatasetInfo
    from datasets.info import DatasetInfosDict
    from huggingface_hub import DatasetCardData

    card = DatasetCardData(
        pretty_name="Stances toward troop withdrawals",
        license="apache-2.0",
        language=["en"],
        task_categories=["text-classification", "token-classification"],
        tags=["stance-detection", "quotation-attribution", "news", "written-for-the-project"],
        size_categories=["1K<n<10K"],
        configs=[
            {
                "config_name": "default",
                "data_files": [{"split": split, "path": f"{split}.jsonl"} for split in splits],
            }
        ],
    )
    DatasetInfosDict({"default": DatasetInfo(features=features())}).to_dataset_card_data(card)
    return f"---\n{card.to_yaml()}\n---\n\n"
