"""Our own way, as it is measured: the one place to change when ``reports.firm.render`` takes more."""

from __future__ import annotations

from benchmarks.reports_by.told import Given
from reports import firm

NAME = "Waymark, tagged, record attached"


def render(given: Given) -> bytes:
    """The report as PDF, with what it was made from attached."""
    return firm.render(given.made.report, record=given.made.record)
