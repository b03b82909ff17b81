"""A sector report on paper, for a board or a press office: ``render`` reads nothing but a ``SectorReport``."""

from __future__ import annotations

from reports.sector.paper.pages import pages
from reports.sector.values import SectorReport

__all__ = ["render"]


def render(report: SectorReport, paper: str = "A4") -> bytes:
    """The report as PDF on ``A4`` or ``Letter``; the same report gives the same bytes.

    Every figure stands as ``Cell.shown`` has it. Characters that no font has are shown as a replacement mark, which the
    last chapter says. Raises ``KeyError`` for another paper.
    """
    return pages(report, paper)
