"""Files that break naive readers, made here: each by its name, as what makes its bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def workbook(sheet: str, main: str = MAIN, relation: str = RELATION, **parts: str | bytes) -> bytes:
    """A workbook of one sheet, written by hand; ``parts`` take the place of files in it."""
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
        '<sheet name="Answers" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (content | parts).items():
            archive.writestr(name, text)
    return out.getvalue()


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADER = f'<row r="1">{cell("A1", "firm")}{cell("B1", "plain")}</row>'


def rows(count: int, *values: str, start: int = 2) -> str:
    return "".join(
        f'<row r="{row}">'
        + "".join(cell(f"{'ABCDEFGH'[at]}{row}", value) for at, value in enumerate(values))
        + "</row>"
        for row in range(start, start + count)
    )


def filled(*lines: list[object]) -> bytes:
    """A workbook as programs write it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(lines):
            sheet.write_row(row, 0, line)
    return out.getvalue()


def packed(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def bomb_of_spaces() -> bytes:
    """200 MB of nothing within a sheet, in a few hundred kilobytes."""
    blank = " " * 200_000_000
    return workbook("", **{"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{blank}<sheetData/></worksheet>'})


def bomb_of_cells() -> bytes:
    """200 MB of one cell again and again."""
    return workbook(HEADER + cell("A2", "x" * 900) * 210_000)


def bomb_of_strings() -> bytes:
    """Shared strings that unpack to 200 MB."""
    text = f'<sst xmlns="{MAIN}"><si><t>{"y" * 200_000_000}</t></si></sst>'
    return workbook(HEADER, **{"xl/sharedStrings.xml": text})


def lying_size() -> bytes:
    """A workbook whose table of contents says that its 200 MB sheet has a hundred bytes."""
    data = bytearray(bomb_of_spaces())
    size = (200_000_000 + len(f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>')).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def many_long_cells() -> bytes:
    """One long text that a hundred thousand cells point to: 3 GB once each has its own."""
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(2, 100_002))
    return workbook(
        HEADER + cells, **{"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"z" * 32_000}</t></si></sst>'}
    )


def entities() -> bytes:
    steps = "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
    text = f'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">{steps}]><worksheet xmlns="{MAIN}">&j;</worksheet>'
    return workbook("", **{"xl/worksheets/sheet1.xml": text})


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 400
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000

HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "picture.xlsx": lambda: PNG,
    "page.xls": lambda: b"<html><body><table><tr><td>firm</td></tr></table></body></html>",
    "document.pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"0" * 300,
    "data.json": lambda: json.dumps([{"firm": "A", "plain": "most"}] * 100).encode(),
    "workbook.csv": lambda: filled(["firm", "plain"], ["A", "most"]),
    "encrypted.xlsx": lambda: OLE,
    "truncated.xlsx": lambda: filled(["firm", "plain"], *[["A", "most"]] * 500)[:-700],
    "truncated.parquet": lambda: b"PAR1" + b"\0" * 5000,
    "sheet.ods": lambda: packed(("content.xml", b"<a/>"), ("META-INF/manifest.xml", b"<m/>")),
    "strict.xlsx": lambda: workbook(
        HEADER + rows(1, "A", "most") + rows(1, "B", "some", start=3), STRICT_MAIN, STRICT_RELATION
    ),
    "spaces.xlsx": bomb_of_spaces,
    "cells.xlsx": bomb_of_cells,
    "strings.xlsx": bomb_of_strings,
    "lying.xlsx": lying_size,
    "long_cells.xlsx": many_long_cells,
    "far_cell.xlsx": lambda: workbook(f'{HEADER}<row r="1048576">{cell("XFD1048576", "x")}</row>'),
    "wide_and_far.xlsx": lambda: workbook(f'{HEADER}<row r="900000">{cell("ZZ900000", "x")}</row>'),
    "entities.xlsx": entities,
    "uncalculated.xlsx": lambda: workbook(f'{HEADER}<row r="2">{cell("A2", "A")}<c r="B2"><f>C2</f></c></row>'),
    "utf16.csv": lambda: "firm\tplain\nŁódź\tmost\n".encode("utf-16"),
    "cp1252.csv": lambda: "firm;plain\nMüßig €;most\n".encode("cp1252"),
    "header_twice.csv": lambda: b"firm,plain\nA,most\nfirm,plain\nB,some\n",
    "names_twice.csv": lambda: b"firm,plain,plain\nA,most,some\n",
    "long_row.csv": lambda: b"firm,plain\nA,most,some\nB,most\n",
    "long_field.csv": lambda: b"firm,plain\n" + b"x" * 2_000_000 + b",most\n",
    "long_field.xlsx": lambda: workbook(HEADER + rows(1, "x" * 2_000_000, "most")),
    "20000_columns.csv": lambda: b"firm," + b",".join(b"c%d" % at for at in range(20_000)) + b"\nA" + b"," * 20_000,
    "16000_columns.xlsx": lambda: filled(["firm", *(f"c{at}" for at in range(16_000))], ["A"] * 16_001),
    "million_rows.csv": lambda: b"firm,plain\n" + b"A,most\n" * 1_000_001,
    "million_rows.xlsx": lambda: workbook(
        HEADER + "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(2, 1_000_041))
    ),
    "quotes.csv": lambda: b'firm,plain\n"A,most\n' * 50_000,
    "nested.zip": lambda: packed(("inner.zip", packed(("a.csv", b"firm\nA\n")))),
    "bomb.zip": lambda: packed(("a.csv", b"firm\n" + b"A" * 300_000_000)),
    "other.docx": lambda: packed(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<d/>")),
}  # fmt: skip
"""By the name under which it is handed in."""
