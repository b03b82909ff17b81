"""The report by Typst: a template kept compiled as far as Typst does, the report given to it as JSON; tagged."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pymupdf_fonts
from typst import Compiler

from benchmarks.reports_by.blocks import (
    Beside,
    Block,
    Figure,
    Heading,
    Listed,
    Named,
    Sheet,
    Strip,
    Together,
    Words,
)
from benchmarks.reports_by.content import content
from benchmarks.reports_by.told import Given
from reports import theme
from reports.charts import LABELS, Chart, Label, Line, Rect
from reports.drawing import FILLS, STROKES

TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = ("notos", "notosbo")

Data = dict[str, Any]


def render(given: Given) -> bytes:
    """The report as PDF."""
    told = content(given.told)
    data = {
        "title": told.title,
        "subject": told.subject,
        "language": told.language.split("-")[0],
        "sender": told.sender,
        "header": told.header,
        "page_label": told.page_label,
        "contents": told.contents,
        "colours": theme.COLOURS,
        "cover": _given(told.cover),
        "blocks": _given(told.blocks),
    }
    pdf = _compiler().compile(sys_inputs={"report": json.dumps(data)}, format="pdf")
    assert isinstance(pdf, bytes)  # noqa: S101 - for the type checker: other formats give other things
    return pdf


@cache
def _compiler() -> Compiler:
    folder = Path(_kept().name)
    for name in FONTS:
        (folder / f"{name}.ttf").write_bytes(pymupdf_fonts.myfont(name))
    return Compiler(str(TEMPLATE), font_paths=[str(folder)], ignore_system_fonts=True)


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    """Lives as long as the process, which removes it at its end."""
    return tempfile.TemporaryDirectory(prefix="waymark-bench-")


def _given(blocks: Sequence[Block]) -> list[Data]:
    return [_GIVEN[type(block)](block) for block in blocks]


def _heading(block: Heading) -> Data:
    return {"kind": "heading", "text": block.text, "level": block.level, "page": block.page}


def _words(block: Words) -> Data:
    return {"kind": "words", "text": block.text, "style": block.style}


def _list(block: Listed) -> Data:
    return {"kind": "listed", "items": list(block.items), "numbered": block.numbered}


def _figure(block: Figure) -> Data:
    return {"kind": "figure"} | _chart(block.chart)


def _sheet(block: Sheet) -> Data:
    rows = [[cell if isinstance(cell, str) else _chart(cell.chart) for cell in row] for row in block.rows]
    return {"kind": "sheet", "head": block.head, "rows": rows, "shares": block.shares}


def _strip(block: Strip) -> Data:
    return {"kind": "strip", "facts": block.facts}


def _named(block: Named) -> Data:
    return {"kind": "named", "rows": [(name, _given(blocks)) for name, blocks in block.rows]}


def _beside(block: Beside) -> Data:
    columns = {"left": _given(block.left), "right": _given(block.right)}
    return {"kind": "beside", "share": block.share, "panel": block.panel} | columns


def _together(block: Together) -> Data:
    return {"kind": "together", "blocks": _given(block.blocks)}


_GIVEN: dict[type, Callable[[Any], Data]] = {
    Heading: _heading,
    Words: _words,
    Listed: _list,
    Figure: _figure,
    Sheet: _sheet,
    Strip: _strip,
    Named: _named,
    Beside: _beside,
    Together: _together,
}


def _chart(chart: Chart) -> Data:
    shapes = [_SHAPES[type(shape)](shape) for shape in chart.shapes]
    return {"width": chart.width, "height": chart.height, "alt": chart.description, "shapes": shapes}


def _rect(shape: Rect) -> Data:
    return {"kind": "rect", "colour": FILLS[shape.role]} | vars(shape)


def _line(shape: Line) -> Data:
    colour, thickness, dash = STROKES[shape.role]
    return {"kind": "line", "colour": colour, "thickness": thickness, "dash": dash} | vars(shape)


def _label(shape: Label) -> Data:
    size, bold, colour = LABELS[shape.role]
    return {"kind": "label", "size": size, "bold": bold, "colour": colour} | vars(shape)


_SHAPES: dict[type, Callable[[Any], Data]] = {Rect: _rect, Line: _line, Label: _label}
