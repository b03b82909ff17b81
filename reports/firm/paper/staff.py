"""What the plan means for those who work in the firm, on paper."""

from __future__ import annotations

from collections.abc import Iterator

from reports.blocks import text
from reports.firm.paper.pieces import chapter_heading, columns
from reports.firm.values import FirmReport, People
from reports.flow import Item, stack
from reports.theme import BODY, SMALL, SMALL_BOLD, Grid


def staff(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    """The chapter; nothing without a plan."""
    if report.people is None:
        return ()
    return (
        chapter_heading("people", report.labels.people, grid, gap=15),
        *_learns(report.people, grid),
    )


def _learns(people: People, grid: Grid) -> Iterator[Item]:
    for sentence in (people.lead, people.no_learns):
        if sentence:
            yield Item(text(sentence, BODY, grid.full), gap=2, keep=True)
    learnt = [
        Item(stack(text(fact.label, SMALL_BOLD, grid.half), text(fact.value, SMALL, grid.half)), gap=5, whole=True)
        for fact in people.learns
    ]
    if learnt:
        yield Item(columns(learnt, grid), gap=4)
