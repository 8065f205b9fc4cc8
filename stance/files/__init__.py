"""Articles from files and rows to files. Bad input becomes a `Problem`; the rest of the batch goes on."""

from stance.files.articles import read_articles
from stance.files.decoding import Problem
from stance.files.rows import RowWriter, arrow_schema, check_rows_path, rows_writer

__all__ = ["Problem", "RowWriter", "arrow_schema", "check_rows_path", "read_articles", "rows_writer"]
