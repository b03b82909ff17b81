"""Charts: one description, the same numbers in bars, labels and table, and SVG that a strict CSP lets through."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from reports import charts, drawing
from reports.charts import Chart, Label, Line, Rect
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
    scores = [line.score for line in charts.ranked(report) if line.score]
    assert [bar.width / full * 100 for bar in rects(chart, "bar")] == pytest.approx(scores)


def test_every_value_is_written_and_stands_in_the_table_too(report: FirmReport) -> None:
    chart = charts.dimension_bars(report)
    shown = {line.title: line.shown for line in report.dimensions}
    assert labels(chart, "value") == [shown[title] for title in labels(chart, "label")]
    assert {row[0]: row[1] for row in chart.rows} == shown


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


def test_the_part_that_is_furthest_comes_first_and_one_without_a_score_last(report: FirmReport) -> None:
    first, second, third = report.dimensions[:3]
    parts = (
        replace(first, score=None, shown="not scored"), replace(second, score=20.0, maximum=100),
        replace(third, score=6.0, maximum=8), replace(third, title="Equal", score=75.0, maximum=100),
    )  # fmt: skip
    chart = charts.dimension_bars(replace(report, dimensions=parts))
    told = [third.title, "Equal", second.title, first.title]
    assert [row[0] for row in chart.rows] == labels(chart, "label") == told


# The timeline -----------------------------------------------------------------------------------------------------


def test_every_step_has_a_bar_that_begins_in_its_phase(report: FirmReport) -> None:
    chart = charts.timeline(report, width=600)
    bars = rects(chart, "bar")
    assert len(bars) == len(report.actions) > 6
    cuts = [shape.x1 for shape in chart.shapes if isinstance(shape, Line) and shape.role == "cut"]
    end = cuts[-1] + cuts[1] - cuts[0]
    for action, bar in zip(report.actions, bars, strict=True):
        assert [*cuts, end][action.phase] - 1e-6 <= bar.x <= [*cuts, end][action.phase + 1]
        assert bar.x + bar.width <= end + 1e-6


def test_bars_lie_below_each_other_in_the_order_of_the_plan(report: FirmReport) -> None:
    bars = rects(charts.timeline(report), "bar")
    assert all(below.y >= above.y + above.height for above, below in pairwise(bars))


def test_the_table_of_the_timeline_has_every_title_whole_and_who_and_when(report: FirmReport) -> None:
    rows = charts.timeline(report).rows
    assert rows == tuple((str(a.number), a.title, a.when, a.owner, a.needs_shown) for a in report.actions)


@pytest.mark.parametrize("wide", [235, 480, 900])
def test_a_step_is_named_beside_its_bar_and_cut_only_with_an_ellipsis(report: FirmReport, wide: float) -> None:
    for action, name in zip(report.actions, labels(charts.timeline(report, wide), "step"), strict=True):
        whole = f"{action.number} {action.title}"
        assert " ".join(name.split()) == whole or (name.endswith("…") and whole.startswith(" ".join(name[:-1].split())))


def test_who_does_a_step_stands_to_the_right_of_its_bar_where_there_is_room(report: FirmReport) -> None:
    owners = [action.owner for action in report.actions]
    shown = labels(charts.timeline(report, 900), "axis")
    assert [told for told in shown if told in owners] == owners
    assert not set(labels(charts.timeline(report, 235), "axis")) & set(owners)


def test_a_line_leads_from_a_step_to_the_one_that_builds_on_it(report: FirmReport) -> None:
    chart = charts.timeline(report)
    bars = rects(chart, "bar")
    needed = [(action, number) for action in report.actions for number in action.after]
    down = [line for line in chart.shapes if isinstance(line, Line) and line.role == "after" and line.x1 == line.x2]
    assert len(needed) == len(down) > 0
    for (action, number), line in zip(needed, down, strict=True):
        first, bar = bars[number - 1], bars[action.number - 1]
        assert first.x <= line.x1 <= first.x + first.width, "begins under the bar of the one that comes first"
        assert line.y1 == first.y + first.height
        assert bar.y <= line.y2 <= bar.y + bar.height, "and ends in the row of the other"


def test_the_scale_over_the_bars_names_every_phase_uncut(report: FirmReport) -> None:
    spans = [phase.span for phase in report.phases]
    assert spans == ["1–3", "4–6", "7–12", "13–24"]
    assert labels(charts.timeline(report, 360), "axis") == spans


# All of them ------------------------------------------------------------------------------------------------------


def test_parts_are_named_in_full_where_there_is_room(report: FirmReport) -> None:
    assert labels(charts.dimension_bars(report), "label") == [line.title for line in charts.ranked(report)]
    long = replace(report.dimensions[0], title="W" * 60, short="Brief")
    assert labels(charts.dimension_bars(replace(report, dimensions=(long,))), "label") == ["Brief"]


@pytest.mark.parametrize("wide", [235, 300, 480, 900])
@pytest.mark.parametrize("describe", [charts.dimension_bars, charts.level_scale, charts.timeline])
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


@pytest.mark.parametrize("describe", [charts.dimension_bars, charts.level_scale, charts.timeline])
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
    chart = charts.timeline(make_report({}), 128)
    assert chart.rows == chart.shapes == ()
