"""Which assessments are of a campaign."""

from __future__ import annotations

import sqlalchemy as sa

from survey.storage.campaigns.values import Campaign
from survey.storage.models import AssessmentRow


def belongs_to(campaign: Campaign) -> sa.ColumnElement[bool]:
    """Whether an assessment is of this campaign; invented firms are of invented bodies' campaigns only."""
    return in_campaign(campaign.id, standing=campaign.standing) & (AssessmentRow.invented == campaign.invented)


def in_campaign(campaign_id: int, *, standing: bool) -> sa.ColumnElement[bool]:
    """The same, whoever is invented. Firms that nobody invited belong to the standing campaign."""
    own = AssessmentRow.campaign_id == campaign_id
    return sa.or_(own, AssessmentRow.campaign_id.is_(None)) if standing else own
