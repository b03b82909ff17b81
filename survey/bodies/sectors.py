"""The sectors of a campaign by id: those that firms choose from, and those that its tables are of."""

from __future__ import annotations

from flask_babel import gettext as _

from reports.firm.peers import SECTOR_GROUPS as GROUP_TITLES
from scoring.release.grouping import SECTOR_GROUPS
from scoring.trades import SECTIONS
from survey.storage.campaigns.values import Campaign


def offered_sectors(campaign: Campaign) -> dict[str, str]:
    """What firms choose from: the body's own list, or else the sections of the classification."""
    return own_sectors(campaign) or {letter: str(_(name)) for letter, name in SECTIONS.items()}


def table_sectors(campaign: Campaign) -> dict[str, str]:
    """What figures, quotas and the population are of: the body's own list, or else groups of sections."""
    return own_sectors(campaign) or {group: sector_words(group) for group in dict.fromkeys(SECTOR_GROUPS.values())}


def own_sectors(campaign: Campaign) -> dict[str, str]:
    """The body's own list; none where it has none."""
    return {entry.id: entry.name for entry in campaign.lists.sector}


def sector_words(sector: str) -> str:
    """A section of the classification, or a range of them."""
    words = GROUP_TITLES.get(sector) or SECTIONS.get(sector, "")
    return _("%(code)s: %(words)s", code=sector, words=_(words)) if words else sector
