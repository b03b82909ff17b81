"""What a firm gets: its results on a page, to act on or, for whom it let in, to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey import visitor
from survey.firms import charts
from survey.firms.answering.forms import IdentityForm
from survey.firms.campaigns.counted import counting_of
from survey.firms.results.forms import MeansForm, mark_words
from survey.firms.results.report import means_of, report_of
from survey.storage import assessments
from survey.storage.assessments import Assessment, Submission

AGAIN_AFTER = timedelta(days=90)
"""When assessing again is worth while: before that little can have changed."""


@dataclass(frozen=True)
class Steering:
    """What the firm, or its adviser, decides about the plan and the assessment; a reader's page has none."""

    means: MeansForm
    words: dict[str, str]
    again_is_due: bool


def page(public_id: str) -> ResponseReturnValue:
    """The results; before they are there, an owner goes on and a reader is told so."""
    return draw(visitor.reads(public_id))


def draw(assessment: Assessment, identity: IdentityForm | None = None) -> ResponseReturnValue:
    """``identity``: what makes the firm count once, as it was typed with faults; refused with them."""
    public_id = assessment.public_id
    submission = assessments.submission(public_id)
    if submission is None:
        if assessment.may_change:
            return redirect(url_for("firms.review", public_id=public_id))
        return render_template("firms/not_yet.html")
    report = report_of(assessment, submission)
    wide, narrow = charts.drawn(report)
    shown = render_template(
        "firms/results.html",
        assessment=assessment,
        report=report,
        instrument=submission.table.instrument,
        chart=wide,
        narrow_chart=narrow,
        timeline=charts.timeline_drawn(report),
        steering=_steering(assessment, submission),
        steps=[step_address(public_id, action.id) for action in report.actions],
        asked_for=request.args.get("step", ""),
        counting=counting_of(assessment) if assessment.role == "owner" else None,
        identity=identity or IdentityForm(formdata=None),
        faults=identity.faults() if identity else [],
    )
    return shown, 422 if identity else 200


def step_address(public_id: str, action: str) -> str:
    """Where a step is found: the page then opens the phase in which it lies."""
    return url_for("firms.results", public_id=public_id, step=action, _anchor=f"step-{action}")


def _steering(assessment: Assessment, submission: Submission) -> Steering | None:
    if not assessment.may_change:
        return None
    is_due = datetime.now(UTC) - submission.submitted_at >= AGAIN_AFTER
    return Steering(MeansForm.of(means_of(assessment), submission.table.instrument), mark_words(), is_due)
