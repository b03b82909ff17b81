"""Action cards on paper: what to do, why, how, who, for how much, phase by phase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports.blocks import Block, Heading, Item, Row, Stack, stack, text
from reports.firm.timetable import chapter_heading
from reports.firm.values import ActionCard, FirmReport
from reports.theme import EYEBROW, HEADING, NOTE, SMALL, SMALL_BOLD, SUBHEADING, Grid

NUMBER = replace(HEADING, colour="accent")
TITLE = replace(SUBHEADING, size=10.5, leading=15)
STEP_NUMBER = replace(SMALL_BOLD, colour="accent")
LABELS = 78.0
"""Width of the column that holds the number of a step and the names of its paragraphs."""


def cards(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    """Every card under the heading of its phase; nothing where the plan has no step."""
    if not report.actions:
        return ()
    items = [chapter_heading("steps", report.labels.actions, grid, gap=22)]
    for phase in report.phases:
        if phase.actions:
            items.append(Item(_phase_heading(phase.title, grid), gap=12, keep=True))
        items += [Item(_card(report, card, grid), gap=13, whole=True) for card in phase.actions]
    return tuple(items)


def _phase_heading(title: str, grid: Grid) -> Row:
    return Row(((0, text(title, EYEBROW, grid.full)),), padding=3, rule=grid.full)


def _card(report: FirmReport, card: ActionCard, grid: Grid) -> Stack:
    width = grid.full - LABELS
    return stack(
        Item(_title(card, width), keep=True),
        Item(_numbers(report, card, width), gap=4),
        *_paragraphs(report, card, width),
    )


def _title(card: ActionCard, width: float) -> Row:
    key, title = f"step-{card.number}", f"{card.number}  {card.title}"
    number = Heading(text(str(card.number), NUMBER, LABELS), key, title, 1)
    words: list[Block] = [text(card.title, TITLE, width), text(card.summary, SMALL, width)]
    if card.status_shown:
        words.insert(1, text(card.status_shown, replace(SMALL_BOLD, colour="accent"), width))
    return Row(((0, number), (LABELS, stack(*words))))


def _numbers(report: FirmReport, card: ActionCard, width: float) -> Row:
    """When, who, how long, how much and what for, side by side."""
    words = report.labels
    shown = (
        (words.owner, card.owner, 0.3),
        (words.own_days, card.own_days, 0.17),
        (words.outside_days, card.outside_days, 0.16),
        (words.cost, card.cost, 0.23),
        (words.gain, card.gain_shown, 0.14),
    )
    cells: list[tuple[float, Block]] = [(0, _fact(words.when, card.when, LABELS))]
    left = LABELS
    for label, value, share in shown:
        cells.append((left, _fact(label, value, share * width)))
        left += share * width
    return Row(tuple(cells))


def _fact(label: str, value: str, width: float) -> Stack:
    return stack(text(label, NOTE, width - 6), text(value, SMALL, width - 6))


def _paragraphs(report: FirmReport, card: ActionCard, width: float) -> Iterator[Item]:
    """Why for this firm, how, and when it is done: each named in the narrow column."""
    words = report.labels
    shown = (
        (words.because, [text(reason, SMALL, width) for reason in card.because]),
        (words.steps, [_step(number, step, width) for number, step in enumerate(card.steps, 1)]),
        (words.measure, [text(card.measure, SMALL, width)]),
        (words.needs, [text(card.needs_shown, SMALL, width)] if card.needs else []),
        (words.help, [text(note, SMALL, width) for note in card.notes]),
        (words.grants, [text(card.grant_note, SMALL, width)] if card.grant_note else []),
        (words.comment, [text(card.comment, SMALL, width)] if card.comment else []),
    )
    for label, blocks in shown:
        if blocks:
            yield Item(Row(((0, text(label, SMALL_BOLD, LABELS - 8)), (LABELS, stack(*blocks)))), gap=3)


def _step(number: int, step: str, width: float) -> Row:
    return Row(((0, text(str(number), STEP_NUMBER, 14)), (14, text(step, SMALL, width - 14))))
