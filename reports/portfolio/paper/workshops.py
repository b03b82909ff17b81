"""Workshops on paper: what would bring most, why, and to whom."""

from __future__ import annotations

from reports.blocks import Block, Heading, Row, run_in, text
from reports.firm.paper.pieces import chapter_heading
from reports.flow import Item, Stack, stack
from reports.portfolio.values import PortfolioReport, Workshop
from reports.theme import BODY, FINE, GUTTER, SUBHEADING, Grid, Style

NEEDED = 176.0
COUNT = Style(11, 15, bold=True, colour="accent", align="right")


def workshops(report: PortfolioReport, grid: Grid) -> tuple[Item, ...]:
    """The chapter; nothing where nobody has a result, or the questionnaire has no actions."""
    if not report.n or not report.workshops_lead:
        return ()
    return (
        chapter_heading("workshops", report.labels.workshops, grid, gap=22),
        Item(text(report.workshops_lead, BODY, grid.full), gap=2, keep=bool(report.workshops)),
        *(Item(_card(report, workshop, grid), gap=7) for workshop in report.workshops),
    )


def _card(report: PortfolioReport, workshop: Workshop, grid: Grid) -> Stack:
    words, width = report.labels, grid.full
    title = Heading(text(workshop.title, SUBHEADING, width - NEEDED), f"workshop-{workshop.action}", workshop.title, 1)
    needed = words.each_of.format(n=workshop.shown, points=workshop.each)
    head = Row(((0, title), (width - NEEDED, text(needed, COUNT, NEEDED))), padding=1)
    told: list[Item | Block] = [
        Item(Row((), rule=width), keep=True),
        Item(head, gap=3, keep=True, whole=True),
        Item(text(workshop.summary, FINE, width), gap=1, keep=True, whole=True),
        Item(_for_whom(report, workshop, grid), gap=2, keep=bool(workshop.who), whole=True),
    ]
    if workshop.who:
        told.append(Item(run_in(words.who, workshop.who, FINE, width), gap=1))
    return stack(*told)


def _for_whom(report: PortfolioReport, workshop: Workshop, grid: Grid) -> Row:
    """What it improves beside who should come."""
    words, half = report.labels, grid.half
    lifts, owner = run_in(words.lifts, workshop.lifts, FINE, half), run_in(words.owner, workshop.owner, FINE, half)
    return Row(((0, lifts), (half + GUTTER, owner)))
