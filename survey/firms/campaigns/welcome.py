"""The welcome page of a campaign: whose it is, what is shared, until when; and where a code is typed."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from survey.campaigns import campaign_languages
from survey.firms.campaigns.forms import CodeForm
from survey.firms.campaigns.standing import state_of
from survey.forms.logos import sent_logo
from survey.instruments import by_reference
from survey.storage.campaigns import finding as campaigns
from survey.storage.campaigns.values import Campaign


def welcome(campaign: str) -> ResponseReturnValue:
    """The page; a POST brings a code that was typed. The standing campaign's welcome is the first page of the site."""
    found = campaigns.public(campaign) or abort(404)
    if found.standing:
        return redirect(url_for("firms.landing"))
    form = CodeForm()
    if form.validate_on_submit():
        return redirect(url_for("firms.invited", code=form.typed()))
    return draw(found, form)


def draw(campaign: Campaign, form: CodeForm | None = None) -> ResponseReturnValue:
    form = form or CodeForm(formdata=None)
    page = render_template(
        "firms/welcome.html",
        campaign=campaign,
        state=state_of(campaign),
        instrument=by_reference(campaign.instrument),
        offered=campaign_languages(campaign),
        form=form,
        faults=form.faults(),
    )
    return page, (422 if form.errors else 200)


def campaign_logo(campaign: str) -> Response:
    """Whoever may see the campaign may see its logo."""
    return sent_logo(campaigns.logo(campaign) or abort(404))
