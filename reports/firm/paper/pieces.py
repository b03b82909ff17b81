"""Pieces that several chapters are built of: headings, marked lines and lists, facts side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.blocks import Block, Heading, Mark, Panel, Row, Tagged, run_in, text
from reports.firm.values import Fact, FirmReport
from reports.flow import Columns, Item, Stack, stack
from reports.pen import Pen
from reports.structure import Tag
from reports.tables import listed
from reports.theme import BODY, GUTTER, HEADING, NOTE, SMALL, SMALL_BOLD, SUBHEADING, Grid, Style

INDENT = 18.0
"""Width of the column that holds the mark of a list."""
NOTED, ALL_NOTED = 6, 40
"""Lines of one note of the firm's own, and of all of them: it may write as many and as long ones as it likes."""


def chapter_heading(key: str, title: str, grid: Grid, gap: float = 0.0) -> Item:
    """The heading that a chapter begins with, kept with what follows; ``key`` is what links lead to."""
    return Item(Heading(text(title, HEADING, grid.full), key, title, 0), gap=gap, keep=True)


def subheading(title: str, width: float, gap: float = 0.0, style: Style = SUBHEADING) -> Item:
    """A heading within a chapter, kept with what follows; no link leads to it."""
    return Item(Tagged(Tag("H2"), text(title, style, width)), gap=gap, keep=True)


def marked(mark: Mark, blocks: Sequence[Block], gap: float = 7.0) -> Tagged:
    """A list of blocks that stand beside a mark, ``INDENT`` to the right."""
    return listed([(mark, block) for block in blocks], INDENT, gap)


def bulleted(entries: Sequence[str], width: float, style: Style = SMALL, gap: float = 1.5) -> Tagged:
    """A list of short texts, each beside a point."""
    return listed([(point, text(entry, style, width - 10)) for entry in entries], 10, gap)


def fact_strip(facts: Sequence[Fact], width: float, gutter: float = 12.0) -> Row:
    """Facts side by side, each value under its label."""
    each = (width - gutter * (len(facts) - 1)) / max(len(facts), 1)
    return Row(tuple((place * (each + gutter), fact(one, each)) for place, one in enumerate(facts)))


def fact(one: Fact, width: float) -> Stack:
    """A value under its label."""
    return stack(text(one.label, NOTE, width), text(one.value, SMALL_BOLD, width))


def note_lines(report: FirmReport) -> int:
    """Lines after which each of the firm's own notes is cut, so that many of them leave room for the plan."""
    marked_by_it = (*report.done, *report.unplaced, *report.refused)
    return _lines_each([*(card.comment for card in report.actions), *(action.comment for action in marked_by_it)])


def advice_lines(report: FirmReport) -> int:
    """The same of what its adviser says."""
    return _lines_each([*(card.advice for card in report.actions), *report.advice_beside])


def _lines_each(notes: Sequence[object]) -> int:
    return max(1, min(NOTED, ALL_NOTED // max(sum(map(bool, notes)), 1)))


def offered(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    """What whoever hands the report out offers, as its own words."""
    if not report.offer:
        return ()
    said = run_in(report.offer.label, report.offer.value, replace(BODY, max_lines=5), grid.full - 20)
    return (Item(Panel(said, grid.full, padding=10), gap=14),)


def columns(items: Sequence[Item], grid: Grid) -> Columns:
    """Items that run down two columns of the page."""
    return Columns(Stack(tuple(items)), grid.half, GUTTER)


def _tick(pen: Pen, x: float, top: float) -> None:
    pen.tick(x + 1, top - 10, 9)


def _dot(pen: Pen, x: float, top: float) -> None:
    pen.rect((x + 2, top - 9), (5, 5), "accent")


def _point(pen: Pen, x: float, top: float) -> None:
    pen.rect((x + 1, top - 7), (3, 3), "accent")


def _box(pen: Pen, x: float, top: float) -> None:
    pen.box(x + 1, top - 11.5, 9)


tick, dot, point, box = Mark(_tick), Mark(_dot), Mark(_point), Mark(_box)
