"""Charts: one description, the same numbers in bars, labels and table, and SVG that a strict CSP lets through."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from reports import charts, drawing
from reports.charts import Chart, Label, Rect
from reports.firm import FirmReport
from reports.fonts import width
from tests.unit.reports.conftest import MakeReport


def rects(chart: Chart, role: str) -> list[Rect]:
    return [shape for shape in chart.shapes if isinstance(shape, Rect) and shape.role == role]


def labels(chart: Chart, role: str) -> list[str]:
    return [shape.text for shape in chart.shapes if isinstance(shape, Label) and shape.role == role]


def test_a_bar_is_as_long_as_its_score(report: FirmReport) -> None:
    chart = charts.dimension_bars(report)
    full = rects(chart, "track")[0].width
    scores = [line.score for line in report.dimensions if line.score]
    assert [bar.width / full * 100 for bar in rects(chart, "bar")] == pytest.approx(scores)


def test_every_value_is_written_and_stands_in_the_table_too(report: FirmReport) -> None:
    chart = charts.dimension_bars(report)
    shown = [line.shown for line in report.dimensions]
    assert labels(chart, "value") == shown
    assert [row[1] for row in chart.rows] == shown


def test_a_part_without_a_score_has_no_bar_and_says_so(make_report: MakeReport) -> None:
    chart = charts.dimension_bars(make_report({}))
    assert rects(chart, "bar") == []
    assert labels(chart, "absent") == ["not scored"] * 8
    assert labels(chart, "value") == []


def test_the_level_scale_is_filled_as_far_as_the_score_reaches(report: FirmReport) -> None:
    chart = charts.level_scale(report, width=500)
    assert report.overall is not None
    end = max(bar.x + bar.width for bar in rects(chart, "bar"))
    assert end / 500 * 100 == pytest.approx(report.overall, abs=0.5)
    assert labels(chart, "here") == [report.level]


def test_every_step_has_a_bar_that_begins_in_its_phase(report: FirmReport) -> None:
    for action in report.actions:
        chart = charts.timeline_bar(report, action, width=600)
        (bar,) = rects(chart, "bar")
        cuts = [shape.x1 for shape in chart.shapes if isinstance(shape, charts.Line)] + [600]
        assert cuts[action.phase] - 1e-6 <= bar.x <= cuts[action.phase + 1]
        assert chart.rows == ((str(action.number), action.title, action.when),)


def test_the_scale_over_the_bars_names_every_phase_uncut(report: FirmReport) -> None:
    chart = charts.timeline_scale(report, 128)
    assert labels(chart, "axis") == [phase.span for phase in report.phases] == ["1–3", "4–6", "7–12", "13–24"]


def test_parts_are_named_in_full_where_there_is_room(report: FirmReport) -> None:
    assert labels(charts.dimension_bars(report), "label") == [line.title for line in report.dimensions]
    long = replace(report.dimensions[0], title="W" * 60, short="Brief")
    assert labels(charts.dimension_bars(replace(report, dimensions=(long,))), "label") == ["Brief"]


def first_bar(report: FirmReport, width: float = 480) -> Chart:
    return charts.timeline_bar(report, report.actions[0], width)


@pytest.mark.parametrize("wide", [300, 480, 900])
@pytest.mark.parametrize("describe", [charts.dimension_bars, charts.level_scale, charts.timeline_scale, first_bar])
def test_nothing_leaves_the_frame(report: FirmReport, describe: object, wide: float) -> None:
    assert callable(describe)
    chart = describe(report, wide)
    for shape in chart.shapes:
        if isinstance(shape, Rect):
            assert shape.x >= 0
            assert shape.x + shape.width <= wide + 1e-6
            assert shape.y + shape.height <= chart.height
        if isinstance(shape, Label):
            size, bold, _ = charts.LABELS[shape.role]
            assert (
                shape.x + width(shape.text, size, bold) * {"start": 1, "middle": 0.5, "end": 0}[shape.anchor]
                <= wide + 1
            )
            assert shape.x - width(shape.text, size, bold) * {"start": 0, "middle": 0.5, "end": 1}[shape.anchor] >= -1


@pytest.mark.parametrize("describe", [charts.dimension_bars, charts.level_scale, first_bar])
def test_svg_is_well_formed_named_and_free_of_styles(report: FirmReport, describe: object) -> None:
    assert callable(describe)
    chart = describe(report)
    written = drawing.svg(chart)
    root = ET.fromstring(written)  # noqa: S314 - our own text
    names = {element.get("id"): element.text for element in root if element.get("id")}
    assert root.get("role") == "img"
    assert [names[name] for name in (root.get("aria-labelledby") or "").split()] == [chart.title, chart.description]
    assert not re.search(r"style|<script|\son\w+=|(?<!/)/\*", written)


def test_svg_escapes_what_people_typed(report: FirmReport) -> None:
    hostile = replace(report, dimensions=(replace(report.dimensions[0], title='<b>"&\x00'),))
    written = drawing.svg(charts.dimension_bars(hostile))
    assert "&lt;b&gt;&quot;&amp;\ufffd" in written
    ET.fromstring(written)  # noqa: S314 - our own text


def test_an_empty_plan_has_an_empty_timeline(make_report: MakeReport) -> None:
    chart = charts.timeline_scale(make_report({}), 128)
    assert chart.rows == chart.shapes == ()
