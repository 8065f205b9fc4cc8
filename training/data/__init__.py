"""The corpus: reading, building, checking and describing it."""

from training.data.corpus import SPLITS, CorpusError, Text, read, read_split, write
from training.data.hub import dataset_dict, features
from training.data.labelled import labelled
from training.data.load import Corpus

__all__ = [
    "SPLITS",
    "Corpus",
    "CorpusError",
    "Text",
    "dataset_dict",
    "features",
    "labelled",
    "read",
    "read_split",
    "write",
]
