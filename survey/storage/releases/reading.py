"""Reading releases that are kept: the list of a campaign, one of them, the one that everybody sees."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scoring import jsonfile
from survey.storage.campaigns.values import KeptRelease
from survey.storage.database import reading
from survey.storage.models import CampaignRow, ReleaseRow
from survey.storage.recent import recent
from survey.storage.releases.values import Told, told_of
from survey.storage.values import ReleaseStatus

if TYPE_CHECKING:
    from scoring.instrument import Instrument
    from scoring.release.model import Release

MOST = 32
"""Releases that a process keeps as they were parsed; one of 100,000 firms takes a few MB."""

_LIST = sa.select(
    CampaignRow.public_id,
    ReleaseRow.number,
    ReleaseRow.status,
    ReleaseRow.day,
    ReleaseRow.note,
    ReleaseRow.created_at,
    ReleaseRow.published_at,
    ReleaseRow.withdrawn_at,
    ReleaseRow.told,
).join(CampaignRow, CampaignRow.id == ReleaseRow.campaign_id)


def kept(campaign_id: int) -> list[KeptRelease]:
    """The releases of a campaign, whatever became of them, the newest first."""
    mine = _LIST.where(ReleaseRow.campaign_id == campaign_id)
    with reading() as session:
        return [_value(row) for row in session.execute(mine.order_by(ReleaseRow.number.desc()))]


def one(campaign_id: int, number: int) -> KeptRelease | None:
    """The release of this number, without its figures."""
    mine = _LIST.where(ReleaseRow.campaign_id == campaign_id, ReleaseRow.number == number)
    with reading() as session:
        row = session.execute(mine).one_or_none()
        return _value(row) if row else None


def status(campaign_id: int, number: int) -> ReleaseStatus | None:
    """What became of the release of this number; None where there is none."""
    found = one(campaign_id, number)
    return found.status if found else None


def release(campaign_id: int, number: int, instrument: Instrument) -> Release | None:
    """The figures of a release, whatever became of it: who may see them is for whoever asks to say.

    Raises ``ReleaseError`` where it is of another instrument or of other scoring.
    """
    with reading() as session:
        made = session.scalar(sa.select(ReleaseRow.created_at).filter_by(campaign_id=campaign_id, number=number))
    return _parsed(campaign_id, number, made, instrument) if made else None


def latest(campaign_id: int, instrument: Instrument) -> Release | None:
    """The newest release that is published and was not withdrawn."""
    newest = sa.select(sa.func.max(ReleaseRow.number)).filter_by(campaign_id=campaign_id, status="published")
    with reading() as session:
        number = session.scalar(newest)
    return release(campaign_id, number, instrument) if number else None


def told(campaign_id: int, number: int) -> Told | None:
    """What is told of a release to the body that made it."""
    with reading() as session:
        row = session.execute(
            sa.select(ReleaseRow.told).filter_by(campaign_id=campaign_id, number=number)
        ).one_or_none()
        return told_of(row.told) if row else None


def _parsed(campaign_id: int, number: int, made: datetime, instrument: Instrument) -> Release | None:
    """A release never changes, so it is parsed once; ``made`` tells it from that of a campaign that is gone, whose
    number SQLite gives out again."""
    from scoring.release.files import from_json  # noqa: PLC0415 - analytics take seconds to import

    def read_now() -> Release | None:
        with reading() as session:
            data = session.scalar(sa.select(ReleaseRow.data).filter_by(campaign_id=campaign_id, number=number))
        return None if data is None else from_json(jsonfile.understood(data), instrument)

    return recent("releases", (campaign_id, number, made, instrument.content_hash), read_now, most=MOST)


def _value(row: Any) -> KeptRelease:
    return KeptRelease(
        campaign=row.public_id,
        number=row.number,
        status=row.status,
        day=row.day,
        note=row.note,
        created_at=row.created_at,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
        reason=row.told.get("withdrawn", ""),
    )
