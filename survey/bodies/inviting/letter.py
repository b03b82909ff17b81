"""What stands in a letter to a firm that a campaign invites, and the same as a text for one's own mail tool."""

from __future__ import annotations

from flask import current_app, render_template, request
from flask_babel import format_date
from flask_babel import gettext as _

from survey.mail.letter import plain_name, plain_words
from survey.mail.silence import sealed
from survey.storage.campaigns.letters import Letter, LetterKind
from survey.storage.campaigns.values import Campaign


def campaign_words(letter: Letter, site: str) -> dict[str, str]:
    """By the names that the letter's template has for them, in the language in force."""
    return _words(letter.campaign) | {
        "link": f"{site}/i/{letter.code}",
        "code": letter.code,
        "silence": f"{site}/no-reminders/{sealed(letter.invitation_id)}",
    }


def text_to_copy(campaign: Campaign, kind: LetterKind) -> str:
    """The letter to all who are invited, with a place for each firm's own address."""
    placeholders = {"link": "{{address}}", "code": "{{code}}", "silence": ""}
    said = _words(campaign) | placeholders | {"by": campaign.organisation_name}
    return render_template(f"mail/campaign_{kind}.txt", **said)


def _words(campaign: Campaign) -> dict[str, str]:
    return {
        "by": plain_name(campaign.organisation_name) or _("An organisation of firms"),
        "campaign": plain_name(campaign.name),
        "welcome": plain_words(campaign.welcome),
        "until": format_date(campaign.closes_on, "long") if campaign.closes_on else "",
    }


def address_of(code: str) -> str:
    """Where a code leads, as the settings say or as this page was asked for."""
    site = current_app.config["WAYMARK"].public_url or request.url_root.rstrip("/")
    return f"{site}/i/{code}"
