"""Everything that is published: the newest release of each campaign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import sqlalchemy as sa

from scoring import jsonfile
from survey.storage.database import reading
from survey.storage.models import CampaignRow, OrganisationRow, ReleaseRow


@dataclass(frozen=True)
class Listed:
    """A published release among those of all campaigns. ``n``: its firms, as it says; None where that is withheld."""

    campaign: str
    name: str
    organisation_name: str
    number: int
    day: date
    n: int | None


def listed() -> list[Listed]:
    """The newest published release of each campaign, the newest first."""
    with reading() as session:
        rows = session.execute(_NEWEST).all()
    return [
        Listed(row.public_id, row.name, row.organisation or "", row.number, row.day, _head(row.id, row.created_at).n)
        for row in rows
    ]


def any_published() -> bool:
    """Whether there is anything to read."""
    with reading() as session:
        return session.scalar(sa.select(sa.exists().where(ReleaseRow.status == "published"))) or False


def as_file(campaign_id: int, number: int) -> bytes | None:
    """The bytes of the release's file, whatever became of it."""
    with reading() as session:
        return session.scalar(sa.select(ReleaseRow.data).filter_by(campaign_id=campaign_id, number=number))


_LATEST = (
    sa.select(ReleaseRow.campaign_id, sa.func.max(ReleaseRow.number).label("number"))
    .where(ReleaseRow.status == "published")
    .group_by(ReleaseRow.campaign_id)
    .subquery()
)
_NEWEST = (
    sa.select(
        ReleaseRow.id,
        ReleaseRow.number,
        ReleaseRow.day,
        ReleaseRow.created_at,
        CampaignRow.public_id,
        CampaignRow.name,
        OrganisationRow.name.label("organisation"),
    )
    .join(_LATEST, sa.and_(_LATEST.c.campaign_id == ReleaseRow.campaign_id, _LATEST.c.number == ReleaseRow.number))
    .join(CampaignRow, CampaignRow.id == ReleaseRow.campaign_id)
    .outerjoin(OrganisationRow, OrganisationRow.id == CampaignRow.organisation_id)
    .order_by(ReleaseRow.day.desc(), ReleaseRow.id.desc())
)


@dataclass(frozen=True)
class Head:
    """What a release says of itself first."""

    n: int | None
    instrument: str


def head(campaign_id: int, number: int) -> Head | None:
    """By which instrument a release is, which may be another one than its campaign asks by now."""
    which = sa.select(ReleaseRow.id, ReleaseRow.created_at).filter_by(campaign_id=campaign_id, number=number)
    with reading() as session:
        row = session.execute(which).one_or_none()
    return _head(*row) if row else None


@lru_cache(maxsize=1024)
def _head(release_id: int, _created_at: datetime) -> Head:
    """Read once: a release never changes, and its moment tells it from one whose number was given out again."""
    with reading() as session:
        data = session.scalars(sa.select(ReleaseRow.data).filter_by(id=release_id)).one()
    said = jsonfile.understood(data)
    return Head(said["n"], said["instrument"])
