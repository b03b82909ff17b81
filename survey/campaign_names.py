"""What a campaign is called, wherever one is named."""

from __future__ import annotations

from flask_babel import gettext as _


def campaign_name(given: str) -> str:
    """The name that it was given; nobody need have named the one of firms that nobody invited."""
    return given or _("Firms that nobody invited")
