"""Files that break naive readers: read right, or refused with a reason."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from scoring.reading import ReadingError, read
from scoring.reading.text import read_text

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
        ("simple.zip", "not a workbook"),
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
    """A workbook of one sheet, written by hand."""
    names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {names} xmlns:r="{relation}"><sheets>'
        '<sheet name="Answers" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet {names}><sheetData>{sheet}</sheetData></worksheet>",
    } | parts
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return io.BytesIO(out.getvalue())


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADER = f'<row r="1">{cell("A1", "firm")}{cell("B1", "plain")}</row>'


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
