"""First results while the answers are still being given: plainly preliminary, what is open is not counted."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from reports.firm import FirmReport, build
from scoring.roadmap import plan
from scoring.scores import score
from survey import visitor
from survey.firms.answering.draft import Draft, draft_of
from survey.firms.answering.progress import time_left
from survey.firms.charts import drawn
from survey.languages import translations


def so_far(public_id: str) -> ResponseReturnValue:
    assessment = visitor.works_on(public_id)
    if assessment.status == "submitted":
        return redirect(url_for("firms.results", public_id=public_id))
    draft = draft_of(assessment)
    report = _report(draft)
    wide, narrow = drawn(report)
    page = draft.path.reached(draft.answers)
    return render_template(
        "firms/so_far.html",
        draft=draft,
        report=report,
        chart=wide,
        narrow_chart=narrow,
        onwards=page,
        time_left=time_left(draft),
        asked=len(draft.path.questions),
        answered=sum(one.answered(draft.complete) for one in draft.path.pages),
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
