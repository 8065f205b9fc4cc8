"""Articles from files, rows to files and back. Bad input becomes a `Problem`; the rest of the batch goes on."""

from stance.files.articles import read_articles
from stance.files.decoding import Problem
from stance.files.replacing import replacing
from stance.files.rows import RowWriter, arrow_schema, check_rows_path, rows_writer
from stance.files.written import holds_rows, read_rows

__all__ = [
    "Problem",
    "RowWriter",
    "arrow_schema",
    "check_rows_path",
    "holds_rows",
    "read_articles",
    "read_rows",
    "replacing",
    "rows_writer",
]
