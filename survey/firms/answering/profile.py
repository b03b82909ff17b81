"""Who the firm is: asked once before the questions, and changeable until the answers are in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import instruments, visitor
from survey.extensions import limit_starts
from survey.firms.answering.draft import left_off_at, to_results
from survey.firms.answering.forms import ProfileForm, trade_names
from survey.storage import assessments
from survey.storage.assessments import Assessment


@limit_starts
def start() -> ResponseReturnValue:
    """Ask who the firm is, and begin an assessment for it."""
    form = ProfileForm()
    if _wants_regions() or not form.validate_on_submit():
        return _draw(form)
    assessment = assessments.start(instruments.current(), form.profile(), visitor.remember(), form.page.data)
    return redirect(left_off_at(assessment))


def change(public_id: str) -> ResponseReturnValue:
    """Correct the profile; which questions are asked may change, answers stay."""
    assessment = visitor.works_on(public_id)
    if assessment.status == "submitted":
        return to_results(public_id)
    form = ProfileForm() if request.method == "POST" else ProfileForm.of(assessment.profile)
    if _wants_regions() or not form.validate_on_submit():
        return _draw(form, assessment)
    assessments.change_profile(public_id, form.profile(), role=assessment.role)
    flash(_("Saved. Questions that do not concern a firm like yours are left out."))
    return redirect(url_for("firms.review", public_id=public_id))


def _wants_regions() -> bool:
    return request.form.get("show") == "regions"


def _draw(form: ProfileForm, assessment: Assessment | None = None) -> ResponseReturnValue:
    faults = form.faults()
    page = render_template(
        "firms/profile.html", form=form, faults=faults, assessment=assessment, trade_names=trade_names()
    )
    return page, (422 if faults else 200)
