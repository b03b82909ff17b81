"""A campaign of an invented body, written at once as if it had been running for long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from survey.storage.campaigns import inviting
from survey.storage.campaigns.inviting import Guest
from survey.storage.campaigns.parts import Description
from survey.storage.campaigns.values import Lists, OwnQuestion, Quota
from survey.storage.database import writing
from survey.storage.models import CampaignRow
from survey.storage.tokens import new_id


@dataclass(frozen=True)
class InventedCampaign:
    """What a body set. ``changing`` would not let it be set once firms have begun."""

    description: Description
    lists: Lists
    questions: tuple[OwnQuestion, ...]
    quotas: tuple[Quota, ...]


def begin(organisation_id: int, campaign: InventedCampaign) -> int:
    """The number of the body's new campaign."""
    row = CampaignRow(
        public_id=new_id(),
        organisation_id=organisation_id,
        **vars(campaign.description) | {"languages": list(campaign.description.languages)},
        lists=asdict(campaign.lists),
        questions=[asdict(question) for question in campaign.questions],
        quotas=[asdict(quota) for quota in campaign.quotas],
    )
    with writing() as session:
        session.add(row)
        session.flush()
        return row.id


def invite(campaign_id: int, guests: Sequence[Guest]) -> list[int]:
    """The numbers of their invitations, in this order; for each a code was made, which nobody is told."""
    if not guests:
        return []
    inviting.add(campaign_id, guests)
    return [coded.line.id for coded in inviting.make_codes(campaign_id)]
