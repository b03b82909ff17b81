"""What a report ends with, on paper: what is still to be found out, by whom it can be told, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports.blocks import Block, text
from reports.firm.paper.pieces import box, chapter_heading, columns, marked, subheading
from reports.firm.paper.timetable import two_columns
from reports.firm.unshown import unshown_note
from reports.firm.values import AskGroup, AskItem, FirmReport
from reports.flow import Item, stack
from reports.theme import BODY, FINE, FINE_NOTE, SMALL, SMALL_BOLD, Grid


def loose_ends(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    """The chapter with boxes to tick; nothing where every question was answered."""
    if not (report.ask or report.left_open):
        return ()
    return (
        chapter_heading("find-out", report.labels.find_out, grid, gap=15),
        *_asked(report, grid),
        *_left_open(report, grid),
    )


def _asked(report: FirmReport, grid: Grid) -> Iterator[Item]:
    if report.ask:
        yield Item(text(report.labels.find_out_lead, BODY, grid.full), gap=2, keep=True)
        flow = [item for group in report.ask for item in _group(group, grid.half)]
        yield Item(columns(flow, grid), gap=2)


def _group(group: AskGroup, width: float) -> Iterator[Item]:
    yield subheading(group.title, width, gap=8, style=SMALL_BOLD)
    for item in group.items:
        yield Item(marked(box, [_item(item, width - 18)]), gap=4, whole=True)


def _item(item: AskItem, width: float) -> Block:
    told = [text(item.text, SMALL, width)]
    if item.about:
        told.append(text(item.about, FINE_NOTE, width))
    return stack(*told)


def _left_open(report: FirmReport, grid: Grid) -> Iterator[Item]:
    if report.left_open:
        yield subheading(report.labels.left_open, grid.full, gap=10)
        yield Item(text(report.labels.left_open_lead, BODY, grid.full), keep=True)
        yield Item(two_columns(report.left_open, grid), gap=3)


def method(report: FirmReport, grid: Grid, *, brief: bool = False) -> tuple[Item, ...]:
    """How the score is made, and what it cannot say; ``brief``: of what was changed about plans less by name."""
    sentences = [sentence for sentence in (*report.method, unshown_note(report)) if sentence]
    changed = replace(FINE, max_lines=3 if brief else 8)
    told = [Item(text(sentence, changed, grid.half), gap=3, whole=True) for sentence in report.adapted]
    told += [Item(text(sentence, FINE, grid.half), gap=3, whole=True) for sentence in sentences]
    return (chapter_heading("method", report.labels.method, grid, gap=15), Item(columns(told, grid), gap=4))
