"""Letters to the firms that are invited: sent by our mail server, or as a text for one's own mail tool."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale, ngettext
from flask_babel import gettext as _
from limits import parse

from survey.bodies.inviting.invitations import inviting_campaign
from survey.bodies.inviting.letter import text_to_copy
from survey.campaigns import campaign_languages
from survey.extensions import limiter
from survey.mail import mails
from survey.storage.campaigns import letters as stored
from survey.storage.campaigns.values import Campaign

ORGANISATION_LIMIT = "20 per hour"
"""A body writes to all its firms by few presses of a button."""


def letters(organisation: str, campaign: str) -> ResponseReturnValue:
    member, found = inviting_campaign(organisation, campaign)
    language = _language(found, request.args.get("language", ""))
    with force_locale(language):
        texts = {kind: text_to_copy(found, kind) for kind in ("invitation", "reminder")}
    return render_template(
        "bodies/letters.html",
        member=member,
        campaign=found,
        waiting=stored.waiting(found.id),
        mails=mails(),
        offered=campaign_languages(found),
        language=language,
        texts=texts,
        most=stored.MOST_AT_A_TIME,
        days=stored.PAUSE.days,
    )


def send_letters(organisation: str, campaign: str) -> ResponseReturnValue:
    """Write to those who have no letter yet, or remind all."""
    member, found = inviting_campaign(organisation, campaign, "adviser")
    if not mails():
        abort(404)
    if not limiter.limiter.hit(parse(ORGANISATION_LIMIT), "campaign letters", f"of {member.organisation}"):
        abort(429)
    language = _language(found, request.form.get("language", ""))
    flash(_remind(found, language) if request.form.get("do") == "remind" else _invite(found, language))
    return redirect(url_for("bodies.letters", organisation=organisation, campaign=campaign))


def _invite(campaign: Campaign, language: str) -> str:
    n = stored.order_invitations(campaign.id, language)
    return str(ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", n))


def _remind(campaign: Campaign, language: str) -> str:
    try:
        n = stored.order_reminders(campaign.id, language)
    except stored.TooSoonError:
        return str(_("Firms were reminded within the last %(days)s days. Wait a little.", days=stored.PAUSE.days))
    return str(
        ngettext(
            "A reminder is on its way to %(num)s firm, unless it asked for none.",
            "Reminders are on their way to %(num)s firms, but for those that asked for none.",
            n,
        )
    )


def _language(campaign: Campaign, wanted: str) -> str:
    codes = [code for code, _name in campaign_languages(campaign)]
    return next((code for code in (wanted, str(get_locale())) if code in codes), codes[0])
