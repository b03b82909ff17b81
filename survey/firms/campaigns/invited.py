"""By a code that a body sent: it begins one assessment, and opens none, since the body has every code it made."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from scoring.fields import SIZES
from scoring.profile import PEOPLE
from scoring.trades import SECTIONS
from survey import visitor
from survey.extensions import limit_links, limit_starts
from survey.firms.answering import profile
from survey.firms.answering.draft import left_off_at
from survey.firms.answering.forms import ProfileForm
from survey.firms.campaigns.standing import state_of
from survey.firms.campaigns.start import begin
from survey.forms.posted import PostedForm
from survey.storage.assessments import AlreadyBegun
from survey.storage.campaigns import beginning, inviting
from survey.storage.campaigns import finding as campaigns
from survey.storage.campaigns.inviting import Invited
from survey.storage.campaigns.values import Campaign, Lists, TakingPart


@limit_links
@limit_starts
def invited(code: str) -> ResponseReturnValue:
    """Whose campaign it is and for which firm, with only a button, since mail scanners open links but press nothing.

    The button leads to what the body knows of the firm, to be changed; sending that begins the assessment. Whether one
    was begun already is told to the browser that did, and to whoever tries to begin another: a body that looks at the
    pages of its codes does not learn which firms answer.
    """
    found = inviting.opened(code)
    campaign = campaigns.public(found.campaign) if found else None
    if found is None or campaign is None:
        return render_template("firms/invited_dead.html"), 404
    if mine := beginning.begun_here(found.invitation_id, visitor.secret()):
        return render_template("firms/invited_begun.html", campaign=campaign, mine=mine)
    state = state_of(campaign)
    if state in ("early", "closed") or request.method != "POST":
        return render_template("firms/invited.html", invited=found, campaign=campaign, state=state)
    return _asked(found, campaign)


def _asked(found: Invited, campaign: Campaign) -> ResponseReturnValue:
    """The first press brings the form; the form comes back with a word of its page."""
    if "page" not in request.form:
        return _known_form(found, campaign)
    form = ProfileForm(lists=campaign.lists)
    if profile.wants_regions() or not form.validate():
        return profile.draw(form, campaign=campaign)
    try:
        return redirect(left_off_at(begin(form, campaign, found.invitation_id)))
    except AlreadyBegun:
        return render_template("firms/invited_begun.html", campaign=campaign, mine=None), 409


def _known_form(found: Invited, campaign: Campaign) -> ResponseReturnValue:
    """The form as the body knows the firm; the button's own form is checked for its token alone."""
    pressed = PostedForm()
    if not pressed.validate():
        faults = pressed.page_faults()
        return render_template("firms/invited.html", invited=found, campaign=campaign, state="open", faults=faults), 422
    return profile.draw(_as_known(found, campaign.lists), campaign=campaign)


def _as_known(found: Invited, lists: Lists) -> ProfileForm:
    """What the body knows of the firm. A size of under ten leaves open whether anybody is employed."""
    own = found.sector if found.sector in {entry.id for entry in lists.sector} else ""
    bands = [band.id for band in PEOPLE if band.size == found.size] if found.size in SIZES else []
    known = {
        "firm": found.firm,
        "trade": found.sector if found.sector in SECTIONS else "",
        "people": bands[0] if len(bands) == 1 else "",
    }
    return ProfileForm.of(known, lists, TakingPart(sector=own))
