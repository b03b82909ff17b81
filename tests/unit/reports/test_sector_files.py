"""A sector report as files: the same figures in CSV, workbook and pictures as its exhibits show."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from reports.sector import Exhibit, SectorReport
from reports.sector.files import tables, workbook
from reports.sector.pictures import picture
from tests.sectors import BARS, PLAIN, REPORT, SPREAD, STACK


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    file = io.BytesIO()
    workbook(REPORT, file)
    return openpyxl.load_workbook(file)


def test_the_csv_has_every_figure_as_it_is_shown() -> None:
    rows = list(csv.DictReader(io.StringIO(tables(REPORT).decode())))
    told = [(one["exhibit"], one["row"], one["column"], one["shown"]) for one in rows]
    assert told == [
        (exhibit.id, row.id, column.id, cell.shown.replace("@owner", "'@owner"))
        for exhibit in REPORT.exhibits
        for row in exhibit.rows
        for column, cell in zip(exhibit.columns, row.cells, strict=True)
    ]


def test_the_csv_says_of_a_bound_that_it_is_one_and_starts_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(tables(REPORT).decode())))
    [bound] = [one for one in rows if (one["exhibit"], one["row"], one["column"]) == ("backup", "month", "share")]
    assert (bound["shown"], bound["value"], bound["beyond"]) == ("< 5 %", "5", "below")
    assert {one["head"] for one in rows if one["exhibit"] == "cost"} == {"'=Test a backup"}
    assert {one["value"] for one in rows if one["shown"] == "–"} == {""}


def test_the_workbook_has_a_sheet_for_each_exhibit_with_its_numbers(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        "About this report",
        *(f"{place} {exhibit.id}" for place, exhibit in enumerate(REPORT.exhibits, start=1)),
    ]
    for page, exhibit in zip(book.worksheets[1:], REPORT.exhibits, strict=True):
        assert page["A1"].value == exhibit.title
        for number, row in enumerate(exhibit.rows, start=3):
            found = [cell.value for cell in page[number]][: len(row.cells) + 1]
            shown = [None if cell.shown == "–" else cell.shown for cell in row.cells]
            assert found == [row.head, *(cell.value or text for cell, text in zip(row.cells, shown, strict=True))]


def test_a_bound_is_a_number_that_shows_that_it_is_one(book: openpyxl.Workbook) -> None:
    cell = book["3 backup"]["C5"]
    assert (cell.value, cell.number_format) == (5, '"< 5 %"')


def test_charts_of_a_spreadsheet_draw_the_cells_of_its_sheet(book: openpyxl.Workbook) -> None:
    """A parted bar for its five parts, six marks of a spread, a bar; a map is its shaded cells, and a table none."""
    drawn = {page.title: [len(chart.series) for chart in page._charts] for page in book.worksheets}
    assert list(drawn.values()) == [[], [5], [6], [1], [1], [], []]
    assert book["5 map"].conditional_formatting


def test_two_columns_of_one_name_are_told_apart() -> None:
    columns = (STACK.columns[1], replace(STACK.columns[2], title=STACK.columns[1].title))
    rows = tuple(replace(row, cells=row.cells[1:3]) for row in STACK.rows)
    file = io.BytesIO()
    workbook(_with(replace(STACK, columns=columns, rows=rows)), file)
    page = openpyxl.load_workbook(file)["1 levels"]
    assert [cell.value for cell in page[2]] == ["Size", "Starting (%)", "Starting (%) [building]"]


def test_text_in_cells_is_never_a_formula(book: openpyxl.Workbook) -> None:
    kinds = {cell.data_type for page in book.worksheets for row in page.iter_rows() for cell in row}
    assert "f" not in kinds


def test_a_picture_stands_alone() -> None:
    """With colours of its own, and with whom it is from."""
    content = picture(REPORT, SPREAD)
    assert content is not None
    root = ET.fromstring(content)  # noqa: S314 - our own text
    said = " ".join(root.itertext())
    assert SPREAD.title in said
    assert REPORT.cite in said
    assert "style" not in content.decode()
    drawn = [one for one in root.iter() if one.tag.rpartition("}")[2] in ("rect", "text")]
    assert all(one.get("fill", "").startswith("#") for one in drawn)
    assert picture(REPORT, PLAIN) is None


def test_a_picture_of_a_draft_says_so() -> None:
    content = picture(replace(REPORT, draft=True), BARS)
    assert content is not None
    assert REPORT.labels.draft in content.decode()


def _with(*exhibits: Exhibit) -> SectorReport:
    section = replace(REPORT.sections[0], exhibits=exhibits)
    return replace(REPORT, sections=(section,))
