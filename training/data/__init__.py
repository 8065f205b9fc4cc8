"""The corpus: reading, building, checking and describing it."""

from training.data.corpus import SPLITS, CorpusError, Text, read, read_split, write
from training.data.hub import dataset_dict, features
from training.data.labelled import labelled

__all__ = ["SPLITS", "CorpusError", "Text", "dataset_dict", "features", "labelled", "read", "read_split", "write"]
