"""The two ways a chart is shown: drawn on a PDF canvas, or written as SVG for a page with a strict CSP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from reports.charts import LABELS, Chart, Label, Line, Rect
from reports.pen import Pen
from reports.text import one_line
from reports.theme import Style

SHADES = tuple(f"shade{step}" for step in range(5))
FILLS = {"bar": "accent", "track": "track", "peers": "ink", "middle": "line", "light": "paper"} | {
    shade: shade for shade in SHADES
}
"""Role of a shape → colour of the palette."""

STROKES: dict[str, tuple[str, float, tuple[float, ...]]] = {
    "cut": ("line", 0.6, (1.5, 2)),
    "after": ("muted", 0.7, ()),
    "hatch": ("paper", 0.6, ()),
}
"""Role of a line → colour of the palette, thickness, and lengths of its strokes and gaps."""

_ALIGN = {"start": "left", "middle": "centre", "end": "right"}


def draw(chart: Chart, pen: Pen, x: float, top: float) -> None:
    """The chart on a canvas, its upper left corner at (x, top)."""
    for shape in chart.shapes:
        _DRAW[type(shape)](shape, pen, x, top)


def _draw_rect(shape: Rect, pen: Pen, x: float, top: float) -> None:
    corner = (x + shape.x, top - shape.y - shape.height)
    pen.rect(corner, (shape.width, shape.height), FILLS[shape.role], shape.radius)


def _draw_line(shape: Line, pen: Pen, x: float, top: float) -> None:
    colour, thickness, dash = STROKES[shape.role]
    pen.line((x + shape.x1, top - shape.y1), (x + shape.x2, top - shape.y2), colour, thickness=thickness, dash=dash)


def _draw_label(shape: Label, pen: Pen, x: float, top: float) -> None:
    size, bold, colour = LABELS[shape.role]
    pen.label(shape.text, x + shape.x, top - shape.y, Style(size, size, bold, colour, _ALIGN[shape.anchor]))


_DRAW: dict[type, Callable[[Any, Pen, float, float], None]] = {Rect: _draw_rect, Line: _draw_line, Label: _draw_label}


Colours = Mapping[str, str] | None
"""Colours of the palette by name; None where the page has its own."""


def svg(chart: Chart, colours: Colours = None) -> str:
    """The chart as an SVG element: classes ``chart-<role>`` to be coloured by the page, no style anywhere.

    With ``colours`` it is coloured itself and has a size, to stand as a file of its own.
    """
    name = f"chart-{chart.id}"
    shapes = "".join(_SVG[type(shape)](shape, colours) for shape in chart.shapes)
    size = f' width="{chart.width:g}" height="{chart.height:g}" font-family="{FONTS}"' if colours else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"'
        f' viewBox="0 0 {chart.width:g} {chart.height:g}"{size}'
        f' aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{_escape(chart.title)}</title>'
        f'<desc id="{name}-desc">{_escape(chart.description)}</desc>{shapes}</svg>'
    )


FONTS = "Noto Sans, Segoe UI, Arial, sans-serif"


def _painted(attribute: str, name: str, colours: Colours) -> str:
    return f' {attribute}="{colours[name]}"' if colours else ""


def _svg_rect(shape: Rect, colours: Colours) -> str:
    return (
        f'<rect class="chart-{shape.role}" x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}"'
        f' height="{shape.height:.1f}" rx="{shape.radius:g}"{_painted("fill", FILLS[shape.role], colours)}/>'
    )


def _svg_line(shape: Line, colours: Colours) -> str:
    colour, thickness, dash = STROKES[shape.role]
    dashed = f' stroke-dasharray="{" ".join(f"{length:g}" for length in dash)}"' if dash else ""
    return (
        f'<line class="chart-{shape.role}" x1="{shape.x1:.1f}" y1="{shape.y1:.1f}" x2="{shape.x2:.1f}"'
        f' y2="{shape.y2:.1f}" stroke-width="{thickness:g}"{dashed}{_painted("stroke", colour, colours)}/>'
    )


def _svg_label(shape: Label, colours: Colours) -> str:
    size, bold, colour = LABELS[shape.role]
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text class="chart-{shape.role}" x="{shape.x:.1f}" y="{shape.y:.1f}" font-size="{size:g}"{weight}'
        f' text-anchor="{shape.anchor}"{_painted("fill", colour, colours)}>{_escape(shape.text)}</text>'
    )


_SVG: dict[type, Callable[[Any, Colours], str]] = {Rect: _svg_rect, Line: _svg_line, Label: _svg_label}


def _escape(text: str) -> str:
    return escape(one_line(text))
