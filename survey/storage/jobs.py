"""Jobs: ordered once, claimed by one worker at a time under a lease, tried again when a worker fails or dies.

What a job was about is not kept once it is over: it may name a person.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage.database import executed, insert, writing
from survey.storage.models import JobRow, now

ATTEMPTS = 5
PAUSE = timedelta(minutes=1)
"""Wait after the first failure; it doubles with each further one."""

GAVE_UP = "the worker stopped without finishing, time after time"


class HopelessError(Exception):
    """Raised by a handler whose job would fail in the same way every time: it is not tried again."""


@dataclass(frozen=True)
class Job:
    """A claimed job. Only the holder of ``lease`` may extend, finish or fail it."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    attempt: int
    lease: str


def order(kind: str, payload: Mapping[str, Any], *, key: str | None = None, run_after: datetime | None = None) -> None:
    """Put a job into the queue; with a ``key`` that was used before, nothing happens."""
    with writing() as session:
        put(session, kind, payload, key=key, run_after=run_after)


def put(
    session: Session,
    kind: str,
    payload: Mapping[str, Any],
    *,
    key: str | None = None,
    run_after: datetime | None = None,
) -> None:
    """``order`` within a transaction."""
    values = {"kind": kind, "payload": dict(payload), "key": key, "run_after": run_after or now()}
    state = {"status": "waiting", "attempt": 0, "created_at": now()}
    session.execute(insert(JobRow).values(**values, **state).on_conflict_do_nothing(index_elements=[JobRow.key]))


def put_all(session: Session, kind: str, payloads: Sequence[Mapping[str, Any]]) -> None:
    """``put`` of many that nothing is to keep from being ordered twice."""
    moment = now()
    state = {"kind": kind, "status": "waiting", "attempt": 0, "run_after": moment, "created_at": moment}
    if payloads:
        session.execute(sa.insert(JobRow), [state | {"payload": dict(payload)} for payload in payloads])


def claim(kinds: Collection[str], lease: timedelta) -> Job | None:
    """The job that has been due for longest, held for the time of the lease; None if there is nothing to do.

    A job whose holder let the lease run out counts as due, up to ``ATTEMPTS`` attempts in all.
    """
    moment = now()
    with writing() as session:
        _give_up(session, moment)
        due = sa.select(JobRow).where(JobRow.kind.in_(kinds), _is_due(moment))
        row = session.scalar(due.order_by(JobRow.run_after, JobRow.id).limit(1).with_for_update(skip_locked=True))
        if row is None:
            return None
        row.status, row.attempt = "running", row.attempt + 1
        row.lease_token, row.lease_until = secrets.token_urlsafe(32), moment + lease
        return Job(row.id, row.kind, row.payload, row.attempt, row.lease_token)


def extend(job: Job, lease: timedelta) -> bool:
    """Hold the job for longer; False if another worker has it by now."""
    return _update(job, lease_until=now() + lease)


def finish(job: Job) -> bool:
    """Mark the job done; False if another worker has it by now."""
    with writing() as session:
        return finished(session, job)


def finished(session: Session, job: Job) -> bool:
    """``finish`` within a transaction: what comes of the job is kept with its end, or not at all."""
    return executed(session, _mine(job).values(status="done", error=None, **_over(now()))) == 1


def fail(job: Job, error: str, *, for_good: bool = False) -> bool:
    """Note what went wrong and let the job be tried again later, or give it up: for good, or after the last attempt."""
    if for_good or job.attempt >= ATTEMPTS:
        return _update(job, status="failed", error=error, **_over(now()))
    free = {"lease_token": None, "lease_until": None, "error": error}
    return _update(job, status="waiting", run_after=now() + PAUSE * 2 ** (job.attempt - 1), **free)


def give_back(job: Job) -> bool:
    """Let another worker take the job, as if nobody had tried; False if it is over, or another has it by now."""
    free = {"lease_token": None, "lease_until": None, "attempt": job.attempt - 1}
    return _update(job, status="waiting", **free)


def _is_due(moment: datetime) -> sa.ColumnElement[bool]:
    waiting = sa.and_(JobRow.status == "waiting", JobRow.run_after <= moment)
    return sa.or_(waiting, _is_abandoned(moment))


def _is_abandoned(moment: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(JobRow.status == "running", JobRow.lease_until <= moment)


def _give_up(session: Session, moment: datetime) -> None:
    """End jobs that took every worker down with them."""
    last = sa.update(JobRow).where(_is_abandoned(moment), JobRow.attempt >= ATTEMPTS)
    session.execute(last.values(status="failed", error=GAVE_UP, **_over(moment)))


def _over(moment: datetime) -> dict[str, Any]:
    return {"finished_at": moment, "lease_token": None, "lease_until": None, "payload": {}}


def _update(job: Job, **values: Any) -> bool:
    with writing() as session:
        return executed(session, _mine(job).values(**values)) == 1


def _mine(job: Job) -> sa.Update:
    return sa.update(JobRow).where(JobRow.id == job.id, JobRow.lease_token == job.lease)
