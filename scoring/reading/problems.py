"""A fault in one row of a sheet, at the place where a person finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from gettext import NullTranslations

from scoring.coding import shortened
from scoring.columns import Fault
from scoring.messages import ENGLISH, N_, Message, Problem
from scoring.reading.sheet import Sheet, column_letter
from scoring.sheetwords import ANSWER_COLUMN

PLACE = N_("row {row}, column {column}")
PLACE_CELL = N_("row {row}, column {column} ({cell})")
PLACE_ROW = N_("row {row}")
PLACE_FILE = N_("{file}, cell {cell}")


@dataclass(frozen=True)
class RowProblem:
    """A fault in one row: its number as in the sheet (the header is 1), the column's name ("" for the whole row), the
    value as written (at most 60 characters), and what is wrong.

    ``cell``: its address in a workbook, as F7; ``file``: the workbook, where each firm has one; ``text``: the value in
    full; ``others``: numbers of further rows with the very same, which have no problem of their own.
    """

    row: int
    column: str
    value: str
    message: Message
    file: str = ""
    cell: str = ""
    text: str = ""
    others: Sequence[int] = field(default=(), repr=False)

    @property
    def place(self) -> Message | str:
        """Where it is: words for a person, or the name of a file as it stands."""
        if self.file:
            return Message(PLACE_FILE, {"file": self.file, "cell": self.cell}) if self.cell else self.file
        if not self.column:
            return Message(PLACE_ROW, {"row": self.row})
        told = {"row": self.row, "column": self.column, "cell": self.cell}
        return Message(PLACE_CELL if self.cell else PLACE, told)

    def each(self) -> Iterator[RowProblem]:
        """This problem and, as one each, those of the other rows."""
        yield self
        for row in self.others:
            cell = f"{self.cell.rstrip('0123456789')}{row}" if self.cell else ""
            yield replace(self, row=row, cell=cell, others=())

    def render(self, translations: NullTranslations = ENGLISH) -> str:
        """The fault with its place, in the language of ``translations``."""
        place = self.place
        where = place.render(translations) if isinstance(place, Message) else place
        return Problem(where, self.message).render(translations)

    def __str__(self) -> str:
        return self.render()


def located(written: Sheet, read: Sheet, faults: Sequence[Fault]) -> list[RowProblem]:
    """The faults of a sheet at their places. ``written``: it as it came; ``read``: with words replaced."""
    at_of = {name: at for at, name in reversed(list(enumerate(written.header)))}
    faulty = {at_of[name] for name in {fault.column for fault in faults} if name in at_of}
    changed = {} if read is written else {at: written.cells[at].tolist() for at in faulty}
    problems = []
    for fault in faults:
        at = at_of.get(fault.column, -1)
        value = changed[at][fault.row] if at in changed and fault.value else fault.value
        file = written.sources[fault.row] if written.sources else ""
        cell = address(written, fault.row, at)
        row, others = int(written.rows[fault.row]), written.rows[list(fault.others)].tolist() if fault.others else ()
        problems.append(RowProblem(row, fault.column, shortened(value), fault.message, file, cell, value, others))
    return problems


def faulty_rows(problems: Iterable[RowProblem]) -> set[int]:
    """The numbers of all rows that have a problem."""
    return {row for problem in problems for row in (problem.row, *problem.others)}


def address(sheet: Sheet, row: int, at: int) -> str:
    """The address in the workbook of the cell in this row of ``cells`` and at this position; "" where it has none."""
    if at < 0 or sheet.format != "xlsx":
        return ""
    if sheet.lines is None:
        return f"{column_letter(at)}{sheet.rows[row]}"
    line = int(sheet.lines[row, at])
    return f"{ANSWER_COLUMN}{line}" if line else ""
