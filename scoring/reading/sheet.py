"""A sheet of text as it stands in a file: a header and rows, whatever the format."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.messages import N_, Message, Problem, WaymarkError


class ReadingError(WaymarkError):
    """A file that cannot be read as answers at all; ``problems`` says why."""


@dataclass(frozen=True)
class Sheet:
    """``header``: names as written. ``cells``: str, one column for each name, by position; ``rows``: the number of
    each row in the file, the first line being 1. ``misfits``: rows with too many or too few cells, not in ``cells``.
    """

    header: tuple[str, ...]
    cells: pd.DataFrame
    rows: np.ndarray
    misfits: tuple[Misfit, ...] = ()


@dataclass(frozen=True)
class Misfit:
    """A row that does not fit the header."""

    row: int
    cells: tuple[str, ...]
    message: Message


EMPTY = N_("The file is empty.")
ROW_LENGTH = N_("This row has {found} cells, the header {expected}. Check for a separator or quotation mark too many.")
NO_NAME = N_("Column {letter} has no name in the header. Give it one, or remove what stands in it.")
QUOTES = N_("Around row {row} the quotation marks do not match: {reason}.")
UNCLOSED = N_("a text that begins with a quotation mark has no other at its end")
AFTER_QUOTE = N_("more text follows a closing quotation mark")
TOO_LONG = N_("Around row {row} a cell has more than {limit} characters.")


def sheet_of(lines: Iterator[str], separator: str, place: str) -> Sheet:
    """The sheet that separated text makes. Blank rows are passed over, but counted.

    Raises ``ReadingError`` where there is no header, or where quotation marks leave open what is in which cell.
    """
    reader = csv.reader(lines, delimiter=separator, strict=True)
    numbered = _numbered(reader, place)
    _, header = next(numbered, (0, []))
    if not header:
        raise ReadingError([Problem(place, Message(EMPTY))])
    records = list(numbered)
    width = _width(header, records, place)
    kept = [(row, record[:width]) for row, record in records if len(record) >= width and not any(record[width:])]
    misfits = [_misfit(row, record, width) for row, record in records if len(record) < width or any(record[width:])]
    return Sheet(
        tuple(name.strip() for name in header[:width]),
        _frame([record for _, record in kept], width),
        np.array([row for row, _ in kept], dtype=np.int64),
        tuple(misfits),
    )


def _numbered(reader: Iterator[list[str]], place: str) -> Iterator[tuple[int, list[str]]]:
    """Records that hold anything, with their row in the sheet."""
    row = 0
    try:
        for record in reader:
            row += 1
            if any(cell.strip() for cell in record):
                yield row, record
    except csv.Error as error:
        raise ReadingError([Problem(place, _csv_message(str(error), row + 1))]) from error


def _csv_message(reason: str, row: int) -> Message:
    if "limit" in reason:
        return Message(TOO_LONG, {"row": row, "limit": csv.field_size_limit()})
    why = UNCLOSED if "end of data" in reason else AFTER_QUOTE
    return Message(QUOTES, {"row": row, "reason": Message(why)})


def _width(header: Sequence[str], records: Sequence[tuple[int, list[str]]], place: str) -> int:
    """How many columns count: nameless ones at the end are left off where nothing stands in them."""
    nameless = [position for position, name in enumerate(header) if not name.strip()]
    used = [position for position in nameless if any(len(cells) > position and cells[position] for _, cells in records)]
    if used:
        raise ReadingError([Problem(place, Message(NO_NAME, {"letter": column_letter(at)})) for at in used])
    width = len(header)
    while not header[width - 1].strip():
        width -= 1
    return width


def column_letter(position: int) -> str:
    """The name that a spreadsheet gives the column at this position, counted from 0: A, B … Z, AA …"""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _misfit(row: int, record: Sequence[str], width: int) -> Misfit:
    return Misfit(row, tuple(record), Message(ROW_LENGTH, {"found": len(record), "expected": width}))


def _frame(records: Sequence[Sequence[str]], width: int) -> pd.DataFrame:
    columns = list(zip(*records, strict=True)) if records else [()] * width
    return pd.DataFrame({place: pd.Series(cells, dtype="str") for place, cells in enumerate(columns)})
