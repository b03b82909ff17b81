"""A workbook of several sheets: tables one under the other, with shades, and charts that a spreadsheet draws itself.

Cells are written by ``workbooks``: numbers as numbers, and text as text, whatever it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import starmap
from typing import IO, Any

import pandas as pd

from scoring.sheetcharts import Chart, Place, draw
from scoring.workbooks import CREATED, LOOKED_AT, OPTIONS, cells_of, width, write_row

PAPER = 9
"""A4, as a workbook numbers it."""
HEAD = {"bold": True, "bg_color": "#E3EBF2", "bottom": 1}
SHADES = {"type": "3_color_scale", "min_color": "#F3C9A5", "mid_color": "#FAF9F5", "max_color": "#7FC4BC"}
_NO_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Block:
    """A table of a sheet. ``forms``: number formats of columns; ``shaded``: columns whose cells are coloured from the
    least number to the greatest, those of ``scale`` (None: of the column). ``said``: row and column of numbers → what
    is shown of them in the cell and in charts, where that is not the number: of a bound, that it is one."""

    table: pd.DataFrame
    title: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    shaded: Sequence[str] = ()
    scale: tuple[float, float] | None = None
    charts: Sequence[Chart] = ()
    said: Mapping[tuple[int, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """``notes`` stand under the blocks. A sheet of one block without a title keeps its head in sight."""

    name: str
    blocks: Sequence[Block]
    notes: Sequence[str] = ()


def write_sheets(file: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Write the workbook. Missing values are empty cells. Raises ``WritingError`` where a sheet has too many rows."""
    import xlsxwriter  # noqa: PLC0415 - slow to import, and only workbooks need it

    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"created": CREATED})
        styles = _Styles(book)
        places: dict[str, Place] = {}
        for sheet in sheets:
            _write_sheet(book, styles, sheet, places)


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format(HEAD | {"text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 13})
        self._book = book
        self._forms: dict[str, Any] = {}

    def number(self, form: str) -> Any:
        if form not in self._forms:
            self._forms[form] = self._book.add_format({"num_format": form})
        return self._forms[form]


def _write_sheet(book: Any, styles: _Styles, sheet: Sheet, places: dict[str, Place]) -> None:
    page = book.add_worksheet(_NO_NAME.sub(" ", sheet.name)[:31])
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(PAPER)
    page.fit_to_pages(1, 0)
    beside = max((block.table.shape[1] for block in sheet.blocks), default=0) + 1
    row = chart_row = 0
    widths: dict[int, int] = {}
    for block in sheet.blocks:
        place = _write_block(page, styles, block, row)
        places[block.title or sheet.name] = place
        _widen(widths, block.table)
        for chart in block.charts:
            drawn, rows = draw(book, chart, places.get(chart.of, place))
            if rows:
                chart_row = max(chart_row, row)
                page.insert_chart(chart_row, beside, drawn, {"description": chart.title})
                chart_row += rows + 1
        row = place.last + 3
    for number, note in enumerate(sheet.notes):
        page.write_string(row + number, 0, note)
    for at, signs in widths.items():
        page.set_column(at, at, signs)
    if len(sheet.blocks) == 1 and not sheet.blocks[0].title:
        page.freeze_panes(1, 1)
        page.repeat_rows(0)
        page.autofilter(0, 0, max(place.last, 1), max(len(place.columns) - 1, 0))


def _write_block(page: Any, styles: _Styles, block: Block, row: int) -> Place:
    if block.title:
        page.write_string(row, 0, block.title, styles.title)
        row += 1
    names = [str(name) for name in block.table.columns]
    for at, name in enumerate(names):
        page.write_string(row, at, name, styles.head)
    forms = {at: styles.number(form) for at, name in enumerate(names) if (form := block.forms.get(name))}
    last = row
    for last, cells in enumerate(zip(*map(cells_of, _columns(block.table)), strict=True), row + 1):
        told = [(at, block.said.get((last - row - 1, name))) for at, name in enumerate(names)]
        write_row(page, last, cells, forms | {at: styles.number(_literal(text)) for at, text in told if text})
    place = Place(page.get_name(), row + 1, last, {name: at for at, name in enumerate(names)}, block.said)
    for name in block.shaded:
        _shade(page, place, name, block.scale)
    return place


def _literal(text: str) -> str:
    """A number format that shows this text whatever the number."""
    return '"' + text.replace('"', "”") + '"'


def _columns(table: pd.DataFrame) -> list[pd.Series]:
    return [table.iloc[:, at] for at in range(table.shape[1])]


def _shade(page: Any, place: Place, name: str, scale: tuple[float, float] | None) -> None:
    ends: dict[str, Any] = {}
    if scale:
        low, high = scale
        values = {"min": low, "mid": (low + high) / 2, "max": high}
        ends = {f"{end}_type": "num" for end in values} | {f"{end}_value": value for end, value in values.items()}
    at = place.columns[name]
    page.conditional_format(place.first, at, max(place.last, place.first), at, SHADES | ends)


def _widen(widths: dict[int, int], table: pd.DataFrame) -> None:
    looked_at = table.head(LOOKED_AT)
    needed = starmap(width, ((str(name), cells_of(looked_at.iloc[:, at])) for at, name in enumerate(table.columns)))
    for at, signs in enumerate(needed):
        widths[at] = max(widths.get(at, 0), signs)
