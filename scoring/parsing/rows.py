"""The rows of a sheet that is shown, as the parser finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Any

from scoring.parsing.columns import text_of
from scoring.parsing.scanning import Bounds, Broken, Fault

ABOVE = 20
"""Rows for the header and what may stand above it."""


def opened(file: IO[bytes], wanted: int = 0) -> tuple[Any, str]:
    """The workbook, and the title of this one among its sheets that are shown."""
    import python_calamine  # noqa: PLC0415 - after the limits are set

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(file)
    except python_calamine.PasswordError as error:
        raise Fault("encrypted") from error
    visible, kind = python_calamine.SheetVisibleEnum.Visible, python_calamine.SheetTypeEnum.WorkSheet
    titles = [one.name for one in book.sheets_metadata if one.visible == visible and one.typ == kind]
    if wanted >= len(titles):
        raise Fault("empty")
    return book, titles[wanted]


def rows_of(sheet: Any, has_truth: bool, broken: Broken, bounds: Bounds) -> Iterator[Sequence[object]]:
    """The rows from A1 on, each as long as the others; raises where they are beyond the limits."""
    _refuse_large(sheet, bounds)
    rows = _rows(sheet, broken)
    return map(_as_texts, rows) if has_truth else rows


def _as_texts(cells: Sequence[object]) -> Sequence[object]:
    """Python takes true for 1, so both are put into words before they are taken for one."""
    return [cell if type(cell) is str else text_of(cell) for cell in cells]


def _refuse_large(sheet: Any, bounds: Bounds) -> None:
    height, width = (place + 1 for place in sheet.end or (0, 0))
    if width > bounds.columns:
        raise Fault("columns", ("found", width), ("limit", bounds.columns))
    if height > bounds.rows + ABOVE and sheet.height > bounds.rows:
        raise Fault("rows", ("limit", bounds.rows))
    if height * width > bounds.cells:
        raise Fault("too_large")


def _rows(sheet: Any, broken: Broken) -> Iterator[Sequence[object]]:
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), word in broken.items():
        by_row.setdefault(row, {})[column] = word
    if sheet.start is None:
        yield from _nothing_but(by_row)
        return
    width = max([sheet.end[1], *(column for _, column in broken)]) + 1
    left = sheet.start[1]
    for place, given in enumerate(sheet.iter_rows()):  # from row 1 on, but from the first column that holds anything
        cells = [""] * left + given if left else given
        cells.extend([""] * (width - len(cells)))
        for column, word in by_row.pop(place, {}).items():
            cells[column] = word if cells[column] == "" else cells[column]
        yield cells


def _nothing_but(by_row: dict[int, dict[int, str]]) -> Iterator[Sequence[object]]:
    """A sheet in which no cell has a value, and some are broken."""
    for row in range(max(by_row, default=-1) + 1):
        cells = by_row.get(row, {})
        yield [cells.get(column, "") for column in range(max(map(max, filter(None, by_row.values()))) + 1)]
