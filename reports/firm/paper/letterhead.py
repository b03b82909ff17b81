"""The covering letter on paper: who writes to whom, when, and what; one page, whatever is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports.blocks import Block, Lines, Logo, text
from reports.firm.letter import paragraphs
from reports.firm.values import Branding, FirmReport
from reports.flow import Item, Stack, stack
from reports.theme import EYEBROW, NOTE, Grid, Style

WRITTEN = Style(10, 15)
PARAGRAPH = 8.0
"""Points between two paragraphs."""


def letter(report: FirmReport, grid: Grid) -> Stack | None:
    """The page; None where there is no letter. What is longer than the page is cut with an ellipsis."""
    if not report.letter:
        return None
    head = stack(
        sender(report.branding, grid),
        Item(text(report.branding.contact, replace(NOTE, max_lines=3), grid.full), gap=3),
        Item(text(report.date_shown, WRITTEN, grid.full), gap=grid.body * 0.06),
        Item(text(report.title, replace(WRITTEN, bold=True, max_lines=2), grid.main), gap=2),
    )
    return Stack((*head.items, *_paragraphs(report.letter, grid.main, grid.body - head.height - 2 * WRITTEN.leading)))


def _paragraphs(letter: str, width: float, room: float) -> Iterator[Item]:
    gap = 2 * WRITTEN.leading
    for paragraph in paragraphs(letter):
        fitting = int((room - gap) / WRITTEN.leading)
        if fitting < 1:
            return
        told: Lines = text(paragraph, replace(WRITTEN, max_lines=fitting), width)
        yield Item(told, gap=gap)
        room -= gap + told.height
        gap = PARAGRAPH


def sender(branding: Branding, grid: Grid) -> Block:
    """Who hands the report out: the logo, which has its name for whoever does not see it, else the name."""
    if branding.logo:
        return Logo.of(branding.logo, branding.sender)
    return text(branding.sender, replace(EYEBROW, max_lines=2), grid.full)
