"""The heat map on paper: a number in every cell, and its shade behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from reports import fonts
from reports.blocks import Block, Lines, Row, Tagged, text
from reports.firm.paper.pieces import chapter_heading, subheading
from reports.flow import Item, stack
from reports.portfolio.paper.shades import Shaded, shaded
from reports.portfolio.values import Band, Cell, HeatRow, PortfolioReport
from reports.tables import Cells, Column, table
from reports.text import one_line
from reports.theme import BODY, NOTE, Grid, Style

HEIGHT, PADDING, GUTTER = 9.6, 0.8, 2.0
NAME = Style(7.5, HEIGHT)
HEAD = Style(6.8, 8.4, align="centre")
NUMBER = Style(7.5, HEIGHT, align="centre")
OVERALL = replace(NUMBER, bold=True)
CHANGE = replace(NUMBER, colour="muted")
FIGURE = 34.0
"""Width of the columns of the overall score and of its change."""
NARROWEST, WIDEST = 120.0, 170.0
"""Of the column of names."""
LEAST_CELL = 30.0
MOST_COLUMNS = 9
"""So many dimensions stand side by side; further ones in a table of their own."""

ON_ONE_PAGE = 50
"""So many rows are not parted between two pages."""

Colours = Mapping[str, str]


@dataclass(frozen=True)
class Look:
    """How wide the columns are, and what stands over them; ``part``: which dimensions, counted from 0."""

    name: float
    cells: tuple[float, ...]
    heads: tuple[str, ...]
    part: slice
    has_changes: bool


def heat(report: PortfolioReport, grid: Grid, colours: Colours) -> tuple[Item, ...]:
    """The chapter; nothing where nobody has a result."""
    return tuple(_heat(report, grid, colours)) if report.heat.rows else ()


def _heat(report: PortfolioReport, grid: Grid, colours: Colours) -> Iterator[Item]:
    words, found = report.labels, report.heat
    yield chapter_heading("heat", words.heat, grid, gap=22)
    if found.parted:
        yield from _distribution(report, grid, colours)
    yield Item(text(found.lead, BODY, grid.full), gap=16 if found.parted else 2, keep=True)
    yield Item(_key(report, grid, colours), gap=5, keep=True)
    looks = _looks(report, grid)
    if looks[0].heads[0] != found.columns[0]:
        yield Item(text(_numbered(found.titles), NOTE, grid.full), gap=4, keep=True)
    groups = (found.rows[: found.parted], found.rows[found.parted :]) if found.parted else (found.rows,)
    for place, rows in enumerate(groups):
        if place:
            yield Item(text(found.rest, NOTE, grid.full), gap=8, keep=True)
        whole = len(found.rows) <= ON_ONE_PAGE
        yield from (Item(_table(report, rows, look, colours), gap=6, whole=whole) for look in looks)


def _distribution(report: PortfolioReport, grid: Grid, colours: Colours) -> Iterator[Item]:
    words = report.labels
    yield subheading(words.distribution, grid.full, gap=8)
    yield Item(text(words.distribution_text, NOTE, grid.full), gap=1, keep=True)
    yield from (Item(_counts(report, look, colours), gap=6) for look in _looks(report, grid, changes=False))


def _key(report: PortfolioReport, grid: Grid, colours: Colours) -> Block:
    """The shades with the stretches of the scale that they stand for."""
    rows: list[list[tuple[float, Block]]] = [[]]
    x = 0.0
    for place, band in enumerate(report.heat.bands):
        wide = min(fonts.width(one_line(band.title), NUMBER.size) + 14, grid.full)
        if x and x + wide > grid.full:
            rows.append([])
            x = 0.0
        rows[-1].append((x, _shaded(text(band.title, NUMBER, wide), f"shade{place}", colours)))
        x += wide + GUTTER
    return stack(*(Row(tuple(cells), padding=PADDING) for cells in rows))


def _looks(report: PortfolioReport, grid: Grid, *, changes: bool = True) -> list[Look]:
    """How the dimensions stand side by side: under their short names where these fit, else under numbers."""
    found = report.heat
    has_changes = changes and found.has_changes
    free = grid.full - (1 + has_changes) * (FIGURE + GUTTER)
    parts = [slice(start, start + MOST_COLUMNS) for start in range(0, max(len(found.columns), 1), MOST_COLUMNS)]
    named = [max(_widest_word(name), LEAST_CELL) for name in found.columns]
    fits = all(_taken(named[part]) <= free - NARROWEST for part in parts)
    cells = named if fits else [LEAST_CELL] * len(named)
    heads = found.columns if fits else tuple(str(number) for number in range(1, len(named) + 1))
    return [_look(tuple(cells[part]), heads[part], part, free, has_changes=has_changes) for part in parts]


def _look(cells: tuple[float, ...], heads: tuple[str, ...], part: slice, free: float, *, has_changes: bool) -> Look:
    """What names do not need is shared out among the cells."""
    name = min(free - _taken(cells), WIDEST)
    more = (free - name - _taken(cells)) / max(len(cells), 1)
    return Look(name, tuple(cell + more for cell in cells), heads, part, has_changes)


def _taken(cells: Sequence[float]) -> float:
    return sum(cells) + GUTTER * len(cells)


def _widest_word(name: str) -> float:
    return max((fonts.width(word, HEAD.size, True) for word in one_line(name).split()), default=0.0) + 1.0


def _numbered(titles: Sequence[str]) -> str:
    """The dimensions behind the numbers over the columns."""
    return " · ".join(f"{number} {title}" for number, title in enumerate(titles, 1))


def _columns(report: PortfolioReport, look: Look, first: str) -> list[Column]:
    words = report.labels
    figures = [words.overall, *([words.change] if look.has_changes else [])]
    heads = [(head, FIGURE) for head in figures] + list(zip(look.heads, look.cells, strict=True))
    return [Column(first, look.name, NAME)] + [Column(_head(head, width), width, NUMBER) for head, width in heads]


def _head(words: str, width: float) -> Block:
    return text(words, replace(HEAD, bold=True, colour="muted"), width)


def _table(report: PortfolioReport, rows: Sequence[HeatRow], look: Look, colours: Colours) -> Tagged:
    cells = [_row(row, look, colours) for row in rows]
    return table(_columns(report, look, report.labels.client), cells, GUTTER, padding=PADDING)


def _row(row: HeatRow, look: Look, colours: Colours) -> Cells:
    name = text(row.firm, NAME, look.name)
    cell = partial(_cell, colours=colours, height=name.height)
    changes = [text(row.change, CHANGE, FIGURE)] if look.has_changes else []
    return [
        name,
        cell(row.overall, style=OVERALL, width=FIGURE),
        *changes,
        *(cell(one, style=NUMBER, width=wide) for one, wide in zip(row.cells[look.part], look.cells, strict=True)),
    ]


def _cell(cell: Cell, *, style: Style, width: float, height: float, colours: Colours) -> Block:
    if cell.band < 0:
        return text(cell.shown, replace(style, colour="muted"), width)
    return _shaded(text(cell.shown, style, width), f"shade{cell.band}", colours, height)


def _shaded(words: Lines, role: str, colours: Colours, height: float = 0.0) -> Shaded:
    return shaded(words, role, colours, height, (GUTTER, PADDING))


def _counts(report: PortfolioReport, look: Look, colours: Colours) -> Tagged:
    """How many clients stand in each stretch of the scale, the highest first as in the map."""
    found = report.heat
    bands = [*reversed(found.bands), *([found.unscored] if found.unscored else [])]
    rows = [_count_row(band, look, colours) for band in bands]
    return table(_columns(report, look, report.labels.stretch), rows, GUTTER, padding=PADDING)


def _count_row(band: Band, look: Look, colours: Colours) -> Cells:
    title = text(band.title, NAME, look.name)
    overall, *others = zip(band.counts, band.shades, strict=True)
    cells = [(overall, OVERALL), *((one, NUMBER) for one in others[look.part])]
    return [
        title,
        *(
            _shaded(text(shown, style, width), f"count{shade}", colours, title.height)
            for ((shown, shade), style), width in zip(cells, (FIGURE, *look.cells), strict=True)
        ),
    ]
