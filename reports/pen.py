"""The pen: text and plain shapes drawn on a PDF canvas, colours by role. Points; y grows upwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfgen.canvas import Canvas

from reports import fonts
from reports.theme import Style


class Pen:
    """Draws on one canvas with one palette."""

    def __init__(self, canvas: Canvas, colours: Mapping[str, str]) -> None:
        self.canvas = canvas
        self.colours = colours
        self._lines: dict[tuple[str, bool], list[fonts.Run]] = {}
        self._ascii: dict[bool, str] = {}

    def text(self, lines: Sequence[str], style: Style, x: float, top: float, width: float) -> None:
        """Lines of text below each other, the first line box beginning at ``top``."""
        baseline = top - style.leading / 2 - 0.36 * style.size
        placed = [
            (x + _indent(line, style, width), baseline - number * style.leading, line)
            for number, line in enumerate(lines)
        ]
        self._write(placed, style)

    def label(self, text: str, x: float, baseline: float, style: Style) -> None:
        """One line of text at a point: its beginning, middle or end by ``style.align``."""
        self._write([(x + _indent(text, style, 0), baseline, text)], style)

    def _write(self, placed: Sequence[tuple[float, float, str]], style: Style) -> None:
        """Text operators straight into the page: ReportLab's own text objects take twice the time for the same."""
        operators = ["BT", _fill(self.colours[style.colour])]
        for x, y, line in placed:
            operators.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
            for font, encoded in self._encoded(line, style.bold):
                operators.append(f"{font} {style.size:g} Tf ({encoded}) Tj")
        operators.append("ET")
        self.canvas.addLiteral("\n".join(operators))

    def _encoded(self, line: str, bold: bool) -> list[fonts.Run]:
        """(font, escaped codes) of a line: the codes are those of the subset that this document embeds.

        In the first subset ASCII stands for itself: once the document has it, such lines need no look-up.
        """
        if line.isascii() and bold in self._ascii:
            return [(self._ascii[bold], escapePDF(line))]
        known = self._lines.get((line, bold))
        if known is None:
            document = self.canvas._doc  # type: ignore[attr-defined]  # what subsets are kept by
            known = self._lines[line, bold] = fonts.encoded(line, bold, document)
            if known and line.isascii():
                self._ascii[bold] = known[0][0]
        return known

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
        """A straight line; ``dash``: lengths of its strokes and gaps, none for an unbroken one."""
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


@cache
def _colour(value: str) -> Color:
    return HexColor(value)


@cache
def _fill(value: str) -> str:
    """The operator that fills with a colour."""
    return "{:.4g} {:.4g} {:.4g} rg".format(*_colour(value).rgb())
