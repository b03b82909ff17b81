"""Action cards on paper, in two columns: what to do, why, how, who, for how much, phase by phase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports.blocks import Block, Heading, Row, Tagged, run_in, text
from reports.firm.paper.detail import PlanDetail
from reports.firm.paper.pieces import chapter_heading, columns, subheading
from reports.firm.values import ActionCard, FirmReport
from reports.flow import Item, Stack, stack
from reports.structure import Tag
from reports.tables import listed
from reports.theme import EYEBROW, FINE, SUBHEADING, Grid, Style

NUMBER = Style(13, 15, bold=True, colour="accent")
TITLE = replace(SUBHEADING, size=9.5, leading=12)
STEP_NUMBER = replace(FINE, bold=True, colour="accent")
STATUS = replace(FINE, bold=True, colour="accent")
LEFT = 19.0
"""Width of the column that holds the number of a card."""
NOTED = replace(FINE, max_lines=6)
"""A note of the firm's own can be of any length."""


def cards(report: FirmReport, grid: Grid, detail: PlanDetail) -> tuple[Item, ...]:
    """Every card under the heading of its phase; nothing where the plan has no step."""
    if not report.actions:
        return ()
    flow: list[Item] = []
    for phase in report.phases:
        if phase.actions:
            flow.append(subheading(phase.title, grid.half, gap=12, style=EYEBROW))
        flow += [Item(_card(report, card, grid.half, detail), gap=5, whole=detail.whole) for card in phase.actions]
    return (
        chapter_heading("steps", report.labels.actions, grid, gap=15),
        Item(columns(flow, grid), gap=3),
    )


def _card(report: FirmReport, card: ActionCard, width: float, detail: PlanDetail) -> Stack:
    inner = width - LEFT
    told = [Item(_title(card, inner), keep=True), *_body(report, card, inner, detail)]
    number = Heading(text(str(card.number), NUMBER, LEFT), f"step-{card.number}", f"{card.number}  {card.title}", 1)
    return stack(
        Row((), rule=width),
        Row(((0, number), (LEFT, Stack(tuple(told)))), padding=2.5),
    )


def _title(card: ActionCard, width: float) -> Block:
    return text(card.title, TITLE, width)


def _body(report: FirmReport, card: ActionCard, width: float, detail: PlanDetail) -> Iterator[Item]:
    words = report.labels
    if card.status_shown:
        yield Item(text(card.status_shown, STATUS, width), gap=1, keep=True)
    if detail.summary:
        yield Item(text(card.summary, FINE, width), gap=1, keep=True)
    yield Item(_facts(report, card, width), gap=3, keep=True, whole=True)
    for reason in card.because[: detail.reasons]:
        yield Item(run_in(words.because, reason, FINE, width), gap=3)
    if detail.how is None or card.number <= detail.how:
        yield Item(_steps(card, width), gap=3)
    yield Item(run_in(words.measure, card.measure, FINE, width), gap=3)
    others = (
        (words.needs, card.needs_shown),
        (words.help, " ".join(card.notes)),
        (words.grants, card.grant_note),
        (words.comment, card.comment),
    )
    for label, value in others:
        if value:
            yield Item(run_in(label, value, NOTED, width), gap=2)


def _facts(report: FirmReport, card: ActionCard, width: float) -> Stack:
    """When and who, how long and how much, two side by side."""
    words, half = report.labels, width / 2
    pairs = [
        ((words.when, card.when), (words.gain, card.gain_shown)),
        ((words.own_days, card.own_days), (words.cost_once, card.cost_once)),
    ]
    if card.demand.outside_days[1] or card.demand.cost_monthly[1]:
        pairs.append(((words.outside_days, card.outside_days), (words.cost_monthly, card.cost_monthly)))
    rows = (Row(((0, run_in(*left, FINE, half - 6)), (half, run_in(*right, FINE, half)))) for left, right in pairs)
    return stack(run_in(words.owner, card.owner, FINE, width), *rows)


def _steps(card: ActionCard, width: float) -> Tagged:
    rows = [(_number(number), text(step, FINE, width - 11)) for number, step in enumerate(card.steps, 1)]
    return listed(rows, 11, 0)


def _number(number: int) -> Tagged:
    return Tagged(Tag("Lbl"), text(str(number), STEP_NUMBER, 10))
