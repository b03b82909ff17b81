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
from survey.storage.campaigns import finding as campaigns
from survey.storage.campaigns.values import Campaign, Lists, TakingPart


@limit_starts
def start() -> ResponseReturnValue:
    """Ask who the firm is, and begin an assessment for it."""
    form = ProfileForm()
    if wants_regions() or not form.validate_on_submit():
        return draw(form)
    assessment = assessments.start(instruments.current(), form.profile(), visitor.remember(), form.page.data)
    return redirect(left_off_at(assessment))


def change(public_id: str) -> ResponseReturnValue:
    """Correct the profile; which questions are asked may change, answers stay."""
    assessment = visitor.works_on(public_id)
    if assessment.status == "submitted":
        return to_results(public_id)
    campaign = campaigns.of_assessment(public_id) if assessment.calling else None
    lists = campaign.lists if campaign else Lists()
    said = TakingPart(**assessment.taking_part)
    form = ProfileForm(lists=lists) if request.method == "POST" else ProfileForm.of(assessment.profile, lists, said)
    if wants_regions() or not form.validate_on_submit():
        return draw(form, assessment, campaign)
    assessments.change_profile(public_id, form.profile(), role=assessment.role, chosen=form.chosen())
    flash(_("Saved. Questions that do not concern a firm like yours are left out."))
    return redirect(url_for("firms.review", public_id=public_id))


def wants_regions() -> bool:
    """Whether the button was pressed that shows the regions of a country."""
    return request.form.get("show") == "regions"


def draw(
    form: ProfileForm, assessment: Assessment | None = None, campaign: Campaign | None = None
) -> ResponseReturnValue:
    """The page that asks who the firm is; ``campaign``: in whose terms."""
    faults = form.faults()
    page = render_template(
        "firms/profile.html",
        form=form,
        faults=faults,
        assessment=assessment,
        campaign=campaign,
        trade_names=() if form.lists.sector else trade_names(),
    )
    return page, (422 if faults else 200)
