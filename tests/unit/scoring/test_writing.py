"""Tables written: safe in a spreadsheet, the same in every form, whole or not at all."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from scoring.reading import read
from scoring.scores import score, scores_table
from scoring.writing import DIALECTS, CsvDialect, WritingError, guarded, replacing, write_table

TABLE = pd.DataFrame(
    {
        "firm": pd.array(["=1+1", "Müller", None], dtype="string"),
        "overall": [12.3457, -2.0, None],
        "employees": pd.array([3, None, 5], dtype="Int64"),
    }
)


@pytest.mark.parametrize("text", ["=1+1", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_text_that_would_be_a_formula_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("value", ["-5", "+3.25", "-2,5", "Müller", "", "a=b", -5, -2.5])
def test_numbers_and_other_text_stay(value):
    assert guarded(value) == value


def test_csv():
    out = io.BytesIO()
    write_table(TABLE, out, format="csv")
    assert out.getvalue().decode() == "firm,overall,employees\n'=1+1,12.3457,3\nMüller,-2.0,\n,,5\n"


def test_headers_are_guarded_too():
    out = io.BytesIO()
    write_table(pd.DataFrame({"=1+1": ["x"]}), out, format="csv")
    assert out.getvalue() == b"'=1+1\nx\n"


def test_xlsx_holds_text_as_text_and_numbers_as_numbers(tmp_path):
    long = pd.DataFrame({"firm": ["http://example.org", "x" * 40_000, "{=1}", "007"]})
    write_table(pd.concat([TABLE, long]), tmp_path / "scores.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "scores.xlsx").active
    cells = {place: sheet[place] for place in ("A2", "B2", "B4", "C3", "A5", "A6", "A7", "A8")}
    assert (cells["A2"].value, cells["A2"].data_type) == ("=1+1", "s")
    assert (cells["B2"].value, cells["B4"].value, cells["C3"].value) == (12.3457, None, None)
    assert cells["A5"].hyperlink is None
    assert cells["A6"].value == "x" * 32_766 + "…"
    assert (cells["A7"].value, cells["A8"].value) == ("{=1}", "007")
    assert sheet.freeze_panes == "B2"


def test_parquet_keeps_types(tmp_path):
    write_table(TABLE, tmp_path / "scores.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "scores.parquet"), TABLE)


def test_a_file_is_whole_or_as_it_was(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text("before")
    with pytest.raises(TypeError), replacing(path) as file:
        file.writelines([b"half", None])
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["scores.docx", "scores", "missing/scores.csv"])
def test_where_nothing_can_be_written(tmp_path, name):
    with pytest.raises(WritingError):
        write_table(TABLE, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_scores_can_be_read_back_as_a_sheet(tiny, firms, tmp_path, ending):
    """What comes out goes in again: the profile as it was, the scores as columns that are only carried along."""
    table = firms("states", {"plain": "most", "only": "some"}, firm="Müller", employees=12, sector="10", counted=True)
    write_table(scores_table(table, score(table)), tmp_path / f"scores{ending}")
    again = read(tmp_path / f"scores{ending}", tiny("states"))
    assert not again.problems
    assert again.table.profile.equals(table.profile)
    assert again.table.extra["second"].astype(float).tolist() == [25.0]


def test_csv_for_an_excel_with_a_decimal_comma():
    """Numbers stay numbers there, text that only looks like one stays as it is, and no text becomes a formula."""
    table = TABLE.assign(note=["00123", "NA", "a;b"], other=["null", "-5", "2,5"])
    out = io.BytesIO()
    write_table(table, out, format="csv", dialect=CsvDialect(separator=";", decimal=",", bom=True))
    assert out.getvalue().decode("utf-8-sig").splitlines() == [
        "firm;overall;employees;note;other",
        "'=1+1;12,3457;3;00123;null",
        "Müller;-2,0;;NA;-5",
        ';;5;"a;b";2,5',
    ]
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    assert DIALECTS["excel-semicolon"] == CsvDialect(separator=";", decimal=",", bom=True)
