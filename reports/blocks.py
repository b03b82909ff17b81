"""Blocks of a page: measured when they are made, split where a page ends, drawn where they come to stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Protocol

from reportlab.lib.utils import ImageReader

from reports import drawing, fonts
from reports.charts import Chart
from reports.pen import Pen
from reports.structure import Tag
from reports.text import fitted, lines, one_line
from reports.theme import Style


class Block(Protocol):
    """Something with a height that can be drawn below ``top``."""

    @property
    def height(self) -> float: ...

    def draw(self, pen: Pen, x: float, top: float) -> None: ...

    def split(self, room: float, *, force: bool = False) -> tuple[Block, Block] | None:
        """What fits into ``room`` and the rest; None where there is no good place. ``force`` takes any."""
        ...


@dataclass(frozen=True, slots=True)
class Lines:
    """Text already broken into lines."""

    lines: tuple[str, ...]
    style: Style
    width: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.text(self.lines, self.style, x, top, self.width)

    def split(self, room: float, *, force: bool = False) -> tuple[Block, Block] | None:
        """Never a single line on either side, unless forced. Both halves are one paragraph."""
        fewest = 1 if force else 2
        taken = min(int(room / self.style.leading), len(self.lines) - fewest)
        if taken < fewest:
            return None
        tag = Tag("P")
        head, tail = (replace(self, lines=part) for part in (self.lines[:taken], self.lines[taken:]))
        return Tagged(tag, head), Tagged(tag, tail)


def text(words: str, style: Style, width: float) -> Lines:
    """A text set in a column of that width."""
    return Lines(lines(words, style, width), style, width)


class Solid:
    """A block that cannot be split."""

    __slots__ = ()

    def split(self, room: float, *, force: bool = False) -> tuple[Block, Block] | None:  # noqa: ARG002 - see Block
        return None


@dataclass(frozen=True, slots=True)
class RunIn:
    """A paragraph that begins with a bold label on its first line; split only where it is taller than a page."""

    label: str
    lines: tuple[str, ...]
    style: Style
    width: float
    indent: float
    tag: Tag = field(default_factory=lambda: Tag("P"))

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading

    def draw(self, pen: Pen, x: float, top: float) -> None:
        with pen.structure.opened(self.tag):
            pen.text((self.label,), replace(self.style, bold=True), x, top, self.width)
            pen.text(self.lines[:1], self.style, x + self.indent, top, self.width)
            if self.lines[1:]:
                pen.text(self.lines[1:], self.style, x, top - self.style.leading, self.width)

    def split(self, room: float, *, force: bool = False) -> tuple[Block, Block] | None:
        taken = min(int(room / self.style.leading), len(self.lines) - 1)
        if not force or taken < 1:
            return None
        rest = Lines(self.lines[taken:], self.style, self.width)
        return replace(self, lines=self.lines[:taken]), Tagged(self.tag, rest)


def run_in(label: str, words: str, style: Style, width: float) -> RunIn:
    """A text set in a column of that width after a bold label."""
    shown = fitted(label, style.size, True, width * 0.6)
    indent = fonts.width(shown, style.size, True) + style.size * 0.7
    return RunIn(shown, lines(words, style, width, indent), style, width, indent)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A block that is something in the structure of the document; split, both halves are the same thing."""

    tag: Tag
    inner: Block

    @property
    def height(self) -> float:
        return self.inner.height

    def draw(self, pen: Pen, x: float, top: float) -> None:
        with pen.structure.opened(self.tag):
            self.inner.draw(pen, x, top)

    def split(self, room: float, *, force: bool = False) -> tuple[Block, Block] | None:
        parts = self.inner.split(room, force=force)
        return parts and (replace(self, inner=parts[0]), replace(self, inner=parts[1]))


@dataclass(frozen=True, slots=True)
class Linked(Solid):
    """A block that leads to the heading with ``key``; ``words`` say where to."""

    inner: Block
    key: str
    words: str
    width: float

    @property
    def height(self) -> float:
        return self.inner.height

    def draw(self, pen: Pen, x: float, top: float) -> None:
        with pen.structure.opened(Tag("Link")):
            self.inner.draw(pen, x, top)
            pen.link(self.key, (x, top - self.height, x + self.width, top), self.words)


