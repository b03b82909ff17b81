"""What every door says of a campaign: what it is called, and which languages it speaks."""

from __future__ import annotations

from flask_babel import gettext as _

from survey.languages import named
from survey.storage.campaigns.values import Campaign


def campaign_name(given: str) -> str:
    """The name that it was given; nobody need have named the one of firms that nobody invited."""
    return given or _("Firms that nobody invited")


def campaign_languages(campaign: Campaign) -> list[tuple[str, str]]:
    """(code, its own name for itself) of those that the body chose and this site speaks; all where it chose none."""
    offered = named()
    return [one for one in offered if one[0] in campaign.languages] or offered
