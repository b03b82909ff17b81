"""What a firm gets: its results on a page, as PDF, and everything it told us as files."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from flask import Response, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import Markup

from reports.charts import dimension_bars
from reports.drawing import svg
from reports.firm import FirmReport, build, render
from scoring.roadmap import plan
from survey.firms import browser
from survey.firms.results import export
from survey.languages import translations
from survey.storage import assessments
from survey.storage.assessments import Assessment, Submission

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


def pdf(public_id: str) -> ResponseReturnValue:
    assessment = browser.own(public_id)
    submission = assessments.submission(public_id)
    if submission is None:
        return redirect(url_for("firms.review", public_id=public_id))
    report = report_of(assessment, submission)
    return _download(render(report), "application/pdf", assessment, "pdf")


def answers_json(public_id: str) -> Response:
    assessment = browser.own(public_id)
    return _download(export.as_json(assessment), "application/json", assessment, "json")


def answers_csv(public_id: str) -> Response:
    assessment = browser.own(public_id)
    return _download(export.as_csv(assessment), "text/csv; charset=utf-8", assessment, "csv")


def report_of(assessment: Assessment, submission: Submission) -> FirmReport:
    """The report in the visitor's language, of the answers and scores as they were frozen, dated the day they were."""
    roadmap = plan(submission.table, submission.scores, choices=assessment.choices)
    locale = get_locale()
    return build(
        submission.table,
        submission.scores,
        roadmap,
        locale=locale,
        translations=translations(locale),
        date=submission.submitted_at.date(),
    )


def _chart(report: FirmReport, width: float, name: str) -> dict[str, Any]:
    """The dimension chart and its table; drawn twice, since a phone needs another layout and not a smaller one."""
    chart = dimension_bars(report, width)
    drawn = Markup(svg(replace(chart, id=f"{chart.id}-{name}")))  # noqa: S704 - svg() escapes every text
    return {"svg": drawn, "title": chart.title, "headers": chart.headers, "rows": chart.rows}


def _download(content: bytes, kind: str, assessment: Assessment, ending: str) -> Response:
    name = export.file_name(assessment, ending)
    return send_file(io.BytesIO(content), kind, as_attachment=True, download_name=name)
