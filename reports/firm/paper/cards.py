"""Action cards on paper, in two columns: what to do, why, how, who, for how much, phase by phase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from reports.blocks import Block, Heading, Panel, Row, Tagged, run_in, text
from reports.firm.paper.detail import PlanDetail
from reports.firm.paper.pieces import advice_lines, chapter_heading, columns, note_lines, offered, subheading
from reports.firm.values import ActionCard, Fact, FirmReport
from reports.flow import Item, Stack, stack
from reports.structure import Tag
from reports.tables import listed
from reports.theme import EYEBROW, FINE, SUBHEADING, Grid, Style

NUMBER = Style(13, 15, bold=True, colour="accent")
TITLE = replace(SUBHEADING, size=9.5, leading=12)
STEP_NUMBER = replace(FINE, bold=True, colour="accent")
STATUS = replace(FINE, bold=True, colour="accent")
ORIGIN = replace(FINE, colour="accent", max_lines=2)
PADDING = 4.0
LEFT = 19.0
"""Width of the column that holds the number of a card."""


def cards(report: FirmReport, grid: Grid) -> Callable[[PlanDetail], tuple[Item, ...]]:
    """Every card under the heading of its phase; nothing where the plan has no step.

    Told in another detail they are put together anew from the same pieces, which are made once.
    """
    pieces = {card.number: _pieces(report, card, grid.half - LEFT) for card in report.actions}
    heading = chapter_heading("steps", report.labels.actions, grid, gap=15)

    def told(detail: PlanDetail) -> tuple[Item, ...]:
        flow: list[Item] = []
        for phase in report.phases:
            if phase.actions:
                flow.append(subheading(phase.title, grid.half, gap=12, style=EYEBROW))
            for card in phase.actions:
                flow.append(Item(_card(card, pieces[card.number], grid.half, detail), gap=5, whole=detail.whole))
        return (heading, Item(columns(flow, grid), gap=3), *offered(report, grid))

    return told if report.actions else lambda _: ()


@dataclass(frozen=True)
class _Pieces:
    """What a card can hold."""

    number: Block
    head: tuple[Item, ...]
    summary: Item
    facts: Item
    reasons: tuple[Item, ...]
    """The first one, the first two …"""
    how: Item
    rest: tuple[Item, ...]


def _card(card: ActionCard, pieces: _Pieces, width: float, detail: PlanDetail) -> Stack:
    how = detail.how is None or card.number <= detail.how
    told = (
        *pieces.head,
        *([pieces.summary] if detail.summary else []),
        pieces.facts,
        *pieces.reasons[: detail.reasons][-1:],
        *([pieces.how] if how else []),
        *pieces.rest,
    )
    return Stack(
        (
            Item(Row((), rule=width), keep=True),
            Item(Row(((0, pieces.number), (LEFT, Stack(told))), padding=2.5)),
        )
    )


def _pieces(report: FirmReport, card: ActionCard, width: float) -> _Pieces:
    words, heading = report.labels, Tag("H3")
    head = [Item(Tagged(heading, text(card.title, TITLE, width)), keep=True)]
    for said, style in ((card.status_shown, STATUS), (card.origin, ORIGIN)):
        if said:
            head.append(Item(text(said, style, width), gap=1, keep=True))
    others = (
        (words.needs, card.needs_shown),
        (words.help, " ".join(card.notes)),
        (words.offers, " ".join(offer.shown for offer in card.offers)),
        (words.grants, card.grant_note),
    )
    rest = [Item(run_in(words.measure, card.measure, FINE, width), gap=3)]
    rest += [Item(run_in(label, value, FINE, width), gap=2) for label, value in others if value]
    if card.advice:
        rest.append(Item(_advice(report, card.advice, width), gap=3))
    if card.comment:
        noted = replace(FINE, max_lines=note_lines(report))
        rest.append(Item(run_in(words.comment, card.comment, noted, width), gap=2))
    title = f"{card.number}  {card.title}"
    return _Pieces(
        number=Heading(text(str(card.number), NUMBER, LEFT), f"step-{card.number}", title, 1, heading),
        head=tuple(head),
        summary=Item(text(card.summary, FINE, width), gap=1, keep=True),
        facts=Item(_facts(report, card, width), gap=3, keep=True, whole=True),
        reasons=tuple(
            Item(run_in(words.because, " ".join(card.because[: place + 1]), FINE, width), gap=3)
            for place in range(len(card.because))
        ),
        how=Item(_steps(card, width), gap=3),
        rest=tuple(rest),
    )


def _advice(report: FirmReport, advice: Fact, width: float) -> Panel:
    """On a ground of its own, so that nobody takes it for the firm's note."""
    inner, said = width - 2 * PADDING, replace(FINE, max_lines=advice_lines(report))
    label = text(advice.label, replace(FINE, bold=True, max_lines=2), inner)
    return Panel(stack(label, text(advice.value, said, inner)), width, PADDING)


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
