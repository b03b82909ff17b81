"""Whom to call, on paper: a short table for each reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports.blocks import text
from reports.firm.paper.pieces import chapter_heading, subheading
from reports.flow import Item, stack
from reports.portfolio.paper.pieces import two_by_two
from reports.portfolio.values import CallList, PortfolioReport
from reports.tables import Column, table
from reports.theme import BODY, FINE, FINE_NOTE, Grid

CLIENT = replace(FINE, bold=True)
GAP = 6.0


def calls(report: PortfolioReport, grid: Grid) -> tuple[Item, ...]:
    """The chapter, which says so where there is nobody to call; nothing where there are neither results nor calls, or
    no names."""
    if not report.calls_lead or not (report.n or report.calls):
        return ()
    return (
        chapter_heading("calls", report.labels.calls, grid, gap=22),
        Item(text(report.calls_lead, BODY, grid.full), gap=2, keep=bool(report.calls)),
        *two_by_two([stack(*_list(report, one, grid.half)) for one in report.calls], grid),
    )


def _list(report: PortfolioReport, one: CallList, width: float) -> Iterator[Item]:
    yield subheading(report.labels.counted.format(title=one.title, n=one.shown), width, gap=12)
    yield Item(text(one.about, FINE, width), keep=bool(one.calls))
    if one.calls:
        left = 0.46 * width
        heads = (Column(report.labels.client, left, CLIENT), Column(report.labels.why, width - left - GAP, FINE))
        yield Item(table(heads, [(call.firm, call.why) for call in one.calls], gutter=GAP), gap=2, keep=bool(one.more))
    if one.more:
        yield Item(text(one.more, FINE_NOTE, width), gap=2)
