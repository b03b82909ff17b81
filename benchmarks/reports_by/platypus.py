"""The report by ReportLab's Platypus as its users write it: paragraphs, tables, drawings, contents by ``multiBuild``.

Left as it comes, with ``rl_accel``, with one present: streams as bytes, which our way sets for the whole process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from html import escape
from io import BytesIO
from typing import Any

import pymupdf_fonts
from reportlab import rl_config
from reportlab.graphics import shapes
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus.tableofcontents import TableOfContents

from benchmarks.reports_by.blocks import (
    WIDTH,
    Beside,
    Block,
    Content,
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

NAMED = 78.0

rl_config.useA85 = 0


def render(given: Given) -> bytes:
    """The report as PDF; contents and “page x of y” take a second pass, as they do with Platypus."""
    told, file = content(given.told), BytesIO()
    _fonts()
    _Report(file, told).multiBuild(_story(told))
    return file.getvalue()


def render_once(given: Given) -> bytes:
    """The same in one pass, for a contents list that names no pages and footers that do not say of how many."""
    told, file = content(given.told), BytesIO()
    _fonts()
    _Report(file, replace(told, page_label="{page}")).build(_story(told))
    return file.getvalue()


class _Report(BaseDocTemplate):
    """Outline and contents are gathered while headings go by; the pages of one pass are known to the next."""

    def __init__(self, file: BytesIO, told: Content) -> None:
        side, top, bottom = theme.MARGIN_SIDE, theme.MARGIN_TOP, theme.MARGIN_BOTTOM
        super().__init__(
            file, pagesize=theme.PAPERS["A4"], leftMargin=side, rightMargin=side, topMargin=top, bottomMargin=bottom,
            title=told.title, author=told.sender, subject=told.subject, lang=told.language,
        )  # fmt: skip
        frame = Frame(side, bottom, self.width, self.height, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame], onPageEnd=self.furniture))
        self.told, self.pages = told, 0

    def furniture(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        """Header and footer of every page but the cover."""
        if canvas.getPageNumber() == 1:
            return
        left, right = theme.MARGIN_SIDE, theme.MARGIN_SIDE + WIDTH
        canvas.setFont("Text", 8)
        canvas.setFillColor(HexColor(theme.COLOURS["muted"]))
        canvas.drawString(left, self.pagesize[1] - 44, self.told.header[0][:60])
        canvas.drawRightString(right, self.pagesize[1] - 44, self.told.header[1])
        canvas.drawString(left, 36, self.told.sender)
        label = self.told.page_label.format(page=canvas.getPageNumber(), pages=self.pages)
        canvas.drawRightString(right, 36, label)

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - as Platypus calls it
        if not isinstance(flowable, _Entry):
            return
        key = f"heading-{self.seq.nextf('heading')}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(flowable.text, key, flowable.level, closed=flowable.level == 0)
        if flowable.level == 0:
            self.notify("TOCEntry", (0, escape(flowable.text), self.page, key))

    def afterPage(self) -> None:  # noqa: N802 - as Platypus calls it
        self.pages = max(self.pages, self.page)


class _Entry(Flowable):
    """Takes no room: the document names the page on which it goes by, also for a heading inside a table."""

    keepWithNext = 1  # noqa: N815 - as Platypus calls it

    def __init__(self, heading: Heading) -> None:
        super().__init__()
        self.text, self.level, self.width, self.height = heading.text, heading.level, 0, 0

    def draw(self) -> None:
        """Nothing."""


def _story(told: Content) -> list[Flowable]:
    listed = TableOfContents(levelStyles=[_style("body")], dotsMinLevel=-1)
    return [*_flowed(told.cover), Spacer(1, 200), _words(told.contents, "bold"), listed, *_flowed(told.blocks)]


def _flowed(blocks: Sequence[Block], width: float = WIDTH) -> list[Flowable]:
    return [flowable for block in blocks for flowable in _SET[type(block)](block, width)]


def _words(text: str, style: str = "small") -> Paragraph:
    return Paragraph(escape(text).replace("\n", "<br/>"), _style(style))


def _heading(block: Heading, _: float) -> Iterator[Flowable]:
    if block.page:
        yield PageBreak()
    if block.level < 2:
        yield _Entry(block)
    yield _words(block.text, f"heading{block.level}")


def _paragraph(block: Words, _: float) -> Iterator[Flowable]:
    yield _words(block.text, block.style)


def _list(block: Listed, _: float) -> Iterator[Flowable]:
    for number, item in enumerate(block.items, 1):
        yield Paragraph(escape(item), _style("item"), bulletText=str(number) if block.numbered else "•")


def _figure(block: Figure, _: float) -> Iterator[Flowable]:
    yield _drawing(block.chart)


def _sheet(block: Sheet, width: float) -> Iterator[Flowable]:
    widths = [share * width for share in block.shares]
    head = [_words(cell, "head") for cell in block.head]
    rows = [[_cell(cell, place in block.plain) for place, cell in enumerate(row)] for row in block.rows]
    style = [*_CELLS, ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(theme.COLOURS["line"]))]
    yield Table([head, *rows], widths, style=style, repeatRows=1)


def _cell(cell: str | Figure, plain: bool) -> Flowable | str:
    if isinstance(cell, Figure):
        return _drawing(cell.chart)
    return cell if plain else _words(cell)


def _strip(block: Strip, width: float) -> Iterator[Flowable]:
    cells = [[_words(label, "note"), _words(value, "bold")] for label, value in block.facts]
    yield Table([cells], [width / len(cells)] * len(cells), style=_CELLS)


def _named(block: Named, width: float) -> Iterator[Flowable]:
    rows = [[_words(name, "bold"), _flowed(blocks, width - NAMED)] for name, blocks in block.rows]
    yield Table(rows, [NAMED, width - NAMED], style=_CELLS)


def _beside(block: Beside, width: float) -> Iterator[Flowable]:
    widths = [block.share * width, (1 - block.share) * width]
    cells = [_flowed(blocks, one) for blocks, one in zip((block.left, block.right), widths, strict=True)]
    ground = [("BACKGROUND", (0, 0), (-1, -1), HexColor(theme.COLOURS["tint"]))] if block.panel else []
    yield from (_Entry(one) for one in block.left if isinstance(one, Heading) and one.level < 2)
    yield Table([cells], widths, style=[*_CELLS, *ground])


def _together(block: Together, width: float) -> Iterator[Flowable]:
    yield KeepTogether(_flowed(block.blocks, width))


_SET: dict[type, Callable[[Any, float], Iterator[Flowable]]] = {
    Heading: _heading,
    Words: _paragraph,
    Listed: _list,
    Figure: _figure,
    Sheet: _sheet,
    Strip: _strip,
    Named: _named,
    Beside: _beside,
    Together: _together,
}

_CELLS: list[tuple[Any, ...]] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("FONT", (0, 0), (-1, -1), "Text", 8, 11.5),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 8),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]


def _drawing(chart: Chart) -> shapes.Drawing:
    drawing = shapes.Drawing(chart.width, chart.height)
    for shape in chart.shapes:
        drawing.add(_SHAPES[type(shape)](shape, chart.height))
    return drawing


def _rect(shape: Rect, height: float) -> shapes.Rect:
    bottom = height - shape.y - shape.height
    return shapes.Rect(
        shape.x, bottom, shape.width, shape.height, rx=shape.radius, ry=shape.radius,
        fillColor=_colour(FILLS[shape.role]), strokeColor=None,
    )  # fmt: skip


def _line(shape: Line, height: float) -> shapes.Line:
    colour, thickness, dash = STROKES[shape.role]
    return shapes.Line(
        shape.x1, height - shape.y1, shape.x2, height - shape.y2,
        strokeColor=_colour(colour), strokeWidth=thickness, strokeDashArray=list(dash) or None,
    )  # fmt: skip


def _label(shape: Label, height: float) -> shapes.String:
    size, bold, colour = LABELS[shape.role]
    return shapes.String(
        shape.x, height - shape.y, shape.text, fontName="Text-Bold" if bold else "Text", fontSize=size,
        fillColor=_colour(colour), textAnchor=shape.anchor,
    )  # fmt: skip


_SHAPES: dict[type, Callable[[Any, float], shapes.Shape]] = {Rect: _rect, Line: _line, Label: _label}


@cache
def _colour(role: str) -> Color:
    return HexColor(theme.COLOURS[role])


@cache
def _fonts() -> None:
    for name, face in (("Text", "notos"), ("Text-Bold", "notosbo")):
        pdfmetrics.registerFont(TTFont(name, BytesIO(pymupdf_fonts.myfont(face))))
    pdfmetrics.registerFontFamily("Text", "Text", "Text-Bold", "Text", "Text-Bold")


_STYLES: dict[str, tuple[theme.Style, dict[str, Any]]] = {
    "body": (theme.BODY, {"spaceAfter": 3}),
    "lead": (theme.LEAD, {"spaceAfter": 4}),
    "small": (theme.SMALL, {}),
    "note": (theme.NOTE, {}),
    "strong": (theme.STRONG, {"spaceBefore": 4}),
    "bold": (theme.SMALL_BOLD, {"spaceBefore": 3}),
    "right": (theme.STRONG, {"alignment": 2}),
    "eyebrow": (theme.EYEBROW, {"spaceBefore": 10, "spaceAfter": 4}),
    "title": (theme.TITLE, {"spaceAfter": 20}),
    "figure": (theme.FIGURE, {}),
    "head": (theme.SMALL_BOLD, {"textColor": HexColor(theme.COLOURS["muted"])}),
    "item": (theme.SMALL, {"leftIndent": 14, "bulletFontName": "Text", "bulletFontSize": 8}),
    "heading0": (theme.HEADING, {"spaceBefore": 18, "spaceAfter": 4, "keepWithNext": 1}),
    "heading1": (theme.SUBHEADING, {"spaceBefore": 12, "spaceAfter": 2, "keepWithNext": 1}),
    "heading2": (theme.SUBHEADING, {"spaceBefore": 8, "spaceAfter": 2, "keepWithNext": 1}),
}


@cache
def _style(name: str) -> ParagraphStyle:
    style, more = _STYLES[name]
    given = {"textColor": _colour(style.colour)} | more
    font = "Text-Bold" if style.bold else "Text"
    return ParagraphStyle(name, fontName=font, fontSize=style.size, leading=style.leading, **given)
