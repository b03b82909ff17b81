"""The roadmap on paper: a timeline, every step with its days and costs so far, and what did not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from reports import charts
from reports.blocks import Block, Lines, Linked, Picture, Tagged, text
from reports.firm.paper.pieces import (
    advice_lines,
    bulleted,
    chapter_heading,
    columns,
    fact_strip,
    note_lines,
    offered,
    subheading,
)
from reports.firm.values import ActionCard, FirmReport, MarkedAction
from reports.flow import Item, stack
from reports.tables import Cells, Column, table
from reports.theme import BODY, FINE, FINE_NOTE, NOTE, SMALL, SMALL_BOLD, STRONG, Grid, Style

GUTTER = 6.0
RIGHT = replace(FINE, align="right")
GAIN = replace(SMALL, align="right")
FEW = 6
"""So many actions that were marked stand below each other over the whole width."""


def roadmap(report: FirmReport, grid: Grid, *, brief: bool = False) -> tuple[Item, ...]:
    """The chapter; without a step it says why there is none. ``brief``: what the firm marked by its titles
    alone, and nothing of what did not fit into the plan or is said of it."""
    lead = " ".join(part for part in ("" if report.actions else report.no_actions, report.made_for) if part)
    marks = partial(_titles, grid) if brief else partial(_marked, report, grid)
    return (
        chapter_heading("roadmap", report.labels.roadmap, grid, gap=15),
        Item(text(lead, BODY, grid.full), gap=2),
        *([Item(bulleted(report.steering, grid.full), gap=1)] if report.steering else []),
        *_outlook(report, grid),
        *(_plan(report, grid) if report.actions else ()),
        *marks(report.labels.done, report.labels.done_lead, report.done),
        *marks(report.labels.unplaced, "", report.unplaced),
        *([] if brief else _later(report, grid)),
        *marks(report.labels.refused, "", report.refused),
        *([] if brief else _advised(report, grid)),
        *(() if report.actions else offered(report, grid)),
    )


def _outlook(report: FirmReport, grid: Grid) -> Iterator[Item]:
    """What all takes and leads to: where all that helps is marked as done, without a step."""
    if report.totals:
        yield Item(fact_strip(report.totals, grid.full), gap=8)
    if report.expected:
        yield Item(text(report.expected, STRONG, grid.full), gap=5)
    if report.way:
        yield Item(text(report.way, BODY, grid.full))
    if report.way_actions:
        yield Item(bulleted(report.way_actions, grid.full), gap=1)


def _plan(report: FirmReport, grid: Grid) -> Iterator[Item]:
    yield Item(Picture(charts.timeline(report, grid.full)), gap=12)
    yield Item(text(report.labels.timeline_text, FINE_NOTE, grid.full), gap=2)
    yield Item(_steps(report, grid), gap=10)
    yield Item(text(report.labels.running_text, FINE_NOTE, grid.full), gap=3)


def _steps(report: FirmReport, grid: Grid) -> Tagged:
    """A row for each step: its effort, and what the plan takes up to and with it."""
    words = report.labels
    widths = (62.0, 88.0, 44.0, 52.0)
    heads = (words.own_days, words.cost, words.running_days, words.running_cost)
    title = grid.full - 14 - sum(widths) - 5 * GUTTER
    columns_ = (
        Column("", 14, replace(FINE, bold=True)),
        Column(words.action, title, FINE),
        *(Column(head, width, FINE) for head, width in zip(heads, widths, strict=True)),
    )
    return table(columns_, [_row(card, title) for card in report.actions], gutter=GUTTER)


def _row(card: ActionCard, width: float) -> Cells:
    title: Block = Linked(text(card.title, FINE, width), f"step-{card.number}", card.title, width)
    return str(card.number), title, card.own_days, card.cost, card.running_days, card.running_cost


def _later(report: FirmReport, grid: Grid) -> Iterator[Item]:
    """What did not fit: the reason is said once for all that share it."""
    if not report.later:
        return
    yield subheading(report.labels.later, grid.full, gap=14)
    yield Item(text(report.labels.later_lead, BODY, grid.full), keep=True)
    for reason in dict.fromkeys(fact.value for fact in report.later):
        yield Item(text(reason, SMALL_BOLD, grid.full), gap=4, keep=True)
        yield Item(two_columns([fact.label for fact in report.later if fact.value == reason], grid), gap=1)


def _advised(report: FirmReport, grid: Grid) -> Iterator[Item]:
    """What the adviser says about what is no step of the plan."""
    if report.advice_beside:
        said = replace(FINE, max_lines=advice_lines(report))
        title = replace(FINE, bold=True, max_lines=2)
        told = [
            stack(text(fact.label, title, grid.half), text(fact.value, said, grid.half))
            for fact in report.advice_beside
        ]
        yield subheading(report.adviser, grid.full, gap=14)
        yield Item(columns([Item(one, gap=3, whole=True) for one in told], grid), gap=2)


def two_columns(entries: Sequence[str], grid: Grid) -> Block:
    """Short texts in a list that runs down two columns."""
    return columns([Item(bulleted([entry], grid.half), gap=1) for entry in entries], grid)


def _titles(grid: Grid, title: str, _lead: str, actions: Sequence[MarkedAction]) -> Iterator[Item]:
    """What the firm marked itself, and no more of it than that."""
    if actions:
        yield subheading(title, grid.full, gap=10)
        yield Item(two_columns([action.title for action in actions], grid), gap=1)


def _marked(report: FirmReport, grid: Grid, title: str, lead: str, actions: Sequence[MarkedAction]) -> Iterator[Item]:
    """What the firm marked itself, with its notes."""
    if not actions:
        return
    yield subheading(title, grid.full, gap=14)
    if lead:
        yield Item(text(lead, BODY, grid.full), keep=True)
    noted = replace(NOTE, max_lines=note_lines(report))
    if len(actions) <= FEW:
        yield Item(_beside(actions, noted, grid.full), gap=2)
    else:
        yield Item(columns([Item(_below(actions, noted, grid.half))], grid), gap=2)


def _beside(actions: Sequence[MarkedAction], noted: Style, width: float) -> Tagged:
    """What is marked, what is said of it to the right, and what it would bring."""
    remarks = 0.4 * width - 10
    heads = (Column("", 0.46 * width - 10), Column("", remarks), Column("", 0.14 * width, GAIN))
    rows = [(action.title, stack(*_remarks(action, noted, remarks)), action.gain_shown) for action in actions]
    return table(heads, rows, headed=False)


def _below(actions: Sequence[MarkedAction], noted: Style, width: float) -> Tagged:
    """The same where there are many: in less width, what is said of each below its title."""
    gain = 56.0
    left = width - gain - GUTTER
    rows = [
        (stack(text(action.title, FINE, left), *_remarks(action, noted, left)), action.gain_shown) for action in actions
    ]
    return table((Column("", left), Column("", gain, RIGHT)), rows, GUTTER, headed=False)


def _remarks(action: MarkedAction, noted: Style, width: float) -> list[Lines]:
    """Why it is not in the plan, and what the firm wrote beside it."""
    told = ((action.reason, NOTE), (action.comment, noted))
    return [text(words, style, width) for words, style in told if words]
