"""How a campaign's figures are published: groups of how many firms, under which licence, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from survey import visitor
from survey.bodies.campaigns.conflicts import both, released
from survey.bodies.campaigns.forms import PublishingForm
from survey.bodies.campaigns.wording import licences, official_countries, rhythms
from survey.forms.faults import Fault
from survey.storage.campaigns import changing
from survey.storage.campaigns.parts import PUBLISHING, FixedError, publishing_of, trace_of
from survey.storage.campaigns.values import LEAST_FIRMS, MOST_FIRMS, Campaign
from survey.storage.values import Member


def publishing(organisation: str, campaign: str) -> ResponseReturnValue:
    """What the body decided; a POST of an adviser changes it."""
    if request.method != "POST":
        return _draw(*visitor.campaign(organisation, campaign))
    member, found = visitor.campaign(organisation, campaign, "adviser")
    form = PublishingForm()
    if not form.validate():
        return _draw(member, found, form), 422
    try:
        stored = changing.set_publishing(found.id, form.publishing, seen=form.seen.data or "")
    except FixedError:
        return _draw(member, found, form, fixed=[released()]), 409
    if stored is not None:
        form.seen.data = trace_of(stored, *PUBLISHING)
        return _draw(member, found, form, stored), 409
    flash(_("Saved. Every release that is made from now on has it."))
    return redirect(url_for("bodies.publishing", organisation=organisation, campaign=campaign))


def _draw(
    member: Member,
    campaign: Campaign,
    form: PublishingForm | None = None,
    stored: Campaign | None = None,
    *,
    fixed: Sequence[Fault] = (),
) -> str:
    """``stored``: what a colleague has written meanwhile. ``fixed``: what can no longer be another."""
    given: dict[str, Any] = dict(vars(publishing_of(campaign)))
    given |= {"least": str(campaign.least), "seen": trace_of(campaign, *PUBLISHING)}
    return render_template(
        "bodies/publishing.html",
        member=member,
        campaign=campaign,
        form=form or PublishingForm(formdata=None, data=given),
        faults=[*(form.faults() if form else []), *([both()] if stored else []), *fixed],
        stored=_told(stored) if stored else (),
        bounds={"low": LEAST_FIRMS, "high": MOST_FIRMS},
        countries=official_countries(),
        licences=[(value, *words) for value, words in licences().items()],
        rhythms=[(value, words, "") for value, words in rhythms().items()],
    )


def _told(stored: Campaign) -> list[tuple[str, str]]:
    day = format_date(stored.next_release_on, "medium") if stored.next_release_on else _("nothing")
    return [
        (_("Least firms in a group"), str(stored.least)),
        (_("Licence"), licences().get(stored.licence, (stored.licence,))[0]),
        (_("Country"), official_countries().get(stored.country, _("None"))),
        (_("How often"), rhythms()[stored.rhythm]),
        (_("Next release on"), day),
    ]
