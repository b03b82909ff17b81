"""Whom to call, on paper: a short table for each reason."""

from __future__ import annotations

from collections.abc import Iterator

from reports.blocks import text
from reports.firm.paper.pieces import chapter_heading, subheading
from reports.flow import Item
from reports.portfolio.values import CallList, PortfolioReport
from reports.tables import Column, table
from reports.theme import BODY, NOTE, SMALL, SMALL_BOLD, Grid


def calls(report: PortfolioReport, grid: Grid) -> tuple[Item, ...]:
    """The chapter, which says so where there is nobody to call."""
    return (
        chapter_heading("calls", report.labels.calls, grid, gap=22),
        Item(text(report.calls_lead, BODY, grid.full), gap=2),
        *(item for one in report.calls for item in _list(report, one, grid)),
    )


def _list(report: PortfolioReport, one: CallList, grid: Grid) -> Iterator[Item]:
    yield subheading(report.labels.counted.format(title=one.title, n=one.shown), grid.full, gap=12)
    yield Item(text(one.about, SMALL, grid.full), keep=bool(one.calls))
    if one.calls:
        left = 0.5 * grid.full
        columns = (Column(report.labels.client, left, SMALL_BOLD), Column(report.labels.why, grid.full - left - 10))
        yield Item(table(columns, [(call.firm, call.why) for call in one.calls]), gap=3)
    if one.more:
        yield Item(text(one.more, NOTE, grid.full), gap=2)
