"""A sheet of text as it stands in a file: a header and rows, whatever the format."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

import numpy as np
import pandas as pd
import pyarrow as pa

from scoring.messages import N_, Message, Problem, WaymarkError
from scoring.reading.limits import LIMITS, LONG_CELL, TOO_MANY_COLUMNS, Limits


class ReadingError(WaymarkError):
    """A file that cannot be read as answers at all; ``problems`` says why."""


@dataclass(frozen=True)
class Sheet:
    """``header``: names as written. ``cells``: text, one column for each name, by position, str or, from a workbook,
    categories of str that hold each word once; ``rows``: the number of
    each row in the file, the first line being 1. ``misfits``: rows that cannot be taken for answers, not in ``cells``.

    ``head``: the number of the header's row; ``above``: the rows over it. ``format``: the kind of file. ``sources``: of
    interviews, the file of each row of ``cells``; ``lines``: int32 (n, columns), the line of its workbook in which each
    answer stands, 0 for none.
    """

    header: tuple[str, ...]
    cells: pd.DataFrame
    rows: np.ndarray
    misfits: tuple[Misfit, ...] = ()
    head: int = 1
    above: tuple[tuple[str, ...], ...] = ()
    format: str = "csv"
    sources: tuple[str, ...] = ()
    lines: np.ndarray | None = field(default=None, repr=False)

    @property
    def layout(self) -> str:
        """``wide``: a row for each firm; ``interview``: a workbook for each."""
        return "wide" if self.lines is None else "interview"

    def to_bytes(self) -> bytes:
        """The sheet as a file that ``from_bytes`` makes the same sheet of."""
        from scoring.reading.stored import packed  # noqa: PLC0415 - it makes sheets itself

        return packed(self)

    @staticmethod
    def from_bytes(data: bytes) -> Sheet:
        """The sheet that ``to_bytes`` put away."""
        from scoring.reading.stored import unpacked  # noqa: PLC0415

        return unpacked(data)


@dataclass(frozen=True)
class Misfit:
    """A row that does not fit the header, or repeats it."""

    row: int
    cells: tuple[str, ...]
    message: Message


EMPTY = N_("The file is empty.")
ROW_LENGTH = N_("This row has {found} cells, the header {expected}. Check for a separator or quotation mark too many.")
NO_NAME = N_("Column {letter} has no name in the header. Give it one, or remove what stands in it.")
QUOTES = N_("Around row {row} the quotation marks do not match: {reason}.")
UNCLOSED = N_("a text that begins with a quotation mark has no other at its end")
AFTER_QUOTE = N_("more text follows a closing quotation mark")
REPEATED = N_("This row repeats the header. Remove it.")


BLOCK = 5000
"""Rows that are held as lists at a time: more would keep Python's garbage collector busy with millions of cells."""

AMONG = 10
"""Rows, blank ones not counted, among which the header is looked for."""

Known = Callable[[str], bool]
"""Whether a name is that of a column that we know."""


def sheet_of(  # noqa: PLR0913 - what it is of, and how to take it, by name
    lines: Iterable[str], separator: str, place: str, *, known: Known | None = None, corner: bool = False,
    limits: Limits = LIMITS,
) -> Sheet:  # fmt: skip
    """The sheet that separated text makes. Blank rows are passed over, but counted.

    The header is the row, among the first few, that names most columns ``known``, else the first. ``corner``: whether
    the first column may go without a name, as it does in a table of rows by columns. Raises ``ReadingError`` where
    there is no header, or where quotation marks leave open what is in which cell.
    """
    records = _numbered(csv.reader(lines, delimiter=separator, strict=True), place)
    first = list(islice(records, AMONG))
    if not first:
        raise ReadingError([Problem(place, Message(EMPTY))])
    at = header_at([record for _, record in first], known)
    head, header = first[at]
    collected = _Collected(_width(header))
    _refuse_wide(collected.width, place, limits)
    for row, record in chain(first[at + 1 :], records):
        collected.add(row, record)
    _refuse_nameless(header, collected.width, collected.beyond, place, corner)
    above = tuple(tuple(record) for _, record in first[:at])
    return without_headers(replace(collected.sheet(header), head=head, above=above))


def header_at(rows: Sequence[Sequence[str]], known: Known | None) -> int:
    """Which of these rows is the header: the wording may stand above it."""
    if known is None:
        return 0
    counts = [sum(known(name) for name in row) for row in rows]
    return counts.index(max(counts))


def _width(header: Sequence[str]) -> int:
    return max(at for at, name in enumerate(header) if name.strip()) + 1


def _refuse_wide(width: int, place: str, limits: Limits) -> None:
    if width > limits.columns:
        counts = {"found": width, "limit": limits.columns}
        raise ReadingError([Problem(place, Message(TOO_MANY_COLUMNS, counts))])


