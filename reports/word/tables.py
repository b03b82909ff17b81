"""Tables of a Word document: fixed widths, a head repeated on every page, rows that are never cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table, _Cell, _Row

from reports.word.styles import TABLE, style_id, twips
from reports.word.wording import write


@dataclass(frozen=True)
class Box:
    """A box to tick, alone or before what is to be done."""

    text: str = ""


@dataclass(frozen=True)
class Strong:
    """A text that stands out."""

    text: str


Cell = str | Box | Strong | tuple[str | Box | Strong, ...]
"""What stands in a cell: a text, one that stands out, a box to tick, or several below each other."""


@dataclass(frozen=True)
class Column:
    """The head of a column, its share of the width, and the style of its texts."""

    head: str
    share: float
    style: str = "Table Text"


def add(document: Document, columns: Sequence[Column], width: float, *, right_to_left: bool) -> Table:
    """A table with its head; widths are shares of ``width``, in points."""
    table: Table = document.add_table(rows=1, cols=len(columns))
    _set_look(table, width, right_to_left=right_to_left)
    whole = sum(column.share for column in columns)
    for grid, column in zip(table.columns, columns, strict=True):
        grid.width = Pt(width * column.share / whole)
    head = table.rows[0]
    _set_row(head, "w:cantSplit", "w:tblHeader")
    for cell, column in zip(head.cells, columns, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph._p.style = style_id(column.style)
        paragraph.paragraph_format.keep_with_next = True
        write(paragraph, column.head)
    return table


def _set_look(table: Table, width: float, *, right_to_left: bool) -> None:
    """In the order that the format asks for."""
    properties = table._tbl.tblPr
    for child in list(properties):
        properties.remove(child)
    named: list[tuple[str, dict[str, str]]] = [("w:tblStyle", {"w:val": TABLE})]
    if right_to_left:
        named.append(("w:bidiVisual", {}))
    named += [
        ("w:tblW", {"w:w": str(twips(width)), "w:type": "dxa"}),
        ("w:tblLayout", {"w:type": "fixed"}),
        ("w:tblLook", {"w:val": "0020", "w:firstRow": "1", "w:noHBand": "1", "w:noVBand": "1"}),
    ]
    for name, values in named:
        child = OxmlElement(name)
        for key, value in values.items():
            child.set(qn(key), value)
        properties.append(child)


def add_row(table: Table) -> tuple[_Cell, ...]:
    """The cells of a new row."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # not in its annotations
    _set_row(row, "w:cantSplit")
    return row.cells


def _set_row(row: _Row, *names: str) -> None:
    properties = row._tr.get_or_add_trPr()
    for name in names:
        properties.append(OxmlElement(name))


def close(document: Document) -> None:
    """Some space below: two tables that touch would become one."""
    paragraph = document.add_paragraph()
    paragraph._p.style = style_id("Table Note")
    paragraph.paragraph_format.line_spacing = Pt(8)
