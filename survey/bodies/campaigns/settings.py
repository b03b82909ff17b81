"""What a campaign is called, what firms read of it, when and how they can begin, and its logo."""

from __future__ import annotations

import io
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from reports.logo import LARGEST_FILE, LogoError, prepared
from survey import visitor
from survey.bodies.campaigns.conflicts import both, fixed
from survey.bodies.campaigns.forms import DescriptionForm, offered_languages
from survey.forms.faults import Fault, stale
from survey.forms.uploads import UploadForm, accept, posted_file
from survey.languages import in_words
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
    logo = finding.logo(found.public_id) or abort(404)
    return send_file(io.BytesIO(logo), "image/png", download_name="logo.png")


def change_campaign_logo(organisation: str, campaign: str) -> ResponseReturnValue:
    """Keep the picture that was chosen, or none."""
    member, found = visitor.campaign(organisation, campaign, "adviser")
    accept(LARGEST_FILE)
    try:
        fault, logo = _posted()
    except RequestEntityTooLarge:
        fault = Fault("logo", _("The logo has more than 5 MB. Take a smaller file."))
        return draw(member, found, logo_faults=[fault]), 413
    if fault is not None:
        return draw(member, found, logo_faults=[fault]), 422
    if not changing.set_logo(found.id, logo, seen=request.form.get("seen", "")):
        text = _("A colleague changed the logo in the meantime. This is the one that is kept now: decide again.")
        return draw(member, found, logo_faults=[Fault("logo", text)]), 409
    flash(_("The logo is kept.") if logo else _("The logo is removed."))
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
    codes = offered_languages()
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


def _posted() -> tuple[Fault | None, bytes]:
    """What is wrong with what was posted, if anything, and the picture as it is shown; none to remove it."""
    if request.form.get("do") == "remove":
        return (None, b"") if UploadForm().validate_on_submit() else (stale(), b"")
    fault, data = posted_file("logo")
    if fault is not None:
        return fault, b""
    try:
        return None, prepared(data)
    except LogoError as error:
        return Fault("logo", " ".join(in_words(problem.message) for problem in error.problems)), b""