def _refuse_nameless(header: Sequence[str], width: int, beyond: Iterable[int], place: str, corner: bool) -> None:
    """Columns without a name are refused where they hold something, or stand between others."""
    nameless = {at for at, name in enumerate(header[:width]) if not name.strip()} | {
        at for at in beyond if at < len(header)
    }
    nameless -= {0} if corner else set()
    if nameless:
        letters = map(column_letter, sorted(nameless))
        raise ReadingError([Problem(place, Message(NO_NAME, {"letter": letter})) for letter in letters])


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


def sheet_of_table(
    table: pa.Table, place: str, known: Known | None, limits: Limits = LIMITS, *, corner: bool = False
) -> Sheet:
    """The sheet that a rectangle of text makes, its columns from A on, each a dictionary; otherwise as ``sheet_of``."""
    columns = [_Coded.of(column) for column in table.columns]
    filled = _filled(columns, table.num_rows)
    if not len(filled):
        raise ReadingError([Problem(place, Message(EMPTY))])
    first = [[column.words[column.places[row]] for column in columns] for row in filled[:AMONG]]
    at = header_at(first, known)
    width, below = _width(first[at]), filled[at + 1 :]
    _refuse_wide(width, place, limits)
    longest = [column.longest(below) for column in columns]
    beyond = [position for position in range(width, len(columns)) if longest[position][0]]
    _refuse_nameless(first[at], width, beyond, place, corner)
    length, row = max(longest)
    if length > limits.characters:
        raise ReadingError([Problem(place, Message(LONG_CELL, {"row": row + 1, "limit": limits.characters}))])
    cells = {position: columns[position].series(below) for position in range(width)}
    names, above = tuple(name.strip() for name in first[at][:width]), tuple(map(tuple, first[:at]))
    frame = pd.DataFrame(cells, index=range(len(below)))
    return without_headers(Sheet(names, frame, below + 1, head=int(filled[at]) + 1, above=above, format="xlsx"))


@dataclass(frozen=True)
class _Coded:
    """A column by its distinct words, and which of them stands in each row."""

    words: list[str]
    places: np.ndarray

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> _Coded:
        whole = column.chunk(0)
        return cls(whole.dictionary.to_pylist(), whole.indices.to_numpy())

    def longest(self, rows: np.ndarray) -> tuple[int, int]:
        """The length of the longest cell among these rows, and its row."""
        if not len(rows):
            return 0, 0
        lengths = np.array([len(word) for word in self.words])[self.places[rows]]
        at = int(lengths.argmax())
        return int(lengths[at]), int(rows[at])

    def series(self, rows: np.ndarray) -> pd.Series:
        words = pd.Index(pd.array(self.words, dtype="str"))
        return pd.Series(pd.Categorical.from_codes(self.places[rows], categories=words))


def _filled(columns: Sequence[_Coded], rows: int) -> np.ndarray:
    """Positions of the rows that hold anything, int64; a column is looked at only while there are others left."""
    left = np.arange(rows)
    filled = np.zeros(rows, dtype=bool)
    for column in columns:
        if not len(left):
            break
        there = np.array([not (word == "" or word.isspace()) for word in column.words])[column.places[left]]
        filled[left[there]] = True
        left = left[~there]
    return np.flatnonzero(filled)


def without_headers(sheet: Sheet) -> Sheet:
    """The sheet with rows that repeat the header as misfits: they come from tables put one below the other."""
    same = np.ones(len(sheet.cells), dtype=bool)
    for at, name in enumerate(sheet.header):
        if not same.any():
            return sheet
        same &= (sheet.cells[at] == name).to_numpy(dtype=bool)
    if not same.any() or len(sheet.header) < 2:
        return sheet
    again = tuple(Misfit(int(row), sheet.header, Message(REPEATED)) for row in sheet.rows[same])
    cells = sheet.cells[~same].reset_index(drop=True)
    misfits = tuple(sorted((*sheet.misfits, *again), key=lambda misfit: misfit.row))
    return replace(sheet, cells=cells, rows=sheet.rows[~same], misfits=misfits)


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
        frame = pd.DataFrame(cells, index=range(len(rows)))
        return Sheet(names, frame, rows, tuple(self.misfits))


def text_column(blocks: Sequence[pa.Array]) -> pd.Series:
    """A column of text from its blocks."""
    chunked = pa.chunked_array(blocks, pa.large_string())
    return pd.Series(pd.array(chunked, dtype="str"))


def _csv_message(reason: str, row: int) -> Message:
    if "limit" in reason:
        return Message(LONG_CELL, {"row": row, "limit": csv.field_size_limit()})
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
