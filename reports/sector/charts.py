"""The charts of a sector report: each draws the figures of one exhibit, and brings its table along."""

from __future__ import annotations

from collections.abc import Callable

from reports.charts import Chart
from reports.sector.bars import bars, spread
from reports.sector.frame import Drawn
from reports.sector.shading import heat, stack
from reports.sector.values import Exhibit, Picture
from reports.text import one_line

PICTURES: dict[Picture, Callable[[Exhibit, float], Drawn]] = {
    "bars": bars,
    "spread": spread,
    "heat": heat,
    "stack": stack,
}


def chart_of(exhibit: Exhibit, width: float = 480) -> Chart | None:
    """The chart of an exhibit, ``width`` points wide; None for one that is a table only, or has nothing to draw.

    Below ``reports.charts.NARROW`` heads stand above their bars.
    """
    if not exhibit.picture or all(cell.value is None for row in exhibit.rows for cell in row.cells):
        return None
    shapes, height = PICTURES[exhibit.picture](exhibit, width)
    headers, rows = table_of(exhibit)
    title, told = one_line(exhibit.title), one_line(exhibit.about)
    return Chart(exhibit.id, width, height, tuple(shapes), title, told, headers, rows)


def table_of(exhibit: Exhibit) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The heads and rows of an exhibit, as texts."""
    headers = (exhibit.corner, *(column.title for column in exhibit.columns))
    return headers, tuple((row.head, *(cell.shown for cell in row.cells)) for row in exhibit.rows)
