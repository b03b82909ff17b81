"""A sheet of text as it stands in a file: a header and rows, whatever the format."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

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


BLOCK = 5000
"""Rows that are held as lists at a time: more would keep Python's garbage collector busy with millions of cells."""


def sheet_of(lines: Iterable[str], separator: str, place: str, *, corner: bool = False) -> Sheet:
    """The sheet that separated text makes. Blank rows are passed over, but counted.

    ``corner``: whether the first column may go without a name, as it does in a table of rows by columns. Raises
    ``ReadingError`` where there is no header, or where quotation marks leave open what is in which cell.
    """
    records = _numbered(csv.reader(lines, delimiter=separator, strict=True), place)
    _, header = next(records, (0, []))
    if not header:
        raise ReadingError([Problem(place, Message(EMPTY))])
    collected = _Collected(max(at for at, name in enumerate(header) if name.strip()) + 1)
    for row, record in records:
        collected.add(row, record)
    nameless = sorted(
        {at for at, name in enumerate(header[: collected.width]) if not name.strip()}
        | {at for at in collected.beyond if at < len(header)}
    )
    if corner and 0 in nameless:
        nameless.remove(0)
    if nameless:
        raise ReadingError([Problem(place, Message(NO_NAME, {"letter": column_letter(at)})) for at in nameless])
    return collected.sheet(header)


def _numbered(reader: Iterator[list[str]], place: str) -> Iterator[tuple[int, list[str]]]:
    """Records that hold anything, with their row in the sheet."""
    row = 0
    try:
        for record in reader:
            row += 1
            if any(map(str.strip, record)):
                yield row, record
    except csv.Error as error:
        raise ReadingError([Problem(place, _csv_message(str(error), row + 1))]) from error


class _Collected:
    """Rows as they come in: those of the right width by column, the others by themselves."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows: list[int] = []
        self.misfits: list[Misfit] = []
        self.beyond: set[int] = set()
        self._records: list[list[str]] = []
        self._blocks: list[list[pa.Array]] = []

    def add(self, row: int, record: list[str]) -> None:
        """Cells beyond the last name of the header do no harm where they are empty."""
        if len(record) != self.width:
            beyond = [at for at in range(self.width, len(record)) if record[at]]
            self.beyond.update(beyond)
            if beyond or len(record) < self.width:
                message = Message(ROW_LENGTH, {"found": len(record), "expected": self.width})
                self.misfits.append(Misfit(row, tuple(record), message))
                return
            del record[self.width :]
        self.rows.append(row)
        self._records.append(record)
        if len(self._records) == BLOCK:
            self._close()

    def _close(self) -> None:
        columns = zip(*self._records, strict=True)
        self._blocks.append([pa.array(cells, pa.large_string()) for cells in columns])
        self._records = []

    def sheet(self, header: Sequence[str]) -> Sheet:
        if self._records:
            self._close()
        cells = {at: text_column([block[at] for block in self._blocks]) for at in range(self.width)}
        names = tuple(name.strip() for name in header[: self.width])
        rows = np.array(self.rows, dtype=np.int64)
        return Sheet(names, pd.DataFrame(cells, index=range(len(rows))), rows, tuple(self.misfits))


def text_column(blocks: Sequence[pa.Array]) -> pd.Series:
    """A column of text from its blocks."""
    chunked = pa.chunked_array(blocks, pa.large_string())
    return pd.Series(pd.array(chunked, dtype="str"))


def _csv_message(reason: str, row: int) -> Message:
    if "limit" in reason:
        return Message(TOO_LONG, {"row": row, "limit": csv.field_size_limit()})
    why = UNCLOSED if "end of data" in reason else AFTER_QUOTE
    return Message(QUOTES, {"row": row, "reason": Message(why)})


def column_letter(position: int) -> str:
    """The name that a spreadsheet gives the column at this position, counted from 0: A, B … Z, AA …"""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
