"""Pieces that several chapters of a sector report are built of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from reports.blocks import Mark, Tagged, text
from reports.pen import Pen
from reports.tables import listed
from reports.theme import Style

INDENT, POINT = 13.0, 3.6


def sentences(entries: Sequence[str], width: float, style: Style) -> Tagged:
    """A list of sentences, each beside a point at the middle of its first line."""
    point = Mark(partial(_point, style), style.leading)
    return listed([(point, text(entry, style, width - INDENT)) for entry in entries], INDENT, 0.35 * style.leading)


def _point(style: Style, pen: Pen, x: float, top: float) -> None:
    pen.rect((x + 1, top - style.leading / 2 - POINT / 2), (POINT, POINT), "accent")
