"""Charts on a page: drawn twice, since a phone needs another layout and not a smaller one, with a table beneath."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from reports.charts import dimension_bars
from reports.drawing import svg
from reports.firm import FirmReport

WIDE, PHONE = 560.0, 235.0
"""Widths of a chart in points: scaled up to the page, its smallest words come out at about 11 pixels."""


@dataclass(frozen=True)
class Drawn:
    """A chart as SVG, and the same content as a table."""

    svg: Markup
    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def drawn(report: FirmReport) -> tuple[Drawn, Drawn]:
    """The chart of the dimensions for a wide page and for a phone."""
    return _drawn(report, WIDE, "wide"), _drawn(report, PHONE, "narrow")


def _drawn(report: FirmReport, width: float, name: str) -> Drawn:
    chart = dimension_bars(report, width)
    picture = Markup(svg(replace(chart, id=f"{chart.id}-{name}")))  # noqa: S704 - svg() escapes every text
    return Drawn(picture, chart.title, chart.headers, chart.rows)
