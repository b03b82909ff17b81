"""Tables and lists, built of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.blocks import Block, Row, Tagged, text
from reports.flow import Item, Stack, stack
from reports.structure import Tag
from reports.theme import SMALL, Style


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its width, and how its cells are set."""

    head: str | Block
    width: float
    style: Style = SMALL


ROW_PADDING = 2.2

Cells = Sequence[str | Block]
"""A row of a table: texts set as their columns say, or blocks as they are."""


def table(
    columns: Sequence[Column],
    rows: Sequence[Cells],
    gutter: float = 10.0,
    *,
    headed: bool = True,
    padding: float = ROW_PADDING,
) -> Tagged:
    """A table whose head is repeated on every page; a row is split only where it is taller than a page.

    Neither the first nor the last row stands alone on a page. ``headed``: without it there is no head. ``padding``:
    above and below each row.
    """
    width = sum(column.width for column in columns) + gutter * (len(columns) - 1)
    styles = [replace(column.style, bold=True, colour="muted") for column in columns]
    first = _table_row([c.head for c in columns], styles, columns, gutter, width, padding=ROW_PADDING, head=True)
    head = Item(first, keep=True, whole=True)
    body = [
        Item(
            _table_row(row, [column.style for column in columns], columns, gutter, width, padding=padding),
            keep=place in (0, len(rows) - 2),
            whole=True,
        )
        for place, row in enumerate(rows)
    ]
    return Tagged(Tag("Table"), Stack((head, *body), head) if headed else Stack(tuple(body)))


def _table_row(  # noqa: PLR0913
    cells: Cells,
    styles: Sequence[Style],
    columns: Sequence[Column],
    gutter: float,
    rule: float,
    *,
    padding: float,
    head: bool = False,
) -> Tagged:
    placed: list[tuple[float, Block]] = []
    x = 0.0
    for cell, style, column in zip(cells, styles, columns, strict=True):
        block = text(cell, style, column.width) if isinstance(cell, str) else cell
        placed.append((x, Tagged(Tag("TH" if head else "TD"), block)))
        x += column.width + gutter
    return Tagged(Tag("TR", once=head), Row(tuple(placed), padding=padding, rule=rule))


def listed(entries: Sequence[tuple[Block, Block]], indent: float, gap: float) -> Tagged:
    """A list: each entry a mark and, ``indent`` to the right of it, a block."""
    rows = (Tagged(Tag("LI"), Row(((0.0, mark), (indent, Tagged(Tag("LBody"), block))))) for mark, block in entries)
    return Tagged(Tag("L"), stack(*rows, gap=gap))
