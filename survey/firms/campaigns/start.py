"""Beginning an assessment for a campaign: who the firm is, in the body's own terms."""

from __future__ import annotations

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from survey import visitor
from survey.extensions import limit_starts
from survey.firms.answering import profile
from survey.firms.answering.draft import left_off_at
from survey.firms.answering.forms import ProfileForm
from survey.firms.campaigns.standing import state_of
from survey.instruments import by_reference
from survey.storage import assessments
from survey.storage.assessments import Assessment
from survey.storage.campaigns import finding as campaigns
from survey.storage.campaigns.values import Campaign


@limit_starts
def campaign_start(campaign: str) -> ResponseReturnValue:
    """Ask who the firm is, and begin; where that is not possible now, the welcome page says why."""
    found = campaigns.public(campaign) or abort(404)
    if found.standing or state_of(found) != "open":
        return redirect(url_for("firms.welcome", campaign=campaign))
    form = ProfileForm(lists=found.lists)
    if profile.wants_regions() or not form.validate_on_submit():
        return profile.draw(form, campaign=found)
    return redirect(left_off_at(begin(form, found)))


def begin(form: ProfileForm, campaign: Campaign, invitation_id: int | None = None) -> Assessment:
    """The assessment of the firm that the form describes. Raises ``AlreadyBegun``."""
    return assessments.start(
        by_reference(campaign.instrument),
        form.profile(),
        visitor.remember(),
        form.page.data,
        campaign_id=campaign.id,
        taking_part=form.taking_part(),
        invitation_id=invitation_id,
    )
