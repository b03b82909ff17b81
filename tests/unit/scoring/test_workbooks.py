"""Workbooks of several sheets for people to fill in, and any of their sheets read again."""

from __future__ import annotations

import io

import openpyxl
import pytest

from scoring.reading import ReadingError
from scoring.reading.workbook import workbooks
from scoring.workbooks import Filled, Head, write_sheets_to_fill


def written() -> bytes:
    file = io.BytesIO()
    told = Filled("Read me", [Head("", "How to", 40)], [["Fill in."]])
    prices = Filled(
        "Prices", [Head("thing", "Thing"), Head("low", "From", fill=True)], [["=1+1", 2.5], ["b", None]], spare=2
    )
    write_sheets_to_fill(file, [told, prices])
    return file.getvalue()


def cells(data: bytes, sheet: int) -> list[tuple[str, ...]]:
    with workbooks() as parser:
        return list(zip(*(column.to_pylist() for column in parser.table(data, "-", sheet).columns), strict=True))


def test_a_sheet_has_its_words_then_its_ids_and_a_sheet_to_read_has_none() -> None:
    data = written()
    assert cells(data, 0) == [("How to",), ("Fill in.",)]
    assert cells(data, 1) == [("Thing", "From"), ("thing", "low"), ("=1+1", "2.5"), ("b", "")]
    assert written() == data


def test_cells_to_fill_in_are_seen_and_text_is_no_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written()))["Prices"]
    assert (sheet["A3"].data_type, sheet["B3"].value) == ("s", 2.5)
    assert sheet["B4"].fill.fgColor.rgb == sheet["B6"].fill.fgColor.rgb == "FFFFFBEA"
    assert sheet["A4"].fill.fgColor.rgb != "FFFFFBEA"
    assert sheet.max_row == 6


def test_a_sheet_that_is_not_there_is_said_to_be_empty() -> None:
    with pytest.raises(ReadingError, match="shows no sheet"):
        cells(written(), 2)
