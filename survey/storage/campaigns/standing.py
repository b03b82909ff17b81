"""Who looks after the standing campaign, to which the firms belong that nobody invited."""

from __future__ import annotations

import sqlalchemy as sa

from survey.storage.campaigns import finding
from survey.storage.campaigns.parts import NoSuchCampaignError
from survey.storage.database import reading, writing
from survey.storage.models import CampaignRow, OrganisationRow, now


def bodies() -> list[tuple[str, str]]:
    """(Public id, name) of every body that may look after it: what is invented never counts anybody."""
    query = sa.select(OrganisationRow.public_id, OrganisationRow.name).filter_by(kind="body", invented=False)
    with reading() as session:
        return [(row.public_id, row.name) for row in session.execute(query.order_by(OrganisationRow.name))]


def keeper() -> str:
    """The public id of the body that looks after it; "" where none does."""
    query = sa.select(OrganisationRow.public_id).join(CampaignRow, CampaignRow.organisation_id == OrganisationRow.id)
    with reading() as session:
        return session.scalar(query.where(CampaignRow.standing.is_(True))) or ""


def keep_standing(organisation: str, instrument: str) -> None:
    """Let the body of this public id look after it from now on, "" for nobody.

    ``instrument``: as ``finding.standing``. Raises ``NoSuchCampaignError`` for what is none of ``bodies``.
    """
    campaign = finding.standing(instrument)
    body = sa.select(OrganisationRow.id).filter_by(public_id=organisation, kind="body", invented=False)
    with writing() as session:
        # Held, so that it is not deleted meanwhile, and the campaign with it.
        chosen = session.scalar(body.with_for_update()) if organisation else None
        if organisation and chosen is None:
            raise NoSuchCampaignError
        row = finding.locked(session, campaign.id)
        if row is not None and row.organisation_id != chosen:
            row.organisation_id = chosen
            row.revision += 1
            row.updated_at = now()
