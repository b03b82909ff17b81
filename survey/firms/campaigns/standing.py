"""How a campaign stands today: whether a firm can begin, and in which languages."""

from __future__ import annotations

from datetime import date
from typing import Literal

from survey.frame import languages
from survey.storage.campaigns.values import Campaign
from survey.storage.models import now

State = Literal["open", "code", "early", "closed"]
"""Whether a firm can begin now: whoever comes; whoever has a code; not yet; no more."""


def state_of(campaign: Campaign, today: date | None = None) -> State:
    day = today or now().date()
    if campaign.closes_on is not None and campaign.closes_on < day:
        return "closed"
    if not campaign.is_open(day):
        return "early"
    return "open" if campaign.open_link else "code"


def offered_languages(campaign: Campaign) -> list[tuple[str, str]]:
    """(code, its own name for itself) of the languages that the body offers and this site speaks."""
    return [one for one in languages() if not campaign.languages or one[0] in campaign.languages]
