"""Answers from files: CSV, XLSX and Parquet into an ``AnswerTable``, with every fault at its row and column."""

from scoring.reading.answers import Reading, RowProblem, read
from scoring.reading.sheet import ReadingError

__all__ = ["Reading", "ReadingError", "RowProblem", "read"]
