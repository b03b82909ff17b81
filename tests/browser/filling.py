"""Sheets as an adviser fills them in and sends them: the template of the page, a table of one's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook
from playwright.sync_api import Page

NAMES, FIRST = 2, 3
"""Rows of the template: the names of the columns, the first client."""

Cells = Mapping[str, str]
"""What stands in a client's row, by column."""


def fill(template: Path, to: Path, clients: Sequence[Cells], called: Mapping[str, str] | None = None) -> Path:
    """Every client answers like the example in the workbook, but for the given cells. ``called``: other names of
    columns."""
    book = openpyxl.load_workbook(template)
    sheet = book.worksheets[0]
    example = row_of(book, "Example", FIRST)
    for at, cells in enumerate(clients, start=FIRST):
        for place, value in enumerate((example | dict(cells)).values(), start=1):
            sheet.cell(at, place, value)
    for place, name in enumerate(example, start=1):
        sheet.cell(NAMES, place, (called or {}).get(name, name))
    book.save(to)
    return to


def row_of(book: Workbook, sheet: str, row: int) -> dict[str, object]:
    lines = book[sheet].iter_rows(values_only=True)
    table = list(lines)
    return {str(name): value for name, value in zip(table[NAMES - 1], table[row - 1], strict=True)}


def correct(marked: Path, to: Path, meant: Mapping[str, str]) -> Path:
    """The sheet as it was given back, with each of these values replaced by what was meant."""
    book = openpyxl.load_workbook(marked)
    for line in book.worksheets[0].iter_rows():
        for cell in line:
            cell.value = meant.get(str(cell.value), cell.value)
    book.save(to)
    return to


def table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """A CSV file of one's own."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def drop(page: Page, path: Path) -> None:
    """Drag the file from the desktop onto the field."""
    carried = page.evaluate_handle(
        """([name, bytes]) => {
          const carried = new DataTransfer();
          carried.items.add(new File([new Uint8Array(bytes)], name));
          return carried;
        }""",
        [path.name, list(path.read_bytes())],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("[data-drop]", event, {"dataTransfer": carried})
