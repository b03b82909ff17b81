"""First results while the answers are still being given: plainly preliminary, what is open is not counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import Markup

from reports.charts import dimension_bars
from reports.drawing import svg
from reports.firm import FirmReport, build
from scoring.roadmap import plan
from scoring.scores import score
from survey.firms import browser
from survey.firms.answering.draft import Draft, draft_of
from survey.firms.answering.progress import time_left
from survey.languages import translations

WIDE, PHONE = 560.0, 235.0
"""Widths of the chart in points, as on the results page."""


def so_far(public_id: str) -> ResponseReturnValue:
    assessment = browser.own(public_id)
    if assessment.status == "submitted":
        return redirect(url_for("firms.results", public_id=public_id))
    draft = draft_of(assessment)
    report = _report(draft)
    page = draft.path.reached(draft.answers)
    return render_template(
        "firms/so_far.html",
        draft=draft,
        report=report,
        chart=_chart(report, WIDE, "wide"),
        narrow_chart=_chart(report, PHONE, "narrow"),
        onwards=page,
        time_left=time_left(draft),
        asked=len(draft.path.questions),
        answered=sum(one.answered(draft.answers) for one in draft.path.pages),
    )


def _report(draft: Draft) -> FirmReport:
    """The report that the answers so far would give; an open question is missing in it, never zero."""
    scores, locale = score(draft.table), get_locale()
    return build(
        draft.table,
        scores,
        plan(draft.table, scores, choices=draft.assessment.choices),
        locale=locale,
        translations=translations(locale),
        date=draft.assessment.updated_at.date(),
    )


def _chart(report: FirmReport, width: float, name: str) -> dict[str, Any]:
    chart = dimension_bars(report, width)
    drawn = Markup(svg(replace(chart, id=f"{chart.id}-{name}")))  # noqa: S704 - svg() escapes every text
    return {"svg": drawn, "title": chart.title, "headers": chart.headers, "rows": chart.rows}
