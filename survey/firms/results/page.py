"""What a firm gets: its results on a page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from reports.charts import dimension_bars
from reports.drawing import svg
from reports.firm import FirmReport
from survey.firms import browser
from survey.firms.results.report import report_of
from survey.storage import assessments

WIDE, PHONE = 560.0, 235.0
"""Widths of a chart in points: scaled up to the page, its smallest words come out at about 11 pixels."""


def page(public_id: str) -> ResponseReturnValue:
    assessment = browser.own(public_id)
    submission = assessments.submission(public_id)
    if submission is None:
        return redirect(url_for("firms.review", public_id=public_id))
    report = report_of(assessment, submission)
    wide, narrow = _chart(report, WIDE, "wide"), _chart(report, PHONE, "narrow")
    return render_template("firms/results.html", assessment=assessment, report=report, chart=wide, narrow_chart=narrow)


def _chart(report: FirmReport, width: float, name: str) -> dict[str, Any]:
    """The dimension chart and its table; drawn twice, since a phone needs another layout and not a smaller one."""
    chart = dimension_bars(report, width)
    drawn = Markup(svg(replace(chart, id=f"{chart.id}-{name}")))  # noqa: S704 - svg() escapes every text
    return {"svg": drawn, "title": chart.title, "headers": chart.headers, "rows": chart.rows}
