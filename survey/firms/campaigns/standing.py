"""How a campaign stands today: whether a firm can begin."""

from __future__ import annotations

from datetime import date
from typing import Literal

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
