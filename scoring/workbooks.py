"""Tables as a workbook that is written while their rows come in, so that memory does not grow with them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import IO, Any

import pandas as pd

from scoring.messages import Message, Problem
from scoring.writing import ROWS_OF_A_SHEET, TOO_MANY_ROWS, WritingError, cut

WIDTHS = (9, 44)
"""Least and greatest width of a column, in characters."""

LOOKED_AT = 200
"""Rows by which a column's width is chosen."""

CREATED = datetime.datetime(1980, 1, 1)
"""One moment for every file, so that the same tables give the same."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold; a workbook with it opens nowhere."""

OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


FILL_IN, BY_THE_WAY = "#FFFBEA", "#566366"
"""Colours: of a cell to fill in, and of what is there for programs."""


@dataclass(frozen=True)
class Head:
    """A column of a sheet for people: ``id`` is what it is read again by, ``words`` what they call it.

    ``width``: in characters; longer texts are wrapped. ``fill``: whether it is there to be filled in.
    """

    id: str
    words: str
    width: int = 12
    fill: bool = False


@dataclass(frozen=True)
class Filled:
    """A sheet with a row for each sequence of values; without any ids it is only there to be read.

    ``spare``: empty rows below that look as if they were to be filled in.
    """

    title: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Any]]
    spare: int = 0


def write_workbook(file: IO[bytes], tables: Iterable[pd.DataFrame]) -> None:
    """Write tables of the same columns one under the other, below one header that stays in sight.

    Missing values are empty cells; text stays text, whatever it begins with. There is at least one table, which may be
    without rows. Raises ``WritingError`` where there are more rows than a sheet holds.
    """
    import xlsxwriter  # noqa: PLC0415 - slow to import, and only workbooks need it

    coming = iter(tables)
    first = next(coming)
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 1)
        header = book.add_format({"bold": True, "bg_color": "#E3EBF2", "bottom": 1})
        for at, name in enumerate(first.columns):
            sheet.write_string(0, at, cut(str(name)), header)
        rows = _write_rows(sheet, chain([first], coming), [str(name) for name in first.columns])
        sheet.autofilter(0, 0, max(rows, 1), max(first.shape[1] - 1, 0))
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{max(rows + 1, 2)}"})


def write_sheets_to_fill(file: IO[bytes], sheets: Sequence[Filled]) -> None:
    """Write sheets for people to fill in: the words of each column, below them the ids by which it is read again.

    Titles are as a spreadsheet program takes them. Text stays text; None is an empty cell. Raises ``WritingError`` as
    ``write_workbook`` does.
    """
    import xlsxwriter  # noqa: PLC0415 - as above

    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"created": CREATED})
        top = {"text_wrap": True, "valign": "top"}
        looks = {
            "head": book.add_format({"bold": True, "bg_color": "#E3EBF2", **top}),
            "id": book.add_format({"font_size": 8, "font_color": BY_THE_WAY, "bg_color": "#E3EBF2", "bottom": 1}),
            "text": book.add_format(top),
            "fill": book.add_format({"bg_color": FILL_IN, "border": 1, "border_color": "#D9CFA0", **top}),
        }
        for one in sheets:
            _write_filled(book.add_worksheet(one.title), one, looks)


def _write_filled(sheet: Any, filled: Filled, looks: dict[str, Any]) -> None:
    has_ids = any(head.id for head in filled.heads)
    for at, head in enumerate(filled.heads):
        sheet.set_column(at, at, head.width)
    sheet.freeze_panes(1 + has_ids, 2 if has_ids else 0)
    for at, head in enumerate(filled.heads):
        sheet.write_string(0, at, head.words, looks["head"])
    for at, head in enumerate(filled.heads):
        if has_ids:
            sheet.write_string(1, at, head.id, looks["id"])
    blank = [None] * len(filled.heads)
    cells = {at: looks["fill" if head.fill else "text"] for at, head in enumerate(filled.heads)}
    for row, values in enumerate((*filled.rows, *[blank] * filled.spare), start=1 + has_ids):
        write_row(sheet, row, values, cells)


def _write_rows(sheet: Any, tables: Iterable[pd.DataFrame], names: Sequence[str]) -> int:
    """Write all rows, then make columns as wide as the first of them need; how many there are."""
    row = 0
    looked_at: list[Sequence[Any]] = []
    for table in tables:
        for cells in zip(*(cells_of(table.iloc[:, at]) for at in range(table.shape[1])), strict=True):
            row += 1
            write_row(sheet, row, cells)
            if row <= LOOKED_AT:
                looked_at.append(cells)
    for at, name in enumerate(names):
        sheet.set_column(at, at, width(name, [cells[at] for cells in looked_at]))
    return row


def write_row(sheet: Any, row: int, cells: Sequence[Any], looks: Mapping[int, Any] = MappingProxyType({})) -> None:
    """Write the cells of a row, each as what it is; ``looks``: formats, by column.

    Raises ``WritingError`` below the last row that a sheet has.
    """
    if row >= ROWS_OF_A_SHEET:
        raise WritingError([Problem("-", Message(TOO_MANY_ROWS, {"limit": ROWS_OF_A_SHEET, "rows": row}))])
    for at, cell in enumerate(cells):
        look = looks.get(at)
        if isinstance(cell, str):
            sheet.write_string(row, at, cut(_UNWRITABLE.sub("\ufffd", cell)), look)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, at, cell, look)
        elif isinstance(cell, datetime.date):
            sheet.write_string(row, at, cell.isoformat(), look)
        elif cell is not None:
            sheet.write_number(row, at, cell, look)
        elif look is not None:
            sheet.write_blank(row, at, None, look)


def cells_of(column: pd.Series) -> list[Any]:
    """What stands in the cells of a column; None for what is missing."""
    values: list[Any] = column.astype(object).where(column.notna(), None).tolist()
    return values


def width(name: str, cells: Sequence[Any]) -> int:
    """Width of a column, in characters, by its name and what stands in it."""
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    least, most = WIDTHS
    # The arrow by which a column is filtered stands beside its name.
    return min(max(longest + 1, len(name) + 4, least), most)
