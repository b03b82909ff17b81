"""Charts on a page: drawn twice, since a phone needs another layout and not a smaller one, with a table beneath."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from markupsafe import Markup

from reports.charts import Chart, dimension_bars, timeline
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
    return _twice(report, dimension_bars)


def timeline_drawn(report: FirmReport) -> tuple[Drawn, Drawn] | None:
    """The steps in time for a wide page and for a phone; none without a plan."""
    return _twice(report, timeline) if report.actions else None


def _twice(report: FirmReport, describe: Callable[[FirmReport, float], Chart]) -> tuple[Drawn, Drawn]:
    return _drawn(describe(report, WIDE), "wide"), _drawn(describe(report, PHONE), "narrow")


def _drawn(chart: Chart, name: str) -> Drawn:
    picture = Markup(svg(replace(chart, id=f"{chart.id}-{name}")))  # noqa: S704 - svg() escapes every text
    return Drawn(picture, chart.title, chart.headers, chart.rows)
