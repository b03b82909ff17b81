"""What is still open, on paper: whom to ask what the firm did not know, with boxes to tick, and what it left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.blocks import Block, Item, stack, text
from reports.firm.overview import INDENT, box, marked
from reports.firm.timetable import chapter_heading, two_columns
from reports.firm.values import AskGroup, AskItem, FirmReport
from reports.theme import BODY, NOTE, SMALL, SUBHEADING, Grid


def loose_ends(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    """The chapter; nothing where every question was answered."""
    if not (report.ask or report.left_open):
        return ()
    return (
        chapter_heading("find-out", report.labels.find_out, grid, gap=18),
        *_asked(report, grid),
        *_left_open(report, grid),
    )


def _asked(report: FirmReport, grid: Grid) -> Iterator[Item]:
    if not report.ask:
        return
    yield Item(text(report.labels.find_out_lead, BODY, grid.full), gap=2, keep=True)
    for group in report.ask:
        yield from _group(group, grid)


def _group(group: AskGroup, grid: Grid) -> Iterator[Item]:
    yield Item(text(group.title, SUBHEADING, grid.full), gap=10, keep=True)
    for item in group.items:
        yield Item(marked(box, _item(item, grid.full - INDENT)), gap=5, whole=True)


def _item(item: AskItem, width: float) -> Block:
    told = [text(item.text, SMALL, width)]
    if item.about:
        told.append(text(item.about, NOTE, width))
    return stack(*told)


def _left_open(report: FirmReport, grid: Grid) -> Iterator[Item]:
    if not report.left_open:
        return
    yield Item(text(report.labels.left_open, SUBHEADING, grid.full), gap=12, keep=True)
    yield Item(text(report.labels.left_open_lead, BODY, grid.full), keep=True)
    yield from _listed(report.left_open, grid)


def _listed(questions: Sequence[str], grid: Grid) -> Iterator[Item]:
    """Two questions to a line, so that a long list can go on over a page."""
    for place in range(0, len(questions), 2):
        yield Item(two_columns(questions[place : place + 2], grid), gap=2)
