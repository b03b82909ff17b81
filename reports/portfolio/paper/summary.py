"""One page that stands alone: how many clients, where they are, what was found, and what would bring most."""

from __future__ import annotations

from collections.abc import Iterator

from reports.blocks import Linked, Picture, Tagged, text
from reports.firm.paper.pieces import bulleted, chapter_heading, fact_strip, subheading
from reports.firm.values import Fact
from reports.flow import Item
from reports.portfolio.charts import level_chart
from reports.portfolio.values import PortfolioReport, Workshop
from reports.tables import Cells, Column, table
from reports.theme import BODY, LEAD, SMALL, SMALL_BOLD, Grid

NEEDED = 80.0
EACH = 64.0
FIRST = 3


def summary(report: PortfolioReport, grid: Grid) -> tuple[Item, ...]:
    """The chapter; where nobody has a result, only the headline and the figures."""
    return tuple(_summary(report, grid))


def _summary(report: PortfolioReport, grid: Grid) -> Iterator[Item]:
    words = report.labels
    yield chapter_heading("summary", words.summary, grid)
    yield Item(text(report.headline, LEAD, grid.full), gap=2)
    yield Item(fact_strip(report.strip, grid.full), gap=12)
    if report.findings:
        yield Item(bulleted(report.findings, grid.full, BODY, gap=3), gap=14)
    if report.n:
        yield subheading(words.levels, grid.full, gap=16)
        yield Item(Picture(level_chart(report, grid.full)), gap=6)
    if report.workshops:
        yield subheading(words.workshops, grid.full, gap=16)
        yield Item(_first(report, grid), gap=4)
    if report.calls:
        yield subheading(words.calls, grid.full, gap=16)
        yield Item(fact_strip([Fact(one.title, one.shown) for one in report.calls], grid.full), gap=6)


def _first(report: PortfolioReport, grid: Grid) -> Tagged:
    title, words = grid.full - NEEDED - EACH - 20, report.labels
    columns = (
        Column(words.workshop, title),
        Column(words.needed_by, NEEDED, SMALL_BOLD),
        Column(words.each, EACH, SMALL_BOLD),
    )
    return table(columns, [_row(workshop, title) for workshop in report.workshops[:FIRST]])


def _row(workshop: Workshop, width: float) -> Cells:
    linked = Linked(text(workshop.title, SMALL, width), f"workshop-{workshop.action}", workshop.title, width)
    return linked, workshop.shown, workshop.each
