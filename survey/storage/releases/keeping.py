"""Keeping a release with the firms that it was made from: whole or not at all, and as the next number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from scoring.messages import Message
from scoring.release.files import to_json, written
from scoring.release.model import Published
from scoring.release.snapshot_file import snapshot_bytes
from survey.storage import jobs
from survey.storage.campaigns import finding
from survey.storage.database import reading, writing
from survey.storage.jobs import Job
from survey.storage.messages import to_json as message_json
from survey.storage.models import InstallationRow, ReleaseRow
from survey.storage.releases.salt import NAME
from survey.storage.releases.values import Told

Seen = tuple[Any, ...]
"""How far the releases of the whole installation were when a release was begun."""

_SEEN = sa.select(sa.func.count(), sa.func.max(ReleaseRow.id), sa.func.max(ReleaseRow.created_at))


class OutdatedError(Exception):
    """Another release was kept since this one was begun, perhaps of some of the same firms: it has to be made anew,
    and audited beside that one."""


def seen() -> Seen:
    """To be asked before anything is read that a release is made from."""
    with reading() as session:
        return tuple(session.execute(_SEEN).one())


def keep(job: Job, campaign_id: int, published: Published, told: Told, *, since: Seen) -> bool:
    """Keep a release as the next of its campaign, and end its job, in one transaction.

    ``since``: what ``seen`` gave. False where another worker has the job by now, or the campaign is gone: then nothing
    is kept. Raises ``OutdatedError``.
    """
    data = written(published.release)
    snapshot = snapshot_bytes(published.snapshot, belongs_to=to_json(published.release)["checksum"])
    with writing() as session:
        campaign = finding.locked(session, campaign_id)
        if campaign is None or not jobs.finished(session, job):
            return False
        _one_at_a_time(session)
        if tuple(session.execute(_SEEN).one()) != since:
            raise OutdatedError
        row = {"number": published.release.number, "day": published.release.date, "data": data, "snapshot": snapshot}
        session.add(ReleaseRow(campaign_id=campaign_id, told=told.stored(), **row))
        campaign.fault = None
        return True


def refuse(job: Job, campaign_id: int, faults: Sequence[Message]) -> bool:
    """Say why there is no release, and end its job; False where another worker has it by now."""
    with writing() as session:
        campaign = finding.locked(session, campaign_id)
        if campaign is None or not jobs.finished(session, job):
            return False
        campaign.fault = {"messages": [message_json(one) for one in faults]}
        return True


def _one_at_a_time(session: Session) -> None:
    """Until the transaction ends no other release is kept, of whatever campaign, by whatever worker."""
    session.get(InstallationRow, NAME, with_for_update=True)
