"""Blocks of a page: measured when they are made, split where a page ends, drawn where they come to stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from reports import drawing
from reports.charts import Chart
from reports.pen import Pen
from reports.text import lines, one_line
from reports.theme import SMALL, Style


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
        """Never a single line on either side, unless forced."""
        fewest = 1 if force else 2
        taken = min(int(room / self.style.leading), len(self.lines) - fewest)
        if taken < fewest:
            return None
        return replace(self, lines=self.lines[:taken]), replace(self, lines=self.lines[taken:])


def text(words: str, style: Style, width: float) -> Lines:
    """A text set in a column of that width."""
    return Lines(lines(words, style, width), style, width)


class Solid:
    """A block that cannot be split."""

    __slots__ = ()

    def split(self, room: float, *, force: bool = False) -> tuple[Block, Block] | None:  # noqa: ARG002 - see Block
        return None


@dataclass(frozen=True, slots=True)
class Heading(Solid):
    """A heading that the outline and links lead to; ``level`` 0 is a chapter."""

    words: Lines
    key: str
    title: str
    level: int

    @property
    def height(self) -> float:
        return self.words.height

    def draw(self, pen: Pen, x: float, top: float) -> None:
        pen.canvas.bookmarkPage(self.key, fit="XYZ", left=0, top=top + 12, zoom=0)
        pen.canvas.addOutlineEntry(one_line(self.title), self.key, self.level, closed=self.level == 0)
        self.words.draw(pen, x, top)


@dataclass(frozen=True, slots=True)
class Picture(Solid):
    chart: Chart

    @property
    def height(self) -> float:
        return self.chart.height

    def draw(self, pen: Pen, x: float, top: float) -> None:
        drawing.draw(self.chart, pen, x, top)


@dataclass(frozen=True, slots=True)
class Mark(Solid):
    """A small sign beside a text: what it looks like is a function of the pen."""

    paint: Callable[[Pen, float, float], None]
    height: float = 10.0

    def draw(self, pen: Pen, x: float, top: float) -> None:
        self.paint(pen, x, top)


@dataclass(frozen=True)
class Row:
    """Blocks side by side, each at its distance from the left, with room above and below and perhaps a line."""

    cells: tuple[tuple[float, Block], ...]
    padding: float = 0.0
    rule: float = 0.0
    """Width of the line under the row; 0 draws none."""

    @cached_property  # asked again at every level of nesting
    def height(self) -> float:
        return max((block.height for _, block in self.cells), default=0.0) + 2 * self.padding

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
        return replace(self, cells=tuple(heads)), replace(self, cells=tuple(tails))


@dataclass(frozen=True, slots=True)
class Item:
    """A block in a stack: the gap above it (none at the top of a page), and what must stay together.

    ``keep``: on the page of the next item. ``whole``: not split, unless it is taller than a page.
    """

    block: Block
    gap: float = 0.0
    keep: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Stack:
    """Blocks below each other; ``header`` is repeated where the stack continues on another page."""

    items: tuple[Item, ...]
    header: Item | None = None

    @cached_property  # asked again at every level of nesting
    def height(self) -> float:
        gaps = sum(item.gap for item in self.items[1:])
        return gaps + sum(item.block.height for item in self.items)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for place, item in enumerate(self.items):
            top -= item.gap if place else 0.0
            item.block.draw(pen, x, top)
            top -= item.block.height

    def split(self, room: float, *, force: bool = False) -> tuple[Block, Block] | None:
        used = 0.0
        for place, item in enumerate(self.items):
            gap = item.gap if place else 0.0
            if used + gap + item.block.height > room + 1e-6:
                return self._split_at(place, room - used - gap, force)
            used += gap + item.block.height
        return None

    def _split_at(self, place: int, room: float, force: bool) -> tuple[Block, Block] | None:
        item, head, tail = self.items[place], list(self.items[:place]), list(self.items[place + 1 :])
        parts = item.block.split(room, force=force) if room > 0 and (force or not item.whole) else None
        if parts:
            head.append(replace(item, block=parts[0]))
            tail.insert(0, replace(item, block=parts[1], whole=False))
        else:
            tail.insert(0, item)
            while head and head[-1].keep:
                tail.insert(0, head.pop())
        if not head or (self.header and head == [self.header]):
            return None
        repeated = (self.header,) if self.header else ()
        return replace(self, items=tuple(head)), replace(self, items=(*repeated, *tail))


def stack(*items: Item | Block, gap: float = 0.0) -> Stack:
    """Items below each other; plain blocks get the gap above them."""
    return Stack(tuple(item if isinstance(item, Item) else Item(item, gap) for item in items))


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


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its width, and how its cells are set."""

    head: str | Block
    width: float
    style: Style = SMALL


ROW_PADDING = 3.0

Cells = Sequence[str | Block]
"""A row of a table: texts set as their columns say, or blocks as they are."""


def table(columns: Sequence[Column], rows: Sequence[Cells], gutter: float = 10.0) -> Stack:
    """A table whose head is repeated on every page; a row is split only where it is taller than a page.

    Neither the first nor the last row stands alone on a page.
    """
    width = sum(column.width for column in columns) + gutter * (len(columns) - 1)
    styles = [replace(column.style, bold=True, colour="muted") for column in columns]
    head = Item(_table_row([c.head for c in columns], styles, columns, gutter, width), keep=True, whole=True)
    body = [
        Item(
            _table_row(row, [column.style for column in columns], columns, gutter, width),
            keep=place in (0, len(rows) - 2),
            whole=True,
        )
        for place, row in enumerate(rows)
    ]
    return Stack((head, *body), head)


def _table_row(cells: Cells, styles: Sequence[Style], columns: Sequence[Column], gutter: float, rule: float) -> Row:
    placed: list[tuple[float, Block]] = []
    x = 0.0
    for cell, style, column in zip(cells, styles, columns, strict=True):
        placed.append((x, text(cell, style, column.width) if isinstance(cell, str) else cell))
        x += column.width + gutter
    return Row(tuple(placed), padding=ROW_PADDING, rule=rule)
