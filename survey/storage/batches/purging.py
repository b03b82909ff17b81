"""The end of batches: files whose time is over, those that nobody knows of, and archives that nobody makes any more."""

from __future__ import annotations

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from survey.storage import items, jobs
from survey.storage.batches import partfiles
from survey.storage.batches.changing import end, forget_results
from survey.storage.batches.held import Held, folder_of
from survey.storage.database import reading, writing
from survey.storage.models import BatchRow, JobItemRow, JobRow, now


def purge() -> int:
    """Remove what must not be kept; how many files that were."""
    _pack_deserted()
    removed = sum(partfiles.clear(folder_of(public_id)) for public_id in _expire())
    return removed + _remove_unknown()


def _expire() -> list[str]:
    """Batches whose time is over, with whose results also what was still to be made of them ends.

    An archive in which there is no report has an index all the same.
    """
    due = sa.select(BatchRow.job_id).where(BatchRow.expires_at <= now())
    holding = sa.select(JobItemRow.id).where(JobItemRow.job_id == BatchRow.job_id, JobItemRow.result.is_not(None))
    unended = JobRow.status.not_in(("done", "cancelled"))
    packed = JobRow.payload["archive"].as_string().is_not(None)
    query = due.join(JobRow, JobRow.id == BatchRow.job_id).where(sa.or_(holding.exists(), packed, unended))
    with reading() as session:
        found = session.scalars(query.order_by(BatchRow.job_id)).all()
    return [public_id for job in found if (public_id := _expired(job))]


def _expired(job_id: int) -> str:
    with writing() as session:
        job = items.hold(session, job_id)
        batch = session.scalar(sa.select(BatchRow).filter_by(job_id=job_id))
        # Packed a moment ago, it is kept from then on.
        if job is None or batch is None or batch.expires_at is None or batch.expires_at > now():
            return ""
        if job.status == "done":
            job.payload = {}
            forget_results(Held(session, batch, job))
        elif job.status != "cancelled":
            end(Held(session, batch, job))
        return batch.public_id


def _pack_deserted() -> None:
    """Order again an archive whose job was given up, as for want of room on the disk; and remove jobs of no batch."""
    left = sa.select(JobRow.payload["job"].as_integer()).where(JobRow.kind == items.PACK, JobRow.finished_at.is_(None))
    deserted = sa.select(JobRow.id).where(
        JobRow.kind == items.BATCH, JobRow.status == "packing", JobRow.id.not_in(left)
    )
    nobodys = sa.delete(JobRow).where(JobRow.kind == items.BATCH, JobRow.id.not_in(sa.select(BatchRow.job_id)))
    with writing() as session:
        session.execute(nobodys.execution_options(synchronize_session=False))
        for job in session.scalars(deserted).all():
            jobs.put(session, items.PACK, {"job": job})


def _remove_unknown() -> int:
    """Files of no batch that is known, and parts of one that none of its reports is in; what is fresh may yet be."""
    root = current_app.config["WAYMARK"].batches_dir
    removed = 0
    for folder in partfiles.folders(root):
        with reading() as session:
            keep = _known(session, folder.name)
        removed += partfiles.clear(folder, keep, older_than=partfiles.FRESH_SECONDS)
    return removed


def _known(session: Session, public_id: str) -> set[str]:
    mine = sa.select(BatchRow.job_id).filter_by(public_id=public_id).scalar_subquery()
    part = JobItemRow.result["part"].as_string()
    known = set(session.scalars(sa.select(part).where(JobItemRow.job_id == mine, part.is_not(None)).distinct()))
    archive = session.scalar(sa.select(JobRow.payload["archive"].as_string()).where(JobRow.id == mine))
    return known | ({archive} if archive else set())
