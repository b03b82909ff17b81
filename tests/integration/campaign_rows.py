"""Rows of campaigns and of releases as tests put them straight into the database, in a context of the application."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from scoring.release.files import written
from scoring.release.model import Release
from survey import instruments
from survey.storage.database import writing
from survey.storage.models import CampaignRow, OrganisationRow, ReleaseRow
from survey.storage.tokens import new_id


def campaign_row(body: str, **given: Any) -> int:
    """The number of a new campaign of the body of this public id; ``given``: its columns."""
    with writing() as session:
        owner = session.scalars(sa.select(OrganisationRow.id).filter_by(public_id=body)).one()
        usual = {"public_id": new_id(), "name": "Spring", "organisation_id": owner}
        usual |= {} if "instrument" in given else {"instrument": instruments.current().reference}
        row = CampaignRow(**usual | given)
        session.add(row)
        session.flush()
        return row.id


def release_row(campaign_id: int, made: Release, **given: Any) -> None:
    """A release of the campaign, by default a draft without the firms that it was made from."""
    usual = {"number": made.number, "day": made.date, "data": written(made), "snapshot": b""}
    with writing() as session:
        session.add(ReleaseRow(**{"campaign_id": campaign_id} | usual | given))
