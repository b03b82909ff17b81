"""Action cards on paper: what to do, why, how, who, for how much, phase by phase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports.blocks import Block, Heading, Item, Row, Stack, stack, text
from reports.firm.values import ActionCard, FirmReport
from reports.theme import DENSE, EYEBROW, HEADING, LABEL_COLUMN, NOTE, SMALL, SMALL_BOLD, SUBHEADING, Grid

NUMBER = replace(HEADING, colour="accent")
STEP_NUMBER = replace(DENSE, colour="accent", bold=True)


def cards(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    """Every card under the heading of its phase; nothing where the plan has no step."""
    if not report.actions:
        return ()
    words = report.labels
    items = [Item(Heading(text(words.actions, HEADING, grid.full), "steps", words.actions, 0), gap=34, keep=True)]
    for phase in report.phases:
        if phase.actions:
            items.append(Item(_phase_heading(phase.title, grid), gap=18, keep=True))
        items += [Item(_card(report, card, grid), gap=15, whole=True) for card in phase.actions]
    return tuple(items)


def _phase_heading(title: str, grid: Grid) -> Row:
    return Row(((0, text(title, EYEBROW, grid.full)),), padding=3, rule=grid.full)


def _card(report: FirmReport, card: ActionCard, grid: Grid) -> Row:
    return Row(((0, _numbers(report, card)), (grid.main_left, _words(report, card, grid.main))))


def _numbers(report: FirmReport, card: ActionCard) -> Stack:
    """The narrow column: when, who, how long, how much."""
    words = report.labels
    shown = (
        (words.owner, card.owner),
        (words.own_days, card.own_days),
        (words.outside_days, card.outside_days),
        (words.cost_once, card.cost_once),
        (words.cost_monthly, card.cost_monthly),
        (words.gain, card.gain_shown),
    )
    heading = Heading(
        text(str(card.number), NUMBER, LABEL_COLUMN), f"step-{card.number}", f"{card.number}  {card.title}", 1
    )
    items: list[Item | Block] = [heading, text(card.when, SMALL_BOLD, LABEL_COLUMN)]
    if card.mark:
        items.append(text(card.mark, replace(SMALL_BOLD, colour="accent"), LABEL_COLUMN))
    for label, value in shown:
        items += [Item(text(label, NOTE, LABEL_COLUMN), gap=4, keep=True), text(value, SMALL, LABEL_COLUMN)]
    return stack(*items)


def _words(report: FirmReport, card: ActionCard, width: float) -> Stack:
    """The wide column: what it is, why for this firm, how, and when it is done."""
    return stack(
        Item(text(card.title, SUBHEADING, width), keep=True),
        Item(text(card.summary, DENSE, width), gap=4),
        *_reasons(report, card, width),
        *_steps(report, card, width),
        *_notes(report, card, width),
    )


def _reasons(report: FirmReport, card: ActionCard, width: float) -> Iterator[Item]:
    if card.because:
        yield Item(text(report.labels.because, SMALL_BOLD, width), gap=7, keep=True)
    for reason in card.because:
        yield Item(text(reason, DENSE, width), gap=1)


def _steps(report: FirmReport, card: ActionCard, width: float) -> Iterator[Item]:
    yield Item(text(report.labels.steps, SMALL_BOLD, width), gap=7, keep=True)
    for number, step in enumerate(card.steps, 1):
        yield Item(Row(((0, text(str(number), STEP_NUMBER, 16)), (16, text(step, DENSE, width - 16)))), gap=1)


def _notes(report: FirmReport, card: ActionCard, width: float) -> Iterator[Item]:
    words = report.labels
    notes = (
        (words.measure, card.measure),
        (words.needs, card.needs_shown),
        (words.grants, card.grant_note),
        (words.comment, card.comment),
    )
    for label, note in notes:
        if note:
            yield Item(text(label, SMALL_BOLD, width), gap=7, keep=True)
            yield Item(text(note, DENSE, width), gap=1)
