"""What a campaign is called, what firms read of it, when and how they can begin, and its logo."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from survey import visitor
from survey.bodies.campaigns.conflicts import both, fixed
from survey.bodies.campaigns.forms import DescriptionForm
from survey.forms.faults import Fault
from survey.forms.logos import changed_logo, logo_told, posted_logo, sent_logo
from survey.languages import offered
from survey.storage.campaigns import changing, finding
from survey.storage.campaigns.parts import DESCRIPTION, FixedError, description_of, trace_of
from survey.storage.campaigns.values import Campaign
from survey.storage.tracing import trace
from survey.storage.values import Member


def settings(organisation: str, campaign: str) -> ResponseReturnValue:
    """What firms read; a POST of an adviser changes it."""
    if request.method != "POST":
        return draw(*visitor.campaign(organisation, campaign))
    member, found = visitor.campaign(organisation, campaign, "adviser")
    form = DescriptionForm(found)
    if not form.validate():
        return draw(member, found, form), 422
    try:
        stored = changing.describe(found.id, form.description, seen=form.seen.data or "")
    except FixedError:
        return draw(member, found, form, faults=[fixed()]), 409
    if stored is not None:
        form.seen.data = trace_of(stored, *DESCRIPTION)
        return draw(member, found, form, stored=stored, faults=[both()]), 409
    flash(_("Saved."))
    return redirect(url_for("bodies.settings", organisation=organisation, campaign=campaign))


def campaign_logo(organisation: str, campaign: str) -> Response:
    """The picture that was kept, and nothing of what was handed in."""
    _member, found = visitor.campaign(organisation, campaign)
    return sent_logo(finding.logo(found.public_id) or abort(404))


def change_campaign_logo(organisation: str, campaign: str) -> ResponseReturnValue:
    """Keep the picture that was chosen, or none."""
    (member, found), posted = visitor.campaign(organisation, campaign, "adviser"), posted_logo()
    if posted.fault is not None:
        return draw(member, found, logo_faults=[posted.fault]), posted.status
    if not changing.set_logo(found.id, posted.picture, seen=request.form.get("seen", "")):
        return draw(member, found, logo_faults=[changed_logo()]), 409
    flash(logo_told(posted.picture))
    return redirect(url_for("bodies.settings", organisation=organisation, campaign=campaign, _anchor="logo-title"))


def draw(  # noqa: PLR0913 - what it draws, by name
    member: Member,
    campaign: Campaign,
    form: DescriptionForm | None = None,
    *,
    stored: Campaign | None = None,
    faults: list[Fault] | None = None,
    logo_faults: list[Fault] | None = None,
) -> str:
    """``stored``: what a colleague has written meanwhile. ``logo_faults``: the logo has a form of its own."""
    shown = form or _form_of(campaign)
    logo = finding.logo(campaign.public_id) or b""
    return render_template(
        "bodies/settings.html",
        member=member,
        campaign=campaign,
        form=shown,
        faults=[*(form.faults() if form else []), *(faults or []), *(logo_faults or [])],
        logo_faults=[fault.message for fault in logo_faults or []],
        stored=_told(stored) if stored else (),
        logo_seen=trace(logo),
        has_logo=bool(logo),
    )


def _form_of(campaign: Campaign) -> DescriptionForm:
    given: dict[str, Any] = dict(vars(description_of(campaign)))
    codes = offered()
    given |= {"languages": campaign.languages or codes, "seen": trace_of(campaign, *DESCRIPTION)}
    return DescriptionForm(campaign, formdata=None, data=given)


def _told(stored: Campaign) -> list[tuple[str, str]]:
    """What a colleague has saved, in words."""
    nothing = _("nothing")
    days = [format_date(day, "medium") if day else nothing for day in (stored.opens_on, stored.closes_on)]
    return [
        (_("Name"), stored.name or nothing),
        (_("Questionnaire"), stored.instrument),
        (_("Welcome"), stored.welcome or nothing),
        (_("Whom to ask"), stored.contact or nothing),
        (_("First day"), days[0]),
        (_("Last day"), days[1]),
        (_("Languages"), ", ".join(stored.languages) or _("all")),
        (_("Open to every firm"), _("yes") if stored.open_link else _("no")),
    ]
