"""What every page of a campaign has in common: the way to its other pages."""

from __future__ import annotations

from flask import current_app, request, url_for
from flask_babel import gettext as _

from survey.accounts.frame import Place
from survey.storage.campaigns.values import Campaign
from survey.storage.values import Member


def campaign_places(member: Member, campaign: Campaign) -> list[Place]:
    """The pages of one campaign."""
    rooms = {
        "bodies.campaign": _("Overview"),
        "bodies.firms": _("Firms"),
        "bodies.releases": _("Releases"),
        "bodies.settings": _("Settings"),
    }
    return [
        _place(member, campaign, name, label) for name, label in rooms.items() if name in current_app.view_functions
    ]


def _place(member: Member, campaign: Campaign, endpoint: str, label: str) -> Place:
    address = url_for(endpoint, organisation=member.organisation, campaign=campaign.public_id)
    below = request.path.startswith(f"{address}/") and endpoint != "bodies.campaign"
    return Place(address, label, request.path == address or below)
