"""The charts of a workbook: drawn by whichever spreadsheet opens it, from the cells of its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

ROW = 20
"""Pixels of a row, by which charts are placed under each other."""
CHART = (520, 320)
"""Width of a chart, and its least height, in pixels."""
WIDE = 680
"""Width of a chart whose names stand below each other's marks."""
PER_BAR = 26
COLOURS = ("#0F5B5E", "#E0A030", "#77868A")
PARTS = ("#EDF1F0", "#D3E2E0", "#B3D0CC", "#8FBBB5", "#6BA49D")
"""Of a parted bar, the lightest first: told apart on grey paper too, and dark text is read on all of them."""
PATTERN = "wide_upward_diagonal"
"""Of every other part."""
SIGNS = ("long_dash", "square", "diamond", "circle", "triangle", "x")
INK = "#1B2526"

Kind = Literal["bar", "column", "stacked", "marks"]


@dataclass(frozen=True)
class Chart:
    """A chart of a table: one bar, or several, for each row; one bar of parts; or marks, which lines join.

    ``names``: the column of what stands beside the bars; ``values``: the columns of their lengths. Of marks a line
    joins the lowest and the highest of each row, and if ``boxed`` a box those of the first and the last column. ``of``:
    the title of an earlier block to draw, "" for the one that it stands beside. ``rows``: the first so many rows, None
    for all. ``form``: how numbers are written beside the bars. ``scale``: its ends, None for one from zero to whatever
    is needed.
    """

    title: str
    names: str
    values: Sequence[str]
    kind: Kind = "bar"
    of: str = ""
    rows: int | None = None
    form: str = "0"
    boxed: bool = False
    scale: tuple[float, float] | None = None


@dataclass(frozen=True)
class Place:
    """Where the rows of a block stand: sheet, first and last row, its columns by name; and what its numbers say."""

    sheet: str
    first: int
    last: int
    columns: Mapping[str, int]
    said: Mapping[tuple[int, str], str]


def draw(book: Any, chart: Chart, place: Place) -> tuple[Any, int]:
    """The chart, and how many rows high it is; 0 where there is nothing to draw."""
    last = place.last if chart.rows is None else min(place.last, place.first + chart.rows - 1)
    if last < place.first:
        return None, 0
    kind = {"stacked": {"type": "bar", "subtype": "stacked"}, "marks": {"type": "line"}}
    drawn = book.add_chart(kind.get(chart.kind, {"type": chart.kind}))
    for number, name in enumerate(chart.values):
        drawn.add_series(_series(chart, place, last, name) | LOOKS[chart.kind](chart, number))
    if chart.kind == "marks":
        _join(drawn, chart)
    wide, least = CHART
    bars = (last - place.first + 1) * (1 if chart.kind == "stacked" else len(chart.values))
    high = max(least, 110 + PER_BAR * bars) if chart.kind in ("bar", "stacked") else least
    drawn.set_size({"width": WIDE if chart.kind == "marks" else wide, "height": high})
    _word(drawn, chart)
    return drawn, -(-high // ROW)


def _series(chart: Chart, place: Place, last: int, name: str) -> dict[str, Any]:
    at, names = place.columns[name], place.columns[chart.names]
    told: dict[str, Any] = {"value": True, "num_format": chart.form}
    rows = range(last - place.first + 1)
    if any((row, name) in place.said for row in rows):
        own = [place.said.get((row, name)) for row in rows]
        told["custom"] = [{"value": text.lstrip("=")} if text else None for text in own]
    return {
        "name": [place.sheet, place.first - 1, at],
        "categories": [place.sheet, place.first, names, last, names],
        "values": [place.sheet, place.first, at, last, at],
        "data_labels": told,
    }


def _bar_look(_chart: Chart, number: int) -> dict[str, Any]:
    return {"fill": {"color": COLOURS[number % len(COLOURS)]}, "gap": 60}


def _part_look(chart: Chart, number: int) -> dict[str, Any]:
    """The lightest part first; every other one is hatched."""
    shade = PARTS[round(number * (len(PARTS) - 1) / max(len(chart.values) - 1, 1))]
    fill = {"pattern": {"pattern": PATTERN, "fg_color": "#FFFFFF", "bg_color": shade}} if number % 2 else {}
    return (fill or {"fill": {"color": shade}}) | {"gap": 40, "border": {"color": "#77868A"}}


def _mark_look(_chart: Chart, number: int) -> dict[str, Any]:
    """A sign of its own for each column, without lines between the rows and without numbers, which would hide it."""
    sign = SIGNS[number % len(SIGNS)]
    filled = {"type": sign, "size": 8, "border": {"color": INK}, "fill": {"color": COLOURS[number % len(COLOURS)]}}
    return {"line": {"none": True}, "marker": filled, "data_labels": None}


LOOKS = {"bar": _bar_look, "column": _bar_look, "stacked": _part_look, "marks": _mark_look}


def _join(drawn: Any, chart: Chart) -> None:
    """A line from the lowest to the highest mark of each row; boxes stand between the first and the last series."""
    drawn.set_high_low_lines({"line": {"color": "#77868A"}})
    if chart.boxed:
        grey = {"fill": {"color": "#DCE8E6"}, "border": {"color": "#77868A"}}
        drawn.set_up_down_bars({"up": grey, "down": grey, "gap": 200})


def _word(drawn: Any, chart: Chart) -> None:
    """Its title, which must not begin as a formula does, its legend and its axes."""
    drawn.set_title({"name": chart.title.lstrip("="), "name_font": {"size": 12}})
    drawn.set_legend({"position": "bottom"} if len(chart.values) > 1 else {"none": True})
    low, high = chart.scale or (0, None)
    lengths: dict[str, Any] = {"major_gridlines": {"visible": False}, "min": low, "max": high, "visible": False}
    if chart.kind in ("bar", "stacked"):  # whose axes change places, and whose first row would stand at the bottom
        drawn.set_x_axis(lengths)
        drawn.set_y_axis({"reverse": True, "label_position": "low"})
    elif chart.kind == "marks":
        drawn.set_y_axis(
            lengths | {"visible": True, "major_gridlines": {"visible": True, "line": {"color": "#DCE8E6"}}}
        )
        drawn.set_x_axis({"label_position": "low"})
    else:
        drawn.set_y_axis(lengths)
