"""What a body reads of rounded figures, of sectors and of sizes, in words."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import format_decimal
from flask_babel import gettext as _

from scoring.fields import SIZES
from scoring.release.grouping import SECTOR_GROUPS
from scoring.trades import SECTIONS
from survey.consultants.portfolio.words import sizes
from survey.storage.campaigns.values import Campaign


def figure(rounded: int | None) -> str:
    """A figure as ``storage.campaigns.rounding`` tells it."""
    if rounded is None:
        return str(_("not told"))
    return str(format_decimal(rounded)) if rounded else str(_("under 5"))


def percent(share: int | None) -> str:
    """A share in steps of 5 %."""
    if share is None:
        return str(_("not told"))
    if share < 5:
        return str(_("under 5 %"))
    return str(_("over 95 %")) if share > 95 else str(_("about %(share)s %%", share=share))


def sector_names(campaign: Campaign) -> dict[str, str]:
    """What firms choose from, by id: the body's own list, or else the sections of the classification."""
    own = {entry.id: entry.name for entry in campaign.lists.sector}
    return own or {letter: str(_(name)) for letter, name in SECTIONS.items()}


def quota_sectors(campaign: Campaign) -> dict[str, str]:
    """What quotas are of, by id: the body's own list, or else groups of sections."""
    own = {entry.id: entry.name for entry in campaign.lists.sector}
    return own or {group: _group(group) for group in dict.fromkeys(SECTOR_GROUPS.values())}


def _group(group: str) -> str:
    names = [str(_(SECTIONS[letter])) for letter, of in SECTOR_GROUPS.items() if of == group]
    return f"{group}: {'; '.join(names)}"


def size_names() -> Mapping[str, str]:
    return sizes(SIZES)
