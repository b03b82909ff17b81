"""The pen: text and plain shapes drawn on a PDF canvas, colours by role. Points; y grows upwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from reports import fonts
from reports.theme import Style


class Pen:
    """Draws on one canvas with one palette."""

    def __init__(self, canvas: Canvas, colours: Mapping[str, str]) -> None:
        self.canvas = canvas
        self.colours = colours

    def text(self, lines: Sequence[str], style: Style, x: float, top: float, width: float) -> None:
        """Lines of text below each other, the first line box beginning at ``top``."""
        pen = self.canvas.beginText()
        pen.setFillColor(_colour(self.colours[style.colour]))
        baseline = top - style.leading / 2 - 0.36 * style.size
        for line in lines:
            pen.setTextOrigin(x + _indent(line, style, width), baseline)
            _write(pen, line, style.size, style.bold)
            baseline -= style.leading
        self.canvas.drawText(pen)

    def label(self, text: str, x: float, baseline: float, style: Style) -> None:
        """One line of text at a point: its beginning, middle or end by ``style.align``."""
        pen = self.canvas.beginText(x + _indent(text, style, 0), baseline)
        pen.setFillColor(_colour(self.colours[style.colour]))
        _write(pen, text, style.size, style.bold)
        self.canvas.drawText(pen)

    def rect(self, corner: tuple[float, float], size: tuple[float, float], colour: str, radius: float = 0) -> None:
        """A filled rectangle from its lower left corner."""
        (x, y), (width, height) = corner, size
        self.canvas.setFillColor(_colour(self.colours[colour]))
        if radius:
            self.canvas.roundRect(x, y, width, height, min(radius, width / 2, height / 2), stroke=0, fill=1)
        else:
            self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        *,
        thickness: float = 0.6,
        dash: Sequence[float] = (),
    ) -> None:
        self.canvas.setStrokeColor(_colour(self.colours[colour]))
        self.canvas.setLineWidth(thickness)
        self.canvas.setDash(list(dash))
        self.canvas.line(*start, *end)

    def tick(self, x: float, y: float, size: float, colour: str = "accent") -> None:
        """A tick as a shape: neither text font has one."""
        corner = (x + 0.36 * size, y + 0.12 * size)
        self.line((x, y + 0.46 * size), corner, colour, thickness=size / 6)
        self.line(corner, (x + size, y + 0.86 * size), colour, thickness=size / 6)

    def box(self, x: float, y: float, size: float, colour: str = "muted") -> None:
        """An empty square, to be ticked by hand."""
        self.canvas.setStrokeColor(_colour(self.colours[colour]))
        self.canvas.setLineWidth(0.8)
        self.canvas.setDash([])
        self.canvas.rect(x, y, size, size, stroke=1, fill=0)


def _indent(line: str, style: Style, width: float) -> float:
    if style.align == "left":
        return 0.0
    free = width - fonts.width(line, style.size, style.bold)
    return free if style.align == "right" else free / 2


def _write(pen: PDFTextObject, line: str, size: float, bold: bool) -> None:
    for name, part in fonts.runs(line, bold):
        pen.setFont(name, size)
        pen.textOut(part)


@cache
def _colour(value: str) -> Color:
    return HexColor(value)
