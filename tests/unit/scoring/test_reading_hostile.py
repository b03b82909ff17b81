"""Files that break naive readers: read right, or refused with a reason."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
from dataclasses import asdict

import pandas as pd
import pytest

from scoring.answers import answers_of
from scoring.reading import Limits, ReadingError, interpret, open_files, read
from scoring.reading.text import read_text
from scoring.reading.workbook import PROGRAM, ROOT, Workbooks
from tests.unit.scoring import hostile_cases
from tests.unit.scoring.hostile_cases import HEADER, HOSTILE, cell

SPECTRUM = ("comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates", "newlines",
            "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8")  # fmt: skip


@pytest.mark.parametrize("name", SPECTRUM)
def test_csv_spectrum(reference_data, name):
    folder = reference_data / "hostile" / "csv-spectrum"
    sheet = read_text((folder / "csvs" / f"{name}.csv").read_bytes(), name)
    found = [dict(zip(sheet.header, row, strict=True)) for row in sheet.cells.itertuples(index=False)]
    expected = json.loads((folder / "json" / f"{name}.json").read_text(encoding="utf-8"))
    if name == "location_coordinates":  # published as one row, not a list, and with another telephone number
        expected = [expected | {"Contact Phone Number": found[0]["Contact Phone Number"]}]
    assert found == expected


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("simple.psv", "Year, New dwellings, Other dwellings"),
        ("simple.ssv", "date, temperature, place"),
        ("simple.xlsx", "date, temperature, place"),
        ("spanish_chars.csv", "Gasto total 2011, Descripción"),
        ("utf-16le_encoded.csv", "Organisation_code, Organisation_name"),
        ("utf8bom.csv", "kitten, win"),
        ("null.csv", "1, null, 0"),
        ("small.csv", "a"),
        ("long.csv", "foo"),
    ],
)
def test_the_columns_of_other_peoples_files_are_seen_right(tiny, reference_data, name, columns):
    with pytest.raises(ReadingError) as raised:
        read(reference_data / "hostile" / "spreadsheets" / name, tiny("states"))
    assert columns in str(raised.value)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("encrypted_no_password.xls", "protected by a password or is in the old .xls form"),
        ("libreoffice.xlsx", "empty"),
        ("simple.zip", "not a workbook that we can read"),
        ("sparse_with_column_errors.csv", "Column D has no name"),
        ("weird_head_padding.csv", "quotation marks do not match"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(tiny, reference_data, name, reason):
    with pytest.raises(ReadingError, match=reason):
        read(reference_data / "hostile" / "spreadsheets" / name, tiny("states"))


def test_formulas_in_text_are_text(tiny, reference_data):
    payloads = (reference_data / "hostile" / "payloadbox_csv-payload.txt").read_text(encoding="utf-8").splitlines()
    rows = "".join('"{}",most\n'.format(payload.replace('"', '""')) for payload in payloads)
    result = read(io.BytesIO(f"firm,plain\n{rows}".encode()), tiny("states"))
    assert result.table.profile["firm"].tolist() == payloads


def workbook(sheet, **parts):
    return io.BytesIO(hostile_cases.workbook(sheet, **parts))


def test_a_workbook_written_by_hand(tiny):
    result = read(workbook(f'{HEADER}<row r="3">{cell("A3", "Müller")}{cell("B3", "most")}</row>'), tiny("states"))
    assert result.table.profile["firm"].tolist() == ["Müller"]
    assert not result.problems


def test_a_cell_in_the_last_corner_is_refused_before_it_asks_for_memory(tiny):
    book = workbook(f'{HEADER}<row r="1048576">{cell("XFD1048576", "x")}</row>')
    with pytest.raises(ReadingError, match="far away"):
        read(book, tiny("states"))


def test_a_row_far_down_is_read(tiny):
    book = workbook(f'{HEADER}<row r="1000000">{cell("A1000000", "Last")}</row>')
    assert read(book, tiny("states")).table.profile["firm"].tolist() == ["Last"]


def test_entities_are_refused(tiny):
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><worksheet>&c;</worksheet>'
    with pytest.raises(ReadingError, match="document type"):
        read(workbook("", **{"xl/worksheets/sheet1.xml": bomb}), tiny("states"))


def test_errors_and_formulas_never_calculated_are_not_blank(tiny):
    rows = (
        '<row r="2"><c r="A2" t="str"><f>"A"</f><v>A</v></c><c r="B2"><f>C2</f></c></row>'
        '<row r="3"><c r="A3" t="str"><v>B</v></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    result = read(workbook(HEADER + rows), tiny("states"))
    assert [(problem.row, problem.column, problem.value) for problem in result.problems] == [
        (2, "plain", "#FORMULA?"),
        (3, "plain", "#DIV/0!"),
    ]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 500, b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_broken_workbooks(tiny, data):
    with pytest.raises(ReadingError):
        read(io.BytesIO(data), tiny("states"))


def test_a_sheet_that_is_no_xml(tiny):
    with pytest.raises(ReadingError, match="damaged"):
        read(workbook("", **{"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"}), tiny("states"))


def test_an_archive_with_a_table_is_that_table(tiny, reference_data):
    data = (reference_data / "hostile" / "spreadsheets" / "simple.zip").read_bytes()
    sheet, layout, problems = open_files([("simple.zip", data)], tiny("states"))
    assert (layout, problems) == ("wide", [])
    assert sheet is not None


SERVER = Limits(bytes=50_000_000, columns=1_000, cells=10_000_000, unpacked=400_000_000, seconds=60, memory=2 * 1024**3)

REFUSED = {
    "picture.xlsx": "a picture and no table",
    "page.xls": "a web page and no table",
    "document.pdf": "a PDF document and no table",
    "data.json": "JSON data and no table",
    "encrypted.xlsx": "protected by a password or is in the old .xls form",
    "truncated.xlsx": "damaged",
    "truncated.parquet": "damaged or not complete",
    "sheet.ods": "OpenDocument sheet",
    "spaces.xlsx": "unpacks to far more",
    "cells.xlsx": "unpacks to far more",
    "strings.xlsx": "unpacks to far more",
    "lying.xlsx": "damaged",
    "long_cells.xlsx": "too large",
    "far_cell.xlsx": "far away",
    "wide_and_far.xlsx": "far away",
    "entities.xlsx": "document type declaration",
    "long_field.csv": "more than 131072 characters",
    "long_field.xlsx": "more than 131072 characters",
    "20000_columns.csv": "20001 columns",
    "16000_columns.xlsx": "16001 columns",
    "million_rows.csv": "more than 1000000 rows",
    "million_rows.xlsx": "more than 1000000 rows",
    "quotes.csv": "quotation marks do not match",
    "nested.zip": "an archive within the archive",
    "bomb.zip": "unpacks to more than 400 megabytes",
    "other.docx": "not a workbook that we can read",
}
"""What a server says of each file; ``make bench`` tells how long that takes and in how much memory."""


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_its_reason(tiny, name):
    sheet, _, problems = open_files([(name, HOSTILE[name]())], tiny("states"), SERVER)
    assert sheet is None
    assert [problem.place for problem in problems] == [name]
    assert REFUSED[name] in str(problems[0].message)


READ = {
    "workbook.csv": ({"A": "most"}, []),
    "strict.xlsx": ({"A": "most", "B": "some"}, []),
    "uncalculated.xlsx": ({}, ["row 2, column plain (B2): “#FORMULA?”"]),
    "utf16.csv": ({"Łódź": "most"}, []),
    "cp1252.csv": ({"Müßig €": "most"}, []),
    "header_twice.csv": ({"A": "most", "B": "some"}, ["row 3: This row repeats the header"]),
    "long_row.csv": ({}, ["row 2: This row has 3 cells, the header 2"]),
}


@pytest.mark.parametrize("name", READ)
def test_what_only_looks_hostile_is_read_rightly(tiny, name):
    firms, faults = READ[name]
    instrument = tiny("states")
    sheet, _, problems = open_files([(name, HOSTILE[name]())], instrument, SERVER)
    assert problems == []
    reading = interpret(sheet, instrument)
    found = {firm: answers_of(reading.table, row) for row, firm in enumerate(reading.table.profile["firm"])}
    assert {firm: found[firm].get("plain") for firm in firms} == firms
    for told, problem in zip(faults, reading.problems, strict=False):
        assert str(problem).startswith(told)
    assert bool(faults) == bool(reading.problems)


def test_every_hostile_file_has_its_outcome():
    assert {*REFUSED, *READ, "names_twice.csv"} == set(HOSTILE)


def test_names_that_are_there_twice_are_refused_when_read(tiny):
    with pytest.raises(ReadingError, match="more than once"):
        read(io.BytesIO(HOSTILE["names_twice.csv"]()), tiny("states"))


def test_the_program_that_parses_works_within_its_memory():
    """The limit is set before a byte of the workbook is looked at, for all that the program starts as well."""
    told = PROGRAM.replace(
        "sys.exit(main())", "import resource; main(); print(resource.getrlimit(resource.RLIMIT_AS)[0])"
    )
    limits = json.dumps(asdict(Limits(memory=777_000_000)))
    arguments = [sys.executable, "-I", "-c", told, ROOT, limits]
    done = subprocess.run(arguments, capture_output=True, input=b"", check=True)
    assert done.stdout.strip() == b"777000000"
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY  # and not ours


def test_the_program_that_parses_is_ended_at_its_time():
    parser = Workbooks(Limits(seconds=0.001))
    with pytest.raises(ReadingError, match="too large"):
        parser.table(HOSTILE["million_rows.xlsx"](), "slow.xlsx")
    parser.close()


def test_the_next_workbook_is_read_after_one_that_ended_the_program(tiny):
    good = hostile_cases.filled(["firm", "plain"], ["A", "most"])
    sheet, _, problems = open_files(
        [("far.xlsx", HOSTILE["long_cells.xlsx"]()), ("good.xlsx", good)], tiny("states"), Limits(memory=2 * 1024**3)
    )
    assert sheet is None  # a table is taken whole or not at all
    assert [problem.place for problem in problems] == ["far.xlsx"]


def test_truth_values_and_numbers_in_one_column_stay_apart(tiny):
    data = hostile_cases.filled(["firm", "ref"], [1, "a"], [True, "b"], [1.5, "c"], [False, "d"], [0, "e"])
    assert read(io.BytesIO(data), tiny("states")).table.profile["firm"].tolist() == ["1", "true", "1.5", "false", "0"]


def test_a_sheet_that_begins_further_down_and_right(tiny):
    sheet = (
        f'<row r="3">{cell("C3", "firm")}{cell("D3", "plain")}</row><row r="6">{cell("C6", "A")}{cell("D6", "x")}</row>'
    )
    with pytest.raises(ReadingError, match="Column A has no name"):
        read(workbook(sheet), tiny("states"))
    moved = sheet.replace('"C', '"A').replace('"D', '"B')
    [problem] = read(workbook(moved), tiny("states")).problems
    assert (problem.row, problem.cell) == (6, "B6")


def test_nul_which_no_database_holds_as_text_is_nothing(tiny):
    head = f'<row r="1">{cell("A1", "firm")}{cell("B1", "o_x0000_ld")}</row>'
    workbook = hostile_cases.workbook(head + hostile_cases.rows(1, "A_x0000_B", "_x0000_"))
    parquet = io.BytesIO()
    pd.DataFrame({"firm": ["A\0B"], "o\0ld": ["\0"]}).to_parquet(parquet)
    for data in (workbook, parquet.getvalue()):
        sheet, _, problems = open_files([("a", data)], tiny("states"))
        assert problems == []
        assert (sheet.header, sheet.cells.to_numpy().tolist()) == (("firm", "old"), [["AB", ""]])
