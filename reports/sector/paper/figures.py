"""The table of an exhibit on paper: every figure as it is shown, and of a heat map the shades behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reports.blocks import Block, Tagged, text
from reports.flow import Stack, stack
from reports.portfolio.paper.shades import shaded
from reports.sector.laying import Part, is_text, layout
from reports.sector.values import Cell, Exhibit, Row
from reports.tables import Cells, Column, table
from reports.theme import FINE, SMALL, Style

PADDING = 2.6
GUTTER, SHADED_GUTTER = 9.0, 2.0
STYLES = (SMALL, FINE, Style(7.0, 9.6))


@dataclass(frozen=True)
class Look:
    """How the rows of one table are set."""

    part: Part
    columns: tuple[Column, ...]
    gutter: float
    colours: Mapping[str, str]


def figures(exhibit: Exhibit, width: float, colours: Mapping[str, str]) -> list[Tagged]:
    """The table, in as many parts as it takes; none without rows."""
    if not exhibit.rows:
        return []
    gutter = SHADED_GUTTER if exhibit.picture == "heat" else GUTTER
    found = layout(exhibit, width, gutter, STYLES)
    looks = [Look(part, _columns(exhibit, part, found.style), gutter, colours) for part in found.parts]
    return [table(look.columns, [_row(row, look) for row in exhibit.rows], gutter, padding=PADDING) for look in looks]


def _columns(exhibit: Exhibit, part: Part, style: Style) -> tuple[Column, ...]:
    first, *others = part.widths
    number = replace(style, align="centre" if exhibit.picture == "heat" else "right")
    return (
        Column(exhibit.corner, first, style),
        *(
            Column(exhibit.columns[at].title, width, style if is_text(exhibit, at) else number)
            for at, width in zip(part.places, others, strict=True)
        ),
    )


def _row(row: Row, look: Look) -> Cells:
    first, *others = look.columns
    head = _head(row, first)
    cells = zip((row.cells[at] for at in look.part.places), others, strict=True)
    return [head, *(_cell(cell, replace(column.style, bold=row.strong), column.width, head.height, look)
                    for cell, column in cells)]  # fmt: skip


def _head(row: Row, column: Column) -> Stack:
    told = [text(row.head, replace(column.style, bold=row.strong), column.width)]
    if row.about:
        told.append(text(row.about, replace(column.style, colour="muted"), column.width))
    return stack(*told)


def _cell(cell: Cell, style: Style, width: float, height: float, look: Look) -> Block:
    words = text(cell.shown, style, width)
    if cell.shade < 0:
        return words
    return shaded(words, f"shade{cell.shade}", look.colours, height, (look.gutter, PADDING))
