"""What stands on the cover of a report: who hands it out, what it is, whom it is about, and a few facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports import theme
from reports.blocks import Row, text
from reports.firm.paper.letterhead import sender
from reports.firm.values import Branding, Fact
from reports.flow import Item, Stack, stack
from reports.theme import BODY, LEAD, TITLE, Grid


def cover_top(words: tuple[str, str], facts: Sequence[Fact], branding: Branding, grid: Grid) -> Stack:
    """The upper part of a cover; ``words``: the kind of report, and its title."""
    kind, title = words
    return stack(
        sender(branding, grid),
        Item(text(kind, replace(LEAD, colour="muted"), grid.full), gap=grid.body * 0.14),
        Item(text(title, TITLE, grid.full), gap=4),
        Item(stack(*(_fact(fact, grid) for fact in facts if fact.value), gap=4), gap=26),
    )


def _fact(fact: Fact, grid: Grid) -> Row:
    value = text(fact.value, replace(BODY, max_lines=3), grid.main)
    return Row(((0, text(fact.label, replace(BODY, colour="muted"), theme.LABEL_COLUMN)), (grid.main_left, value)))
