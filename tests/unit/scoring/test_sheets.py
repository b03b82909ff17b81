"""Workbooks of several sheets: what stands where, text that stays text, and charts of what stands there."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pandas as pd

from scoring.sheetcharts import Chart
from scoring.sheets import Block, Sheet, write_sheets

FIRMS = pd.DataFrame({"firm": ["=1+1", "@b", None], "score": [10.0, None, 90.0]})
COUNTS = pd.DataFrame({"level": ["low", "high"], "n": [1, 2]})


def written(*sheets: Sheet) -> openpyxl.Workbook:
    file = io.BytesIO()
    write_sheets(file, sheets)
    return openpyxl.load_workbook(file)


def test_a_table_alone_has_its_head_in_sight_and_missing_values_are_empty_cells() -> None:
    page = written(Sheet("Firms", [Block(FIRMS, forms={"score": "0.0"}, shaded=["score"], scale=(0, 100))]))["Firms"]
    assert list(page.values) == [("firm", "score"), ("=1+1", 10), ("@b", None), (None, 90)]
    assert page["A2"].data_type == "s"
    assert page["B2"].number_format == "0.0"
    assert page.freeze_panes == "B2"
    [shaded] = page.conditional_formatting
    assert str(shaded.sqref) == "B2:B4"
    assert [end.val for end in shaded.rules[0].colorScale.cfvo] == [0, 50, 100]


def test_tables_stand_one_under_the_other_with_notes_below() -> None:
    page = written(Sheet("All", [Block(COUNTS, "Levels"), Block(FIRMS, "Firms")], ["=A note"]))["All"]
    assert [cell.value for cell in page["A"]] == [
        *("Levels", "level", "low", "high", None, None),
        *("Firms", "firm", "=1+1", "@b", None, None, None, "=A note"),
    ]
    assert page.freeze_panes is None
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_a_chart_draws_rows_of_its_own_or_of_an_earlier_table() -> None:
    first = Sheet("One", [Block(COUNTS, "Levels", charts=[Chart("=Levels", "level", ["n"], "column")])])
    second = Sheet("Two", [Block(FIRMS, charts=[Chart("Again", "level", ["n"], of="Levels", rows=1)])])
    book = written(first, second)
    [own], [again] = book["One"]._charts, book["Two"]._charts
    assert own.series[0].val.numRef.f == "One!$B$3:$B$4"
    assert again.series[0].val.numRef.f in ("One!$B$3", "One!$B$3:$B$3")
    assert own.title.tx.rich.p[0].r[0].t == "Levels"


def test_of_no_rows_nothing_is_drawn() -> None:
    assert written(Sheet("None", [Block(COUNTS.head(0), charts=[Chart("None", "level", ["n"])])]))["None"]._charts == []


def test_a_name_that_no_sheet_may_have_is_made_one() -> None:
    assert written(Sheet("What / why? [2026] " + "x" * 40, [Block(COUNTS)])).sheetnames == [
        "What   why   2026  xxxxxxxxxxxx"
    ]


def test_a_number_that_is_only_a_bound_says_so_in_its_cell_and_in_charts() -> None:
    chart = Chart("Counts", "level", ["n"])
    file = io.BytesIO()
    write_sheets(file, [Sheet("One", [Block(COUNTS, "Levels", charts=[chart], said={(0, "n"): '< "5"'})])])
    cell = openpyxl.load_workbook(file)["One"]["B3"]
    assert (cell.value, cell.number_format) == (1, '"< ”5”"')
    drawn = zipfile.ZipFile(file).read("xl/charts/chart1.xml").decode()
    assert drawn.count('<a:t>&lt; "5"</a:t>') == 1


def test_parts_and_marks_are_drawn_as_such() -> None:
    table = pd.DataFrame({"level": ["low", "high"], "least": [1, 2], "most": [5, 6]})
    charts = [
        Chart("Parts", "level", ["least", "most"], "stacked"),
        Chart("Marks", "level", ["least", "most"], "marks", boxed=True, scale=(0, 10)),
    ]
    parts, marks = written(Sheet("One", [Block(table, "All", charts=charts)]))["One"]._charts
    assert (parts.grouping, parts.overlap) == ("stacked", 100)
    assert [one.marker.symbol for one in marks.series] == ["dash", "square"]
    assert marks.hiLowLines is not None
    assert marks.upDownBars is not None
    assert (marks.y_axis.scaling.min, marks.y_axis.scaling.max) == (0, 10)
