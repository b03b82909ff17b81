"""A chart as a picture, for documents that hold no shapes: PNG, with the fonts and the palette of the pages."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from reports import fonts
from reports.charts import LABELS, Chart, Label, Line, Rect
from reports.drawing import FILLS, STROKES
from reports.theme import COLOURS

SCALE = 3.0
"""Pixels to a point: sharp in print."""
FINER = 2
"""How much finer than the picture it is drawn: edges that fall between two pixels are then seen to do so."""


@dataclass(frozen=True)
class Sheet:
    """What is drawn on: ``unit`` pixels to a point, colours by role."""

    draw: ImageDraw.ImageDraw
    unit: float
    colours: Mapping[str, str]


def png(chart: Chart, *, scale: float = SCALE, colours: Mapping[str, str] = COLOURS) -> bytes:
    """The chart at ``scale`` pixels to a point, on the colour of paper; its resolution makes it as large as on a page.

    The same chart gives the same bytes. Raises ``KeyError`` for a shape that cannot be drawn.
    """
    size = (max(1, round(chart.width * scale)), max(1, round(chart.height * scale)))
    image = Image.new("RGB", (size[0] * FINER, size[1] * FINER), colours["paper"])
    sheet = Sheet(ImageDraw.Draw(image), scale * FINER, colours)
    for shape in chart.shapes:
        _DRAW[type(shape)](shape, sheet)
    out = BytesIO()
    # A chart has few colours and the shades of their edges: by a palette a picture takes a third of the room.
    few = image.reduce(FINER).quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(out, "PNG", dpi=(72 * scale, 72 * scale))
    return out.getvalue()


def _rect(shape: Rect, sheet: Sheet) -> None:
    corners = [shape.x, shape.y, shape.x + shape.width, shape.y + shape.height]
    # The corner that is named last is drawn too, and none may lie before the first.
    left, top, right, bottom = (round(value * sheet.unit) for value in corners)
    box = (left, top, max(left, right - 1), max(top, bottom - 1))
    radius = min(shape.radius, shape.width / 2, shape.height / 2) * sheet.unit
    sheet.draw.rounded_rectangle(box, radius, fill=sheet.colours[FILLS[shape.role]])


def _line(shape: Line, sheet: Sheet) -> None:
    colour, thickness, dashes = STROKES[shape.role]
    width = max(1, round(thickness * sheet.unit))
    for ends in _strokes(shape, dashes):
        sheet.draw.line([value * sheet.unit for value in ends], fill=sheet.colours[colour], width=width)


def _strokes(line: Line, dashes: Sequence[float]) -> Iterator[tuple[float, float, float, float]]:
    """The ends of each stroke in points: of the whole line, or of its parts where a stroke and a gap have lengths."""
    across, down = line.x2 - line.x1, line.y2 - line.y1
    length = (across**2 + down**2) ** 0.5
    if not length:
        return
    stroke, gap = dashes or (length, 1.0)
    for place in range(math.ceil(length / (stroke + gap))):
        start = place * (stroke + gap) / length
        end = min(1.0, start + stroke / length)
        yield (line.x1 + start * across, line.y1 + start * down, line.x1 + end * across, line.y1 + end * down)


def _label(shape: Label, sheet: Sheet) -> None:
    size, bold, colour = LABELS[shape.role]
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor]
    x = shape.x - shift * fonts.width(shape.text, size, bold)
    for name, part in fonts.runs(shape.text, bold):
        face, place = _font(name, size * sheet.unit), (x * sheet.unit, shape.y * sheet.unit)
        sheet.draw.text(place, part, fill=sheet.colours[colour], font=face, anchor="ls")
        x += face.getlength(part) / sheet.unit


@lru_cache(maxsize=64)
def _font(name: str, size: float) -> ImageFont.FreeTypeFont:
    """The basic layout draws from left to right what ``text`` has joined and ordered already."""
    data = fonts.font(name).face._ttf_data  # type: ignore[attr-defined]  # the whole font, wherever it came from
    return ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


_DRAW: dict[type, Callable[[Any, Sheet], None]] = {Rect: _rect, Line: _line, Label: _label}
