"""Exhibits on a dashboard: charts are drawn twice, since a phone needs another layout; a map is a shaded table."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from reports.drawing import svg
from reports.sector import Exhibit
from reports.sector.charts import chart_of
from reports.sector.laying import is_text

WIDE, PHONE = 560.0, 235.0
"""Widths in points: scaled up to the page, the smallest words come out at about 11 pixels."""


@dataclass(frozen=True)
class Shown:
    """The chart of an exhibit for a wide page and for a phone, both empty where its table says it alone. ``words``: the
    places of the columns that hold no figures."""

    wide: Markup
    narrow: Markup
    words: frozenset[int]


def shown(exhibit: Exhibit) -> Shown:
    words = frozenset(at for at in range(len(exhibit.columns)) if is_text(exhibit, at))
    return Shown(_drawn(exhibit, "wide", WIDE), _drawn(exhibit, "narrow", PHONE), words)


def _drawn(exhibit: Exhibit, name: str, width: float) -> Markup:
    chart = None if exhibit.picture == "heat" else chart_of(exhibit, width)
    return Markup(svg(replace(chart, id=f"{chart.id}-{name}"))) if chart else Markup()  # noqa: S704 - svg() escapes
