"""What has changed, on paper: each two stages with interval and n, and part by part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports.blocks import Picture, text
from reports.firm.paper.pieces import chapter_heading, subheading
from reports.flow import Item, stack
from reports.portfolio.charts import change_chart
from reports.portfolio.paper.pieces import two_by_two
from reports.portfolio.values import PairedPart, PortfolioReport
from reports.tables import Column, table
from reports.theme import BODY, FINE, NOTE, SMALL, Grid

NUMBER = replace(FINE, align="right")
WIDTHS = (26.0, 28.0, 28.0, 38.0)
GAP = 4.0


def progress(report: PortfolioReport, grid: Grid) -> tuple[Item, ...]:
    """The chapter; where nobody came back it says so."""
    if not report.n:
        return ()
    words = report.labels
    heading = chapter_heading("progress", words.progress, grid, gap=22)
    lead = Item(text(report.progress_lead, BODY, grid.full), gap=2, keep=bool(report.progress))
    if not report.progress:
        return (heading, lead)
    return (
        heading,
        lead,
        Item(Picture(change_chart(report, grid.full)), gap=8, keep=True),
        Item(text(words.progress_chart_text, NOTE, grid.full), gap=4),
        *two_by_two([stack(*_part(report, part, grid.half)) for part in report.progress], grid),
    )


def _part(report: PortfolioReport, part: PairedPart, width: float) -> Iterator[Item]:
    words = report.labels
    yield subheading(part.title, width, gap=14)
    yield Item(text(f"{part.sentence} {part.done}", SMALL, width), gap=1, keep=True)
    heads = (words.n, words.before, words.after, words.change)
    first = width - sum(WIDTHS) - len(heads) * GAP
    told = [Column(words.dimension, first, FINE)]
    told += [Column(head, wide, NUMBER) for head, wide in zip(heads, WIDTHS, strict=True)]
    rows = [(line.title, line.n, line.before, line.after, line.change) for line in part.lines]
    yield Item(table(told, rows, gutter=GAP), gap=4, whole=True)
