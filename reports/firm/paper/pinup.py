"""The page to pin up: what is to be done in the first 90 days, by whom and when, with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.blocks import Block, Heading, Mark, Row, text
from reports.firm.paper.pieces import box
from reports.firm.values import ActionCard, FirmReport
from reports.flow import Item, Stack, stack
from reports.pen import Pen
from reports.tables import listed
from reports.theme import BODY, LEAD, STRONG, Grid, Style

TITLE = Style(26, 32, bold=True, max_lines=2)
STEP = Style(13, 17, bold=True)
DUE = Style(10, 14)
INDENT = 30.0


def pinup(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    """One page; nothing where no step begins in the first 90 days. Where words run long, how is told of fewer."""
    soon = report.soon
    if not soon:
        return ()
    for steps in range(len(soon), -1, -1):
        items = tuple(_items(report, soon, grid, steps))
        if Stack(items).height <= grid.body:
            return items
    return _fitting(items, grid)


def _items(report: FirmReport, soon: Sequence[ActionCard], grid: Grid, told: int) -> Iterator[Item]:
    words = report.labels
    yield Item(Heading(text(words.pinup, TITLE, grid.full), "pinup", words.pinup, 0))
    yield Item(text(report.title, replace(LEAD, max_lines=2), grid.full), gap=2)
    yield Item(text(report.date_shown, replace(BODY, colour="muted"), grid.full))
    for place, card in enumerate(soon):
        yield Item(_step(report, card, grid, in_detail=place < told), gap=16)
    yield Item(text(words.pinup_after.format(date=report.soon_until), BODY, grid.full), gap=18)


def _step(report: FirmReport, card: ActionCard, grid: Grid, *, in_detail: bool) -> Block:
    words, width = report.labels, grid.full - INDENT
    half = width * 0.55
    who = stack(text(words.owner, replace(BODY, colour="muted"), half), text(card.owner, DUE, half - 10))
    due = stack(text(words.until, replace(BODY, colour="muted"), width - half), text(card.due_shown, DUE, width - half))
    told: list[Item | Block] = [text(card.title, STEP, width), Item(Row(((0, who), (half, due))), gap=3)]
    if in_detail:
        rows = [(box, text(step, BODY, width - 20)) for step in card.steps]
        told.append(Item(listed(rows, 20, 3), gap=5))
        told.append(Item(text(f"{words.measure}: {card.measure}", STRONG, width), gap=4))
    return listed([(_large, stack(*told))], INDENT, 0)


def _fitting(items: tuple[Item, ...], grid: Grid) -> tuple[Item, ...]:
    """As many as a page holds: the order is that of the plan."""
    while Stack(items).height > grid.body:
        items = items[:-1]
    return items


def _large_box(pen: Pen, x: float, top: float) -> None:
    pen.box(x + 1, top - 16, 15, "ink")


_large = Mark(_large_box, 18)
