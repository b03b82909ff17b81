"""By a code that a body sent: it begins one assessment, and opens none, since the body has every code it made."""

from __future__ import annotations

from flask import Response, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scoring.fields import SIZES
from scoring.profile import PEOPLE
from scoring.trades import SECTIONS
from survey import visitor
from survey.extensions import limit_links, limit_starts, limiter
from survey.firms.answering import profile
from survey.firms.answering.draft import left_off_at
from survey.firms.answering.forms import ProfileForm
from survey.firms.campaigns.standing import state_of
from survey.firms.campaigns.start import begin
from survey.storage.assessments import AlreadyBegun
from survey.storage.campaigns import beginning, inviting
from survey.storage.campaigns.inviting import Invited
from survey.storage.campaigns.values import TakingPart


def _opens_nothing(response: Response) -> bool:
    return response.status_code == 404


limit_guesses = limiter.limit(
    lambda: current_app.config["WAYMARK"].rate_limit_links, methods=["GET"], deduct_when=_opens_nothing
)
"""Codes are short enough to be typed, so looking at a page of one counts as a guess wherever there is none."""


@limit_guesses
@limit_links
@limit_starts
def invited(code: str) -> ResponseReturnValue:
    """Whose campaign it is and for which firm, with only a button, since mail scanners open links but press nothing.

    The button leads to what the body knows of the firm, to be changed; sending that begins the assessment.
    """
    found = inviting.opened(code)
    if found is None:
        return render_template("firms/invited_dead.html"), 404
    if found.begun:
        return _begun(found)
    if state_of(found.campaign) in ("early", "closed"):
        return render_template("firms/invited.html", invited=found, state=state_of(found.campaign))
    if request.method != "POST":
        return render_template("firms/invited.html", invited=found, state="open")
    return _asked(found)


def _asked(found: Invited) -> ResponseReturnValue:
    """The first press brings the form; the form comes back with a word of its page."""
    campaign = found.campaign
    if "page" not in request.form:
        return profile.draw(_as_known(found), campaign=campaign)
    form = ProfileForm(lists=campaign.lists)
    if profile.wants_regions() or not form.validate():
        return profile.draw(form, campaign=campaign)
    try:
        return redirect(left_off_at(begin(form, campaign, found.invitation_id)))
    except AlreadyBegun:
        return _begun(found)


def _begun(found: Invited) -> ResponseReturnValue:
    """Begun: by this very browser, which goes on; or not, and then the code is worth nothing to anybody."""
    mine = beginning.begun_here(found.invitation_id, visitor.secret())
    status = 409 if request.method == "POST" and mine is None else 200
    return render_template("firms/invited_begun.html", campaign=found.campaign, mine=mine), status


def _as_known(found: Invited) -> ProfileForm:
    """What the body knows of the firm. A size of under ten leaves open whether anybody is employed."""
    lists = found.campaign.lists
    own = found.sector if found.sector in {entry.id for entry in lists.sector} else ""
    bands = [band.id for band in PEOPLE if band.size == found.size] if found.size in SIZES else []
    known = {
        "firm": found.firm,
        "trade": found.sector if found.sector in SECTIONS else "",
        "people": bands[0] if len(bands) == 1 else "",
    }
    return ProfileForm.of(known, lists, TakingPart(sector=own))
