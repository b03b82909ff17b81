"""The parts of the score on paper: how clients spread over each, as a picture and as figures."""

from __future__ import annotations

from dataclasses import replace

from reports.blocks import Picture, text
from reports.firm.paper.pieces import chapter_heading
from reports.flow import Item
from reports.portfolio.charts import spread_chart, spread_table
from reports.portfolio.values import PortfolioReport
from reports.tables import Column, table
from reports.theme import NOTE, SMALL, Grid

NUMBER = replace(SMALL, align="right")
WIDTHS = (40.0, 44.0, 50.0, 70.0, 88.0)
GUTTER = 8.0


def spread(report: PortfolioReport, grid: Grid) -> tuple[Item, ...]:
    """The chapter; nothing where nobody has a result."""
    if not report.n:
        return ()
    heads, rows = spread_table(report)
    first = grid.full - sum(WIDTHS) - GUTTER * len(WIDTHS)
    columns = [Column(head, width, NUMBER) for head, width in zip(heads[1:], WIDTHS, strict=True)]
    return (
        chapter_heading("spread", report.labels.dimensions, grid),
        Item(Picture(spread_chart(report, grid.full)), gap=8),
        Item(text(report.labels.spread_text, NOTE, grid.full), gap=4),
        Item(table([Column(heads[0], first), *columns], rows, gutter=GUTTER), gap=8),
    )
