"""The charts of a sector report: every figure where it belongs, on a wide page and on a narrow one."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from reports.charts import Chart, Label, Rect
from reports.drawing import FILLS, STROKES, svg
from reports.sector import Exhibit
from reports.sector.charts import chart_of
from tests.sectors import BARS, HEAT, INTERVALS, NONE, PLAIN, REPORT, SPREAD, STACK, points

DRAWN = [exhibit for exhibit in REPORT.exhibits if exhibit.picture]
WIDTHS = (560.0, 480.0, 235.0)


def drawn(exhibit: Exhibit, width: float = 480) -> Chart:
    chart = chart_of(exhibit, width)
    assert chart is not None
    return chart


def rects(chart: Chart, role: str) -> list[Rect]:
    return [shape for shape in chart.shapes if isinstance(shape, Rect) and shape.role == role]


def labels(chart: Chart) -> list[str]:
    return [shape.text for shape in chart.shapes if isinstance(shape, Label)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("exhibit", DRAWN, ids=lambda one: one.id)
def test_nothing_is_drawn_outside(exhibit: Exhibit, width: float) -> None:
    chart = drawn(exhibit, width)
    for shape in chart.shapes:
        if isinstance(shape, Rect):
            assert shape.x >= -2
            assert shape.x + shape.width <= width + 0.01
            assert shape.y + shape.height <= chart.height
        if isinstance(shape, Label):
            assert 0 < shape.y <= chart.height


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("exhibit", DRAWN, ids=lambda one: one.id)
def test_lines_of_text_do_not_stand_on_each_other(exhibit: Exhibit, width: float) -> None:
    heads = [shape for shape in drawn(exhibit, width).shapes if isinstance(shape, Label) and shape.role == "label"]
    for one, other in combinations(heads, 2):
        assert abs(one.y - other.y) > 8


@pytest.mark.parametrize("exhibit", DRAWN, ids=lambda one: one.id)
def test_a_chart_brings_the_table_of_its_figures(exhibit: Exhibit) -> None:
    chart = drawn(exhibit)
    assert chart.headers == (exhibit.corner, *(column.title for column in exhibit.columns))
    assert chart.rows == tuple((row.head, *(cell.shown for cell in row.cells)) for row in exhibit.rows)
    assert (chart.title, chart.description) == (exhibit.title, exhibit.about)


@pytest.mark.parametrize("exhibit", DRAWN, ids=lambda one: one.id)
def test_both_ways_to_draw_know_every_shape(exhibit: Exhibit) -> None:
    chart = drawn(exhibit)
    for shape in chart.shapes:
        if not isinstance(shape, Label):
            assert shape.role in (FILLS if isinstance(shape, Rect) else STROKES)
    ET.fromstring(svg(chart))  # noqa: S314 - our own text


def test_bars_are_as_long_as_their_values() -> None:
    forty, fifty_five, least = rects(drawn(BARS), "bar")
    assert fifty_five.width / forty.width == pytest.approx(55 / 40)
    assert least.width / forty.width == pytest.approx(5 / 40)
    assert [text for text in labels(drawn(BARS)) if text in ("40 %", "55 %", "< 5 %")] == ["40 %", "55 %", "< 5 %"]


def test_bars_below_zero_begin_at_zero() -> None:
    _key, rise, fall = rects(drawn(INTERVALS), "bar")
    assert fall.x + fall.width == pytest.approx(rise.x)


def test_a_spread_shows_what_is_published_and_no_more() -> None:
    """Two rows have P10 and P90, three the quartiles, four the median; each also once in the key."""
    chart = drawn(SPREAD)
    assert len(rects(chart, "middle")) == 3 + 1
    assert len(rects(chart, "bar")) == 4 + 1
    assert len([one for one in rects(chart, "peers") if one.radius]) == 4 + 1


def test_every_cell_of_a_map_has_its_number() -> None:
    for width in WIDTHS:
        written = labels(drawn(HEAT, width))
        assert all(cell.shown in written for row in HEAT.rows for cell in row.cells)


def test_parts_of_a_bar_touch_and_are_told_apart_without_colour() -> None:
    chart = drawn(STACK)
    lengths = [sum(cell.value or 0 for cell in row.cells[1:]) for row in STACK.rows]
    assert lengths == [100, 105, 95]  # “< 5 %” is drawn as five
    assert any(type(shape).__name__ == "Line" and shape.role == "hatch" for shape in chart.shapes)
    assert "35 %" in labels(chart)


def test_tables_and_exhibits_without_figures_have_no_chart() -> None:
    assert chart_of(PLAIN) is None
    empty = tuple(replace(row, cells=(NONE,) * len(row.cells)) for row in SPREAD.rows)
    assert chart_of(replace(SPREAD, rows=empty)) is None


def test_a_single_row_of_zeros_is_drawn() -> None:
    row = replace(BARS.rows[0], cells=points(0, 0))
    assert drawn(replace(BARS, rows=(row,), end=0))
