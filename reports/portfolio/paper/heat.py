"""The heat map on paper: a number in every cell, and its shade behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import batched

from reports import fonts
from reports.blocks import Block, Lines, Row, Solid, text
from reports.firm.paper.pieces import chapter_heading, subheading
from reports.flow import Item, Stack
from reports.pen import Pen
from reports.portfolio.paper.shades import written_on
from reports.portfolio.values import Band, Cell, HeatMap, HeatRow, PortfolioReport
from reports.structure import Tag
from reports.tables import Column, table
from reports.text import one_line
from reports.theme import BODY, NOTE, Grid, Style

HEIGHT = 9.6
PADDING = 0.8
GUTTER = 2.0
NAME = Style(7.5, HEIGHT)
HEAD = Style(6.8, 8.4, align="centre")
NUMBER = Style(7.5, HEIGHT, align="centre")
OVERALL = replace(NUMBER, bold=True)
FIGURES = 34.0
"""Width of the columns of the overall score and of its change."""
MOST_COLUMNS = 12
"""So many dimensions stand side by side; further ones in a table of their own."""
NARROWEST_NAME, WIDEST_NAME = 110.0, 200.0
TENTHS = 11
"""Shades of a count: of none, and of each tenth of the clients."""


@dataclass(frozen=True, slots=True)
class Shaded(Solid):
    """A number on its shade, or on none."""

    words: Lines
    role: str
    height: float = HEIGHT

    def draw(self, pen: Pen, x: float, top: float) -> None:
        if self.role:
            size = (self.words.width + GUTTER - 0.8, self.height + 2 * PADDING - 0.8)
            pen.rect((x - GUTTER / 2 + 0.4, top - self.height - PADDING + 0.4), size, self.role)
        self.words.draw(pen, x, top)


def heat(report: PortfolioReport, grid: Grid, colours: dict[str, str]) -> tuple[Item, ...]:
    """The chapter; nothing where nobody has a result."""
    return tuple(_heat(report, grid, colours)) if report.heat.rows else ()


def _heat(report: PortfolioReport, grid: Grid, colours: dict[str, str]) -> Iterator[Item]:
    words, found = report.labels, report.heat
    yield chapter_heading("heat", words.heat, grid, gap=22)
    if found.parted:
        yield subheading(words.distribution, grid.full, gap=6)
        yield Item(text(words.distribution_text, NOTE, grid.full), gap=1, keep=True)
        yield from (Item(one, gap=6) for one in _counts(report, grid, colours))
    yield Item(text(found.lead, BODY, grid.full), gap=12 if found.parted else 2, keep=True)
    yield Item(_key(report, grid, colours), gap=5, keep=True)
    groups = (found.rows[: found.parted], found.rows[found.parted :]) if found.parted else (found.rows,)
    for place, rows in enumerate(groups):
        if place and found.rest:
            yield Item(text(found.rest, NOTE, grid.full), gap=8, keep=True)
        yield from (Item(one, gap=6) for one in _tables(report, rows, grid, colours))


def _key(report: PortfolioReport, grid: Grid, colours: dict[str, str]) -> Block:
    """The shades with the stretches of the scale that they stand for."""
    cells: list[tuple[float, Block]] = []
    x = 0.0
    for place, band in enumerate(report.heat.bands[: _steps(report.heat)]):
        wide = fonts.width(one_line(band.title), NUMBER.size) + 14
        if cells and x + wide > grid.full:
            break
        cells.append((x, _shaded(band.title, NUMBER, wide, f"shade{place}", colours)))
        x += wide + GUTTER
    return Row(tuple(cells), padding=PADDING)


def _steps(found: HeatMap) -> int:
    """How many shades there are."""
    return max([band + 1 for row in found.rows for band in (row.overall.band, *(c.band for c in row.cells))], default=1)


def _shaded(words: str, style: Style, width: float, role: str, colours: dict[str, str]) -> Shaded:
    colour = written_on(colours[role]) if role else "muted"
    return Shaded(text(words, replace(style, colour=colour), width), role)
