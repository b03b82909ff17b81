"""Answers from files: CSV, XLSX and Parquet into an ``AnswerTable``, with every fault at its row and column.

``read`` does it in one go; ``open_sheet`` or ``open_files``, then ``interpret``, leave room for a person to say in
between which column and which word is which.
"""

from scoring.reading.answers import Reading, interpret, read
from scoring.reading.faults import FaultGroup, grouped
from scoring.reading.limits import LIMITS, Limits
from scoring.reading.mapping import Choice, Unclear, free_columns, unclear
from scoring.reading.marking import marked, marked_suffix
from scoring.reading.numbers import exact_numbers
from scoring.reading.opening import open_files, open_interviews, open_sheet
from scoring.reading.problems import RowProblem
from scoring.reading.sheet import ReadingError, Sheet

__all__ = [
    "LIMITS",
    "Choice",
    "FaultGroup",
    "Limits",
    "Reading",
    "ReadingError",
    "RowProblem",
    "Sheet",
    "Unclear",
    "exact_numbers",
    "free_columns",
    "grouped",
    "interpret",
    "marked",
    "marked_suffix",
    "open_files",
    "open_interviews",
    "open_sheet",
    "read",
    "unclear",
]
