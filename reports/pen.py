"""The pen: text and plain shapes drawn on a PDF canvas, colours by role, each marked as what it is in the structure.

Points; y grows upwards. Operators go straight into the page: ReportLab's own text and path objects take twice the time
for the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.rl_accel import escapePDF
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from reports import fonts
from reports.structure import Box, Structure
from reports.text import one_line
from reports.theme import Style

Point = tuple[float, float]

_ROUND = 0.4477
"""How far the handles of a quarter circle stand from its corner, as a part of the radius."""


class Pen:
    """Draws on one canvas with one palette; ``structure`` is told what each thing is."""

    def __init__(self, canvas: Canvas, colours: Mapping[str, str]) -> None:
        self.canvas = canvas
        self.colours = colours
        self.structure = Structure(canvas)
        self._put = canvas.addLiteral
        self._lines: dict[tuple[str, bool], list[fonts.Run]] = {}
        self._ascii: dict[bool, str] = {}

    def text(self, lines: Sequence[str], style: Style, x: float, top: float, width: float) -> None:
        """Lines of text below each other, the first line box beginning at ``top``."""
        baseline = top - style.leading / 2 - 0.36 * style.size
        placed = [
            (x + _indent(line, style, width), baseline - number * style.leading, line)
            for number, line in enumerate(lines)
            if line
        ]
        if placed:  # an empty paragraph would be read out as one
            self._write(placed, style)

    def label(self, text: str, x: float, baseline: float, style: Style) -> None:
        """One line of text at a point: its beginning, middle or end by ``style.align``."""
        self._write([(x + _indent(text, style, 0), baseline, text)], style)

    def _write(self, placed: Sequence[tuple[float, float, str]], style: Style) -> None:
        before, after = self.structure.text()
        operators = [before, "BT", _fill(self.colours[style.colour])]
        for x, y, line in placed:
            operators.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
            for font, encoded in self._encoded(line, style.bold):
                operators.append(f"{font} {style.size:g} Tf ({encoded}) Tj")
        operators += ("ET", after)
        self._put("\n".join(operators))

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

    def rect(self, corner: Point, size: Point, colour: str, radius: float = 0) -> None:
        """A filled rectangle from its lower left corner."""
        (x, y), (width, height) = corner, size
        rounded = min(radius, width / 2, height / 2)
        path = _rounded(x, y, width, height, rounded) if rounded else f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re"
        self._shape(f"{_fill(self.colours[colour])} {path} f")

    def line(
        self, start: Point, end: Point, colour: str, *, thickness: float = 0.6, dash: Sequence[float] = ()
    ) -> None:
        """A straight line; ``dash``: lengths of its strokes and gaps, none for an unbroken one."""
        self.path((start, end), colour, thickness=thickness, dash=dash)

    def path(
        self,
        points: Sequence[Point],
        colour: str,
        *,
        thickness: float = 0.6,
        dash: Sequence[float] = (),
        filled: bool = False,
    ) -> None:
        """A line through points; ``filled``: the area that it encloses instead."""
        (x, y), *others = points
        drawn = [f"{x:.2f} {y:.2f} m", *(f"{x:.2f} {y:.2f} l" for x, y in others)]
        if filled:
            self._shape(" ".join([_fill(self.colours[colour]), *drawn, "f"]))
            return
        gaps = " ".join(f"{length:g}" for length in dash)
        self._shape(" ".join([_stroke(self.colours[colour]), f"{thickness:g} w [{gaps}] 0 d", *drawn, "S"]))

    def tick(self, x: float, y: float, size: float, colour: str = "accent") -> None:
        """A tick as a shape: neither text font has one."""
        points = ((x, y + 0.46 * size), (x + 0.36 * size, y + 0.12 * size), (x + size, y + 0.86 * size))
        self.path(points, colour, thickness=size / 6)

    def box(self, x: float, y: float, size: float, colour: str = "muted") -> None:
        """An empty square, to be ticked by hand."""
        self._shape(f"{_stroke(self.colours[colour])} 0.8 w [] 0 d {x:.2f} {y:.2f} {size:.2f} {size:.2f} re S")

    def _shape(self, operators: str) -> None:
        before, after = self.structure.shape()
        self._put(f"{before}\n{operators}\n{after}" if before else operators)

    def image(self, picture: bytes, box: Box, alt: str) -> None:
        """A PNG within a box."""
        left, bottom, right, top = box
        with self.structure.figure(alt, box):
            self.canvas.drawImage(ImageReader(BytesIO(picture)), left, bottom, right - left, top - bottom, mask="auto")

    def link(self, key: str, box: Box, words: str) -> None:
        """A link over a box to the heading with that key."""
        destination = self.canvas._bookmarkReference(key)  # type: ignore[attr-defined]
        self.structure.link(destination, box, one_line(words))


def _indent(line: str, style: Style, width: float) -> float:
    if style.align == "left":
        return 0.0
    free = width - fonts.width(line, style.size, style.bold)
    return free if style.align == "right" else free / 2


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """The outline of a rectangle whose corners are quarter circles."""
    right, top, near = x + width, y + height, _ROUND * radius
    return (
        f"{x + radius:.2f} {y:.2f} m {right - radius:.2f} {y:.2f} l"
        f" {right - near:.2f} {y:.2f} {right:.2f} {y + near:.2f} {right:.2f} {y + radius:.2f} c"
        f" {right:.2f} {top - radius:.2f} l"
        f" {right:.2f} {top - near:.2f} {right - near:.2f} {top:.2f} {right - radius:.2f} {top:.2f} c"
        f" {x + radius:.2f} {top:.2f} l"
        f" {x + near:.2f} {top:.2f} {x:.2f} {top - near:.2f} {x:.2f} {top - radius:.2f} c"
        f" {x:.2f} {y + radius:.2f} l"
        f" {x:.2f} {y + near:.2f} {x + near:.2f} {y:.2f} {x + radius:.2f} {y:.2f} c"
    )


@cache
def _fill(value: str) -> str:
    """The operator that fills with a colour."""
    return "{:.4g} {:.4g} {:.4g} rg".format(*HexColor(value).rgb())


@cache
def _stroke(value: str) -> str:
    """The operator that draws lines in a colour."""
    return "{:.4g} {:.4g} {:.4g} RG".format(*HexColor(value).rgb())
