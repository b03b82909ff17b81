"""The sheet given back with its faults marked: by colour, by a comment, and in words beside the row."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Any

import numpy as np

from scoring.instrument import Instrument
from scoring.messages import ENGLISH, N_, Message, Problem
from scoring.reading.answers import Reading
from scoring.reading.problems import RowProblem
from scoring.reading.sheet import Sheet
from scoring.sheetwords import FAULTS
from scoring.template.book import FAULT, HEADER, note, number_of
from scoring.template.interview import interview
from scoring.writing import ROWS_OF_A_SHEET, TOO_MANY_ROWS, WritingError, cut

COMMENTS = 2_000
"""Comments in a workbook: each is a drawing, and with more it opens slowly. The words beside rows are all there."""

TO_CORRECT = N_("To correct (this column is not read)")
SHEET = N_("Answers")


def marked(
    sheet: Sheet,
    reading: Reading,
    instrument: Instrument,
    translations: NullTranslations = ENGLISH,
    *,
    only_faulty: bool = False,
) -> bytes:
    """The sheet as a workbook that can be corrected and read again as it is; interviews as one each, in a ZIP if there
    are several.

    ``only_faulty``: without the rows that have no fault. Faulty cells are coloured and have a comment; the last column,
    ``sheetwords.FAULTS``, has all faults of the row in words. A row that did not fit the header is empty but for that
    column, which says what stood in it. Raises ``WritingError`` where the rows are more than a workbook holds.
    """
    if sheet.layout == "wide":
        return _wide(sheet, reading, translations, only_faulty)
    books = list(_interviews(sheet, reading, instrument, translations, only_faulty))
    return books[0][1] if len(books) == 1 else _archive(books)


def marked_suffix(sheet: Sheet, reading: Reading, *, only_faulty: bool = False) -> str:
    """How the name of the file from ``marked`` ends: .xlsx or .zip."""
    if sheet.layout == "wide":
        return ".xlsx"
    rows = {problem.row for problem in reading.problems} if only_faulty else sheet.rows
    return ".xlsx" if len(rows) == 1 else ".zip"


def _by_row(reading: Reading) -> dict[int, list[RowProblem]]:
    by_row: dict[int, list[RowProblem]] = {}
    for problem in reading.problems:
        for row in (problem.row, *problem.others):
            by_row.setdefault(row, []).append(problem)
    return by_row


def _interviews(
    sheet: Sheet, reading: Reading, instrument: Instrument, translations: NullTranslations, only_faulty: bool
) -> Iterator[tuple[str, bytes]]:
    faults = _by_row(reading)
    for source, row, cells in zip(sheet.sources, sheet.rows.tolist(), sheet.cells.to_numpy(), strict=True):
        if row not in faults and only_faulty:
            continue
        marks: dict[str, list[str]] = {}
        for problem in faults.get(row, ()):
            marks.setdefault(problem.column.casefold(), []).append(problem.message.render(translations))
        yield source, interview(instrument, translations, dict(zip(sheet.header, cells, strict=True)), marks)


def _archive(books: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:  # workbooks are packed already
        for name, data in books:
            archive.writestr(name, data)
    return out.getvalue()


def _wide(sheet: Sheet, reading: Reading, translations: NullTranslations, only_faulty: bool) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - slow to import, and most sheets are only read

    faults = _by_row(reading)
    rows = [row for row in _rows(sheet, faults) if row.faults or not only_faulty]
    if rows and max(len(rows), rows[-1].number) >= ROWS_OF_A_SHEET:
        counts = {"limit": ROWS_OF_A_SHEET, "rows": len(rows)}
        raise WritingError([Problem("-", Message(TOO_MANY_ROWS, counts))])
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        writer = _Writer(book, sheet, translations)
        writer.head()
        for place, row in enumerate(rows, start=sheet.head):
            writer.row(row, place if only_faulty else row.number - 1)
    return out.getvalue()


@dataclass(frozen=True)
class _Row:
    number: int
    cells: Sequence[str]
    faults: Sequence[RowProblem]
    lost: str = ""


def _rows(sheet: Sheet, faults: dict[int, list[RowProblem]]) -> Iterator[_Row]:
    """All rows in their order."""
    misfits = list(sheet.misfits)
    for number, cells in zip(sheet.rows.tolist(), _cells(sheet), strict=True):
        while misfits and misfits[0].row < number:
            yield _misfit(misfits.pop(0), faults)
        yield _Row(number, cells, faults.get(number, ()))
    yield from (_misfit(misfit, faults) for misfit in misfits)


def _misfit(misfit: Any, faults: dict[int, list[RowProblem]]) -> _Row:
    return _Row(misfit.row, (), faults.get(misfit.row, ()), " | ".join(misfit.cells))


def _cells(sheet: Sheet) -> Iterator[Sequence[str]]:
    """The cells row by row, a block at a time."""
    for start in range(0, len(sheet.rows), 5_000):
        block: np.ndarray = sheet.cells.iloc[start : start + 5_000].to_numpy(dtype=object)
        yield from block.tolist()


class _Writer:
    """What writes the sheet, from top to bottom."""

    def __init__(self, book: Any, sheet: Sheet, translations: NullTranslations) -> None:
        self.sheet, self.translations = sheet, translations
        self.kept = [at for at, name in enumerate(sheet.header) if name.casefold() != FAULTS]
        self.place = {sheet.header[at]: place for place, at in reversed(list(enumerate(self.kept)))}
        self.header = book.add_format({"bold": True, "bg_color": HEADER, "bottom": 1, "valign": "top"})
        self.above = book.add_format({"text_wrap": True, "bg_color": HEADER, "valign": "top"})
        self.text = book.add_format({"num_format": "@"})
        faulty = {"bg_color": FAULT, "border": 2, "border_color": "#9B1C1C"}
        self.faulty, self.faulty_text = book.add_format(faulty), book.add_format({**faulty, "num_format": "@"})
        self.words = book.add_format({"font_color": "#9B1C1C", "bold": True})
        self.page = book.add_worksheet(translations.gettext(SHEET)[:28])
        self.comments = 0

    def head(self) -> None:
        """The header where it stood, what was above it, and the column of faults at its end."""
        last, words = len(self.kept), self.translations.gettext(TO_CORRECT)
        for place, at in enumerate(self.kept):
            self.page.set_column(place, place, min(max(len(self.sheet.header[at]) + 2, 12), 32))
        self.page.set_column(last, last, 80)
        first = self.sheet.head - 1 - len(self.sheet.above)
        for row, cells in enumerate(self.sheet.above, start=first):
            for place, at in enumerate(self.kept):
                self.page.write_string(row, place, cut(cells[at]) if at < len(cells) else "", self.above)
            self.page.write_string(row, last, words, self.above)
        for place, at in enumerate(self.kept):
            self.page.write_string(self.sheet.head - 1, place, cut(self.sheet.header[at]), self.header)
        self.page.write_string(self.sheet.head - 1, last, FAULTS, self.header)
        note(self.page, self.sheet.head - 1, last, words)
        self.page.freeze_panes(self.sheet.head, 1)

    def row(self, row: _Row, at: int) -> None:
        """A row with its faults marked."""
        marks: dict[int, list[str]] = {}
        for problem in row.faults:
            place = self.place.get(problem.column, -1)
            marks.setdefault(place, []).append(problem.message.render(self.translations))
        for place, position in enumerate(self.kept if row.cells else ()):
            self._cell(at, place, row.cells[position], place in marks)
        for place in sorted(marks):
            if place >= 0 and self.comments < COMMENTS:
                self.comments += 1
                note(self.page, at, place, "\n".join(marks[place]))
        if row.faults:
            self.page.write_string(at, len(self.kept), cut(self._told(row)), self.words)

    def _cell(self, at: int, place: int, text: str, faulty: bool) -> None:
        number = number_of(text)
        if number is not None:
            self.page.write_number(at, place, number, self.faulty if faulty else None)
        elif text:
            self.page.write_string(at, place, cut(text), self.faulty_text if faulty else self.text)
        elif faulty:
            self.page.write_blank(at, place, None, self.faulty)

    def _told(self, row: _Row) -> str:
        """All faults of a row, each with its column; what stood in a row that did not fit comes last."""
        told = [
            f"{problem.column}: {message}" if problem.column else message
            for problem in row.faults
            for message in (problem.message.render(self.translations),)
        ]
        return "\n".join([*told, row.lost] if row.lost else told)
