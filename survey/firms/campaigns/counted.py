"""For which figures a firm would be counted or is, and what it still waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from survey.storage.assessments import Assessment
from survey.storage.campaigns import finding as campaigns
from survey.storage.campaigns.values import Campaign
from survey.storage.finding import IDENTITY

State = Literal["counted", "nameless", "waits", "unknown", "not"]


@dataclass(frozen=True)
class Counting:
    """``campaign``: the firm's own, or the standing one; None where nobody has ever looked after that.

    ``state``: ``nameless``: nobody can look for it; ``waits`` for the body to find it in its list of names;
    ``unknown`` to the body; ``not``: it did not agree. ``invited``: a code says that it is one, or the body.
    """

    campaign: Campaign | None
    state: State
    invited: bool

    @property
    def body(self) -> str:
        """Who looks after it; "" for nobody."""
        return self.campaign.organisation_name if self.campaign else ""

    @property
    def name(self) -> str:
        """What the campaign is called; "" for the standing one."""
        return self.campaign.name if self.campaign and not self.campaign.standing else ""

    @property
    def least(self) -> int:
        """Firms that a published group has at least."""
        return self.campaign.least if self.campaign else Campaign.least


def counting_of(assessment: Assessment) -> Counting:
    own = campaigns.of_assessment(assessment.public_id) if assessment.calling else None
    campaign = own or campaigns.standing_or_none()
    # The code of another campaign, which is gone by now, says nothing to the standing one.
    known = assessment.verified == "list" or (own is not None and assessment.invited)
    return Counting(campaign, _state(assessment, known=known), known)


def _state(assessment: Assessment, *, known: bool) -> State:
    if not assessment.counted:
        return "not"
    if known:
        return "counted"
    if not any(assessment.taking_part.get(name) for name in IDENTITY):
        return "nameless"
    return "unknown" if assessment.verified_at else "waits"
