"""What a member does with a batch: halt it, let it go on, end it, try again what failed, remove it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from survey.storage.batches import partfiles
from survey.storage.batches.held import Held, folder_of, held
from survey.storage.database import executed
from survey.storage.items import FREE, OPEN, pack
from survey.storage.models import JobItemRow, JobRow, now


def pause(organisation_id: int, public_id: str) -> bool:
    """Let nobody take up another report; what is in hand is finished. Whether it was running."""
    with held(organisation_id, public_id) as found:
        if found is None or found.job.status != "running":
            return False
        found.job.status = "paused"
        return True


def resume(organisation_id: int, public_id: str) -> bool:
    """Go on. Whether it was paused."""
    with held(organisation_id, public_id) as found:
        if found is None or found.job.status != "paused":
            return False
        _go_on(found)
        return True


def cancel(organisation_id: int, public_id: str) -> bool:
    """End it and remove its files. Whether there was anything to be ended: what is done can only be removed.

    Where only what had failed is tried again, that ends, and the archive is written of what there is.
    """
    with held(organisation_id, public_id) as found:
        if found is None or found.job.status not in ("running", "paused", "packing"):
            return False
        if found.batch.packed_at is not None:
            return _stop_retrying(found)
        end(found)
    partfiles.clear(folder_of(public_id))
    return True


def _stop_retrying(found: Held) -> bool:
    if found.job.status == "packing":
        return False
    _update_open(found, status="failed", finished_at=now())
    pack(found.session, found.job)
    return True


def retry(organisation_id: int, public_id: str) -> bool:
    """Try again what was set aside, each by itself; the archive is then written anew. Whether anything was."""
    with held(organisation_id, public_id) as found:
        if found is None or found.job.status in ("cancelled", "packing") or _has_expired(found):
            return False
        failed = sa.update(JobItemRow).filter_by(job_id=found.job.id, status="failed")
        if not executed(found.session, failed.values(status="suspect", attempt=0, finished_at=None)):
            return False
        if found.job.status == "done":
            _go_on(found)
        return True


def remove(organisation_id: int, public_id: str) -> bool:
    """Remove the batch with its files; what is in hand is dropped. Whether there was one."""
    with held(organisation_id, public_id) as found:
        if found is None:
            return False
        found.session.execute(sa.delete(JobRow).filter_by(id=found.job.id))
    partfiles.clear(folder_of(public_id))
    return True


def end(found: Held) -> None:
    """Nothing of it is made any more, and none of what was is to be had."""
    found.job.status, found.job.payload = "cancelled", {}
    found.batch.cancelled_at = now()
    _update_open(found, status="cancelled")
    forget_results(found)


def forget_results(found: Held) -> None:
    """Keep of each item whose it was, so that it is known what was reported; not its address, nor why it failed, which
    may tell of an answer."""
    theirs = sa.select(JobItemRow.id, JobItemRow.payload).filter_by(job_id=found.job.id)
    rows = found.session.execute(theirs).all()
    kept = [{"id": id, "payload": {**payload, "email": ""}, "result": None, "error": None} for id, payload in rows]
    if kept:
        found.session.execute(sa.update(JobItemRow), kept)


def _go_on(found: Held) -> None:
    found.job.status = "running"
    found.batch.updated_at = now()  # from now on it is reckoned how long it takes


def _update_open(found: Held, **values: Any) -> None:
    left = sa.update(JobItemRow).where(JobItemRow.job_id == found.job.id, JobItemRow.status.in_(OPEN))
    found.session.execute(left.values(**values, **FREE))


def _has_expired(found: Held) -> bool:
    return found.batch.expires_at is not None and found.batch.expires_at <= now()
