"""The charts of a dashboard: drawn twice, since a phone needs another layout; a map is a table with shades instead."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from reports.drawing import svg
from reports.sector import Exhibit
from reports.sector.charts import chart_of

WIDE, PHONE = 560.0, 235.0
"""Widths in points: scaled up to the page, the smallest words come out at about 11 pixels."""


def drawn(exhibit: Exhibit) -> tuple[Markup, Markup] | None:
    """For a wide page and for a phone."""
    if exhibit.picture == "heat":
        return None
    found = [_drawn(exhibit, "wide", WIDE), _drawn(exhibit, "narrow", PHONE)]
    return (found[0], found[1]) if found[0] and found[1] else None


def _drawn(exhibit: Exhibit, name: str, width: float) -> Markup:
    chart = chart_of(exhibit, width)
    return Markup(svg(replace(chart, id=f"{chart.id}-{name}"))) if chart else Markup()  # noqa: S704 - svg() escapes
