"""A workbook of several sheets: tables one under the other, with shades, and charts that a spreadsheet draws itself.

Cells are written by ``workbooks``: numbers as numbers, and text as text, whatever it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import starmap
from typing import IO, Any, Literal

import pandas as pd

from scoring.workbooks import CREATED, LOOKED_AT, OPTIONS, cells_of, width, write_row

ROW = 20
"""Pixels of a row, by which charts are placed under each other."""
CHART = (520, 320)
"""Width of a chart, and its least height, in pixels."""
PER_BAR = 26
PAPER = 9
"""A4, as a workbook numbers it."""
HEAD = {"bold": True, "bg_color": "#E3EBF2", "bottom": 1}
COLOURS = ("#0F5B5E", "#E0A030", "#77868A")
SHADES = {"type": "3_color_scale", "min_color": "#F3C9A5", "mid_color": "#FAF9F5", "max_color": "#7FC4BC"}
_NO_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Chart:
    """A chart of a table: one bar, or several, for each row.

    ``names``: the column of what stands beside the bars; ``values``: the columns of their lengths. ``of``: the title of
    an earlier block to draw, "" for the one that it stands beside. ``rows``: the first so many rows, None for all.
    ``form``: how numbers are written beside the bars.
    """

    title: str
    names: str
    values: Sequence[str]
    kind: Literal["bar", "column"] = "bar"
    of: str = ""
    rows: int | None = None
    form: str = "0"


@dataclass(frozen=True)
class Block:
    """A table of a sheet. ``forms``: number formats of columns; ``shaded``: columns whose cells are coloured from the
    least number to the greatest, those of ``scale`` (None: of the column)."""

    table: pd.DataFrame
    title: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    shaded: Sequence[str] = ()
    scale: tuple[float, float] | None = None
    charts: Sequence[Chart] = ()


@dataclass(frozen=True)
class Sheet:
    """``notes`` stand under the blocks. A sheet of one block without a title keeps its head in sight."""

    name: str
    blocks: Sequence[Block]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class _Place:
    """Where the rows of a block stand: sheet, first and last row, and its columns by name."""

    sheet: str
    first: int
    last: int
    columns: Mapping[str, int]


def write_sheets(file: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Write the workbook. Missing values are empty cells. Raises ``WritingError`` where a sheet has too many rows."""
    import xlsxwriter  # noqa: PLC0415 - slow to import, and only workbooks need it

    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"created": CREATED})
        styles = _Styles(book)
        places: dict[str, _Place] = {}
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


def _write_sheet(book: Any, styles: _Styles, sheet: Sheet, places: dict[str, _Place]) -> None:
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
            drawn, rows = _draw(book, chart, places.get(chart.of, place))
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


def _write_block(page: Any, styles: _Styles, block: Block, row: int) -> _Place:
    if block.title:
        page.write_string(row, 0, block.title, styles.title)
        row += 1
    names = [str(name) for name in block.table.columns]
    for at, name in enumerate(names):
        page.write_string(row, at, name, styles.head)
    forms = {at: styles.number(form) for at, name in enumerate(names) if (form := block.forms.get(name))}
    last = row
    for last, cells in enumerate(zip(*map(cells_of, _columns(block.table)), strict=True), row + 1):
        write_row(page, last, cells, forms)
    place = _Place(page.get_name(), row + 1, last, {name: at for at, name in enumerate(names)})
    for name in block.shaded:
        _shade(page, place, name, block.scale)
    return place


def _columns(table: pd.DataFrame) -> list[pd.Series]:
    return [table.iloc[:, at] for at in range(table.shape[1])]


def _shade(page: Any, place: _Place, name: str, scale: tuple[float, float] | None) -> None:
    ends: dict[str, Any] = {}
    if scale:
        low, high = scale
        values = {"min": low, "mid": (low + high) / 2, "max": high}
        ends = {f"{end}_type": "num" for end in values} | {f"{end}_value": value for end, value in values.items()}
    at = place.columns[name]
    page.conditional_format(place.first, at, max(place.last, place.first), at, SHADES | ends)


def _draw(book: Any, chart: Chart, place: _Place) -> tuple[Any, int]:
    """The chart, and how many rows high it is; 0 where there is nothing to draw."""
    last = place.last if chart.rows is None else min(place.last, place.first + chart.rows - 1)
    if last < place.first:
        return None, 0
    drawn = book.add_chart({"type": chart.kind})
    names = place.columns[chart.names]
    for colour, name in zip(COLOURS, chart.values, strict=False):
        at = place.columns[name]
        drawn.add_series({
            "name": [place.sheet, place.first - 1, at],
            "categories": [place.sheet, place.first, names, last, names],
            "values": [place.sheet, place.first, at, last, at],
            "fill": {"color": colour},
            "gap": 60,
            "data_labels": {"value": True, "num_format": chart.form},
        })  # fmt: skip
    wide, least = CHART
    bars = (last - place.first + 1) * len(chart.values)
    high = max(least, 110 + PER_BAR * bars) if chart.kind == "bar" else least
    drawn.set_size({"width": wide, "height": high})
    _word(drawn, chart)
    return drawn, -(-high // ROW)


def _word(drawn: Any, chart: Chart) -> None:
    """Its title, which must not begin as a formula does, its legend and its axes."""
    drawn.set_title({"name": chart.title.lstrip("="), "name_font": {"size": 12}})
    drawn.set_legend({"position": "bottom"} if len(chart.values) > 1 else {"none": True})
    lengths = {"major_gridlines": {"visible": False}, "min": 0, "visible": False}
    if chart.kind == "bar":  # whose axes change places, and whose first row would stand at the bottom
        drawn.set_x_axis(lengths)
        drawn.set_y_axis({"reverse": True})
    else:
        drawn.set_y_axis(lengths)


def _widen(widths: dict[int, int], table: pd.DataFrame) -> None:
    looked_at = table.head(LOOKED_AT)
    needed = starmap(width, ((str(name), cells_of(looked_at.iloc[:, at])) for at, name in enumerate(table.columns)))
    for at, signs in enumerate(needed):
        widths[at] = max(widths.get(at, 0), signs)