@dataclass(frozen=True, slots=True)
class Heading(Solid):
    """A heading that the outline and links lead to; ``level`` 0 is a chapter.

    ``tag``: of the element that it shares with another block, where both together are the heading.
    """

    words: Lines
    key: str
    title: str
    level: int
    tag: Tag | None = None

    @property
    def height(self) -> float:
        return self.words.height

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.canvas.bookmarkPage(self.key, fit="XYZ", left=0, top=top + 12, zoom=0)
        pen.canvas.addOutlineEntry(one_line(self.title), self.key, self.level, closed=self.level == 0)
        with pen.structure.opened(self.tag or Tag(f"H{self.level + 1}")):
            self.words.draw(pen, x, top)


@dataclass(frozen=True, slots=True)
class Picture(Solid):
    chart: Chart

    @property
    def height(self) -> float:
        return self.chart.height

    def draw(self, pen: Pen, x: float, top: float) -> None:
        chart = self.chart
        box = (x, top - chart.height, x + chart.width, top)
        with pen.structure.figure(one_line(f"{chart.title}. {chart.description}"), box):
            drawing.draw(chart, pen, x, top)


@dataclass(frozen=True, slots=True)
class Logo(Solid):
    """An organisation's logo, a PNG, at the size that its pixels allow within a box of 180 x 54 points."""

    picture: bytes
    words: str
    width: float
    height: float

    @classmethod
    def of(cls, picture: bytes, words: str) -> Logo:
        wide, high = ImageReader(BytesIO(picture)).getSize()
        scale = min(180 / wide, 54 / high)
        return cls(picture, words, wide * scale, high * scale)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.image(self.picture, (x, top - self.height, x + self.width, top), one_line(self.words))


@dataclass(frozen=True, slots=True)
class Mark(Solid):
    """A small sign beside a text: what it looks like is a function of the pen."""

    paint: Callable[[Pen, float, float], None]
    height: float = 10.0

    def draw(self, pen: Pen, x: float, top: float) -> None:
        self.paint(pen, x, top)


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks side by side, each at its distance from the left, with room above and below and perhaps a line."""

    cells: tuple[tuple[float, Block], ...]
    padding: float = 0.0
    rule: float = 0.0
    """Width of the line under the row; 0 draws none."""
    height: float = field(init=False)

    def __post_init__(self) -> None:
        """Measured once: the height is asked for again at every level of nesting."""
        tallest = max([block.height for _, block in self.cells], default=0.0)
        object.__setattr__(self, "height", tallest + 2 * self.padding)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for distance, block in self.cells:
            block.draw(pen, x + distance, top - self.padding)
        if self.rule:
            pen.line((x, top - self.height), (x + self.rule, top - self.height), "line", thickness=0.5)

    def split(self, room: float, *, force: bool = False) -> tuple[Block, Block] | None:
        """Every cell that is too tall is split; only if each can be."""
        heads: list[tuple[float, Block]] = []
        tails: list[tuple[float, Block]] = []
        for distance, block in self.cells:
            if block.height <= room - 2 * self.padding:
                heads.append((distance, block))
                continue
            parts = block.split(room - 2 * self.padding, force=force)
            if parts is None:
                return None
            heads.append((distance, parts[0]))
            tails.append((distance, parts[1]))
        return Row(tuple(heads), self.padding, self.rule), Row(tuple(tails), self.padding, self.rule)


@dataclass(frozen=True, slots=True)
class Panel(Solid):
    """A block on a tinted ground."""

    inner: Block
    width: float
    padding: float = 14.0
    colour: str = "tint"

    @property
    def height(self) -> float:
        return self.inner.height + 2 * self.padding

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.rect((x, top - self.height), (self.width, self.height), self.colour, 3)
        self.inner.draw(pen, x + self.padding, top - self.padding)
