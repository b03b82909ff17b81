"""A workbook that was filled in, as rows by the ids of its columns, and where each fault of it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from scoring.messages import Message, Problem
from scoring.reading import Limits, ReadingError
from scoring.reading.sheet import column_letter
from scoring.reading.workbook import FAULTS, workbooks

LIMITS = Limits(
    bytes=3_000_000, rows=2_000, columns=100, cells=200_000, unpacked=30_000_000, seconds=10, memory=1024**3, files=1
)
MOST_SHEETS = 6
"""Sheets that are looked at for those that are known."""

AMONG = 10
"""Rows among which the ids of the columns are looked for."""

FORMULA = "#FORMULA?"
"""What the parser says of a formula that nobody has worked out."""

_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?")


@dataclass(frozen=True)
class CellFault:
    """``sheet``: its first column, which tells what it is of, "" for all; ``cell``: as a spreadsheet calls it."""

    sheet: str
    cell: str
    message: str


@dataclass(frozen=True)
class Row:
    """A row by the ids of its columns."""

    number: int
    cells: Mapping[str, str]

    def of(self, name: str) -> str:
        return self.cells.get(name, "").strip()


@dataclass
class Table:
    """A sheet whose columns are known. ``faults`` gathers what is found wrong in it."""

    sheet: str
    columns: Mapping[str, int]
    rows: Sequence[Row]
    faults: list[CellFault] = field(default_factory=list)

    def refuse(self, row: Row, column: str, message: str) -> None:
        cell = f"{column_letter(self.columns[column])}{row.number}" if column in self.columns else str(row.number)
        self.faults.append(CellFault(self.sheet, cell, message))


def tables_of(data: bytes, known: Mapping[str, Sequence[str]], not_ours: str) -> dict[str, Table]:
    """The sheets that are known, by their first column.

    ``known``: first column → the others that the sheet must have; the first of them has to be there. ``not_ours``: what
    is said of a workbook without it. Raises ``ReadingError``.
    """
    if len(data) > LIMITS.bytes:
        raise ReadingError([Problem("-", Message(FAULTS["too_large"]))])
    found: dict[str, Table] = {}
    with workbooks(LIMITS) as parser:
        for place in range(MOST_SHEETS):
            try:
                cells = parser.table(data, "-", place)
            except ReadingError as error:
                if error.problems[0].message.id != FAULTS["empty"]:
                    raise
                continue
            table = _table([column.to_pylist() for column in cells.columns], known)
            if table is not None:
                found.setdefault(table.sheet, table)
    if next(iter(known)) not in found:
        raise ReadingError([Problem("-", Message(not_ours))])
    return found


def _table(columns: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]]) -> Table | None:
    """The sheet, if one of its first rows names its columns by their ids."""
    if not columns:
        return None
    at = next((row for row, cell in enumerate(columns[0][:AMONG]) if cell.strip() in known), None)
    if at is None:
        return None
    places: dict[str, int] = {}
    for place, column in enumerate(columns):
        if column[at].strip():
            places.setdefault(column[at].strip(), place)
    rows = [
        Row(row + 1, {name: columns[place][row] for name, place in places.items()})
        for row in range(at + 1, len(columns[0]))
    ]
    sheet = columns[0][at].strip()
    table = Table(sheet, places, [row for row in rows if any(map(str.strip, row.cells.values()))])
    for name in known[sheet]:
        if name not in places:
            message = _("The column “%(name)s” is missing. Download the workbook anew.", name=name)
            table.faults.append(CellFault(sheet, str(at + 1), message))
    return table


def number_in(table: Table, row: Row, column: str) -> float | None:
    """The number in a cell; None where there is none, which is told."""
    text = row.of(column)
    if not text:
        table.refuse(row, column, _("A number is missing here."))
    elif text == FORMULA:
        table.refuse(row, column, _("This is a formula that has no value. Write the number itself."))
    elif not _NUMBER.fullmatch(text):
        table.refuse(row, column, _("“%(text)s” is no number.", text=text[:40]))
    else:
        return float(text)
    return None
