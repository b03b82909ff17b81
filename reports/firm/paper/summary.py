"""One page that stands alone: score, place among peers, what works, the gaps, the first steps, what all takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports.blocks import Linked, Row, Tagged, text
from reports.firm.paper.overview import findings, score_panel, totals
from reports.firm.paper.pieces import chapter_heading, dot, subheading, tick
from reports.firm.values import ActionCard, FirmReport
from reports.flow import Item, Stack, stack
from reports.tables import Cells, Column, table
from reports.theme import BODY, GUTTER, LEAD, NOTE, SMALL, SMALL_BOLD, Grid

WHEN, DAYS, COST = 76.0, 66.0, 88.0


def summary(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    """Where words run long they are cut with an ellipsis until all of it fits."""
    for longest in (6, 5, 4, 3, 2, 1):
        items = tuple(_within(report, grid, longest))
        if Stack(items).height <= grid.body:
            break
    return items


def _within(report: FirmReport, grid: Grid, longest: int) -> Iterator[Item]:
    words = report.labels
    works = findings((words.works, tick), report.works, report.no_works, grid.half, longest)
    gaps = findings((words.gaps, dot), report.gaps, report.no_gaps, grid.half, longest, linked=True)
    yield chapter_heading("summary", words.summary, grid)
    yield Item(text(report.headline, replace(LEAD, max_lines=3), grid.full), gap=2)
    yield from _since_then(report, grid)
    yield Item(score_panel(report, grid.full, max(longest + 3, 4)), gap=12)
    if report.peers:
        yield Item(text(report.peers, replace(BODY, max_lines=max(longest, 2)), grid.full), gap=8)
    yield Item(Row(((0, works), (grid.half + GUTTER, gaps))), gap=16)
    yield subheading(words.first_steps, grid.full, gap=16)
    yield Item(_first_steps(report, grid, longest), gap=4)
    yield from totals(report, grid.full)
    if report.answered:
        yield Item(text(report.answered, NOTE, grid.full), gap=8)


def _since_then(report: FirmReport, grid: Grid) -> Iterator[Item]:
    """From where to where, and how much of it no answer moved: without that, open questions would look like a loss."""
    if report.progress:
        said = " ".join(part for part in (report.progress.lead, report.progress.rest) if part)
        yield Item(text(said, BODY, grid.full), gap=2)


def _first_steps(report: FirmReport, grid: Grid, longest: int) -> Tagged | Stack:
    words = report.labels
    if not report.actions:
        return stack(text(report.no_actions, BODY, grid.full))
    title = grid.full - 14 - WHEN - DAYS - COST - 40
    columns = (
        Column("", 14, SMALL_BOLD),
        Column(words.action, title, replace(SMALL, max_lines=longest)),
        Column(words.when, WHEN),
        Column(words.own_days, DAYS),
        Column(words.cost, COST),
    )
    return table(columns, [_row(card, title, longest) for card in report.actions[:3]])


def _row(card: ActionCard, width: float, longest: int) -> Cells:
    title = Linked(text(card.title, replace(SMALL, max_lines=longest), width), f"step-{card.number}", card.title, width)
    return str(card.number), title, card.when, card.own_days, card.cost
