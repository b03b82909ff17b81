"""The report by WeasyPrint: HTML with a style sheet, charts as SVG; style sheet and fonts are read once and kept."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pymupdf_fonts
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benchmarks.reports_by.blocks import (
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
from reports.charts import Chart
from reports.drawing import FILLS, STROKES, svg

SHEET = Path(__file__).with_suffix(".css")
FONTS = {"Text": "notos", "Text-Bold": "notosbo"}


def render(given: Given) -> bytes:
    """The report as PDF, not tagged: that is WeasyPrint's default and costs it nothing here."""
    sheet, fonts = _prepared()
    return bytes(HTML(string=_html(content(given.told))).write_pdf(stylesheets=[sheet], font_config=fonts))


@cache
def _prepared() -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    text = "".join(_font_face(name, face) for name, face in FONTS.items()) + _colours() + SHEET.read_text()
    return CSS(string=text, font_config=fonts), fonts


def _font_face(name: str, face: str) -> str:
    path = _folder() / f"{name}.ttf"
    path.write_bytes(pymupdf_fonts.myfont(face))
    weight = "bold" if name.endswith("Bold") else "normal"
    return f'@font-face {{ font-family: Text; font-weight: {weight}; src: url("{path.as_uri()}") }}\n'


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    """Lives as long as the process, which removes it at its end."""
    return tempfile.TemporaryDirectory(prefix="waymark-bench-")


def _folder() -> Path:
    return Path(_kept().name)


def _colours() -> str:
    properties = "; ".join(f"--{role}: {colour}" for role, colour in theme.COLOURS.items())
    return f":root {{ {properties} }}\n"


def _html(told: Content) -> str:
    page = _quoted(told.page_label).replace("{page}", '" counter(page) "').replace("{pages}", '" counter(pages) "')
    corners = {
        "top-left": _quoted(told.header[0]),
        "top-right": _quoted(told.header[1]),
        "bottom-left": _quoted(told.sender),
        "bottom-right": page,
    }
    boxes = "".join(f"@{corner} {{ content: {text} }}" for corner, text in corners.items())
    chapters = [block for block in told.blocks if isinstance(block, Heading) and block.level == 0]
    listed = "".join(f'<a href="#{_key(one)}">{escape(one.text)}</a>' for one in chapters)
    return (
        f'<!doctype html><html lang="{told.language}"><head><title>{escape(told.title)}</title>'
        f'<meta name="author" content="{escape(told.sender)}"><style>@page {{ {boxes} }}</style></head><body>'
        f'<section class="cover">{_set(told.cover)}<nav><p class="bold">{escape(told.contents)}</p>{listed}</nav>'
        f"</section>{_set(told.blocks)}</body></html>"
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ") + '"'


def _key(heading: Heading) -> str:
    return "chapter-" + "".join(c for c in heading.text if c.isalnum())


def _set(blocks: Sequence[Block]) -> str:
    return "".join(part for block in blocks for part in _SET[type(block)](block))


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _heading(block: Heading) -> Iterator[str]:
    tag, begins = f"h{block.level + 1}", ' class="page"' if block.page else ""
    yield f'<{tag}{begins} id="{_key(block)}">{escape(block.text)}</{tag}>'


def _words(block: Words) -> Iterator[str]:
    yield f'<p class="{block.style}">{_lines(block.text)}</p>'


def _list(block: Listed) -> Iterator[str]:
    tag = "ol" if block.numbered else "ul"
    if block.items:
        yield f"<{tag}>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</{tag}>"


def _figure(block: Figure) -> Iterator[str]:
    yield _svg(block.chart)


def _sheet(block: Sheet) -> Iterator[str]:
    columns = "".join(f'<col style="width: {share:.0%}">' for share in block.shares)
    head = "".join(f"<th>{escape(cell)}</th>" for cell in block.head)
    rows = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in block.rows)
    yield f"<table>{columns}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(cell: str | Figure) -> str:
    return f"<td>{_svg(cell.chart) if isinstance(cell, Figure) else _lines(cell)}</td>"


def _strip(block: Strip) -> Iterator[str]:
    facts = (
        f"<td><p class=note>{escape(label)}</p><p class=bold>{_lines(value)}</p></td>" for label, value in block.facts
    )
    yield f'<table class="strip"><tr>{"".join(facts)}</tr></table>'


def _named(block: Named) -> Iterator[str]:
    rows = (f"<tr><th>{escape(name)}</th><td>{_set(blocks)}</td></tr>" for name, blocks in block.rows)
    yield f'<table class="named">{"".join(rows)}</table>'


def _beside(block: Beside) -> Iterator[str]:
    panel = " panel" if block.panel else ""
    yield f'<table class="beside{panel}"><col style="width: {block.share:.0%}">'
    yield f"<tr><td>{_set(block.left)}</td><td>{_set(block.right)}</td></tr></table>"


def _together(block: Together) -> Iterator[str]:
    yield f"<article>{_set(block.blocks)}</article>"


_SET: dict[type, Callable[[Any], Iterator[str]]] = {
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


def _svg(chart: Chart) -> str:
    """WeasyPrint keeps the page's style sheet away from pictures, so a picture brings its own colours and its size."""
    size = f'<svg width="{chart.width:g}pt" height="{chart.height:g}pt"'
    return svg(chart).replace("<svg", size, 1).replace("<title", f"<style>{_chart_style()}</style><title", 1)


@cache
def _chart_style() -> str:
    shapes = "".join(f".chart-{role} {{ fill: {theme.COLOURS[c]}; stroke: none }}" for role, c in FILLS.items())
    return shapes + "".join(map(_stroke, STROKES)) + "text { font-family: Text }"


def _stroke(role: str) -> str:
    colour, thickness, dash = STROKES[role]
    dashed = f"; stroke-dasharray: {' '.join(map(str, dash))}" if dash else ""
    return f".chart-{role} {{ stroke: {theme.COLOURS[colour]}; stroke-width: {thickness}{dashed} }}"
