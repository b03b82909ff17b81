"""Items: parts of a job that any number of workers share, each made by one of them, whoever dies meanwhile.

The job of the items is never claimed itself; its status says whether they may be taken up. An item goes from
``waiting`` to ``running`` in the company of others. Where a worker dies, one of what it held may have killed it, but
most did not: all become ``suspect``, and are tried again one at a time with nothing else in hand. Only what was tried
alone can be blamed: ``attempt`` counts such tries, and those that were seen to fail.
"""

from __future__ import annotations

import random
import re
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage import jobs
from survey.storage.database import executed, reading, writing
from survey.storage.models import JobItemRow, JobRow, now

BATCH = "batch"
"""Kind of the jobs whose reports another job, of kind ``PACK``, makes an archive of."""

SHEET = "sheet"
"""Kind of the job of a sheet of answers, whose command does that itself."""

PACK = "pack"

CHUNK = 25
"""Items claimed at a time: about a second of work, so that progress shows and little is done twice."""

TRIES = 3

OPEN = ("waiting", "suspect", "running")

FREE: Mapping[str, Any] = {"lease_token": None, "lease_until": None}
"""Columns of an item that is in nobody's hands."""

KILLED, GONE = "killed", "gone"
"""Errors that no words came with: every worker that tried it died; what it was to be made from was deleted."""

LONGEST_ERROR = 2000

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What no database takes; the words of an error may quote anything."""


@dataclass(frozen=True)
class Claimed:
    """One item in hand."""

    id: int
    position: int
    payload: Mapping[str, Any]
    attempt: int


@dataclass(frozen=True)
class Chunk:
    """Items of one job in hand, under one lease; ``alone``: one that may be what killed its workers."""

    job: int
    lease: str
    items: tuple[Claimed, ...]
    alone: bool = False


@dataclass(frozen=True)
class Done:
    """What came of an item."""

    result: Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """Why nothing came of an item this time; ``for_good``: nor ever will."""

    error: str
    for_good: bool = False


def begin(kind: str, payload: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> int:
    """The number of the only job of this kind, begun with an item for each part if it is not there yet."""
    with writing() as session:
        found = session.scalar(sa.select(JobRow.id).filter_by(kind=kind).limit(1))
        return begun(session, kind, payload, parts) if found is None else found


def begun(session: Session, kind: str, payload: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> int:
    """The number of a new job with an item for each part, within a transaction."""
    job = JobRow(kind=kind, status="running", payload=dict(payload), run_after=now())
    session.add(job)
    session.flush()
    rows = [{"job_id": job.id, "position": at, "payload": dict(part)} for at, part in enumerate(parts)]
    if rows:
        session.execute(sa.insert(JobItemRow), rows)
    settle(session, job)
    return job.id


def payload_of(job: int) -> Mapping[str, Any]:
    with reading() as session:
        payload: dict[str, Any] = session.scalars(sa.select(JobRow.payload).filter_by(id=job)).one()
        return payload


def number(job: int, status: str) -> int:
    """How many items of the job have this status."""
    theirs = sa.select(sa.func.count()).select_from(JobItemRow).filter_by(job_id=job, status=status)
    with reading() as session:
        return session.scalar(theirs) or 0


def claim(lease: timedelta, most: int = CHUNK) -> Chunk | None:
    """Waiting items of one running job, held for the time of the lease; None where there are none.

    Which job is left to chance, so that a short one need not wait for the end of a long one.
    """
    with reading() as session:
        found = list(session.scalars(_RUNNING.where(_has("waiting"))))
    random.shuffle(found)
    chunks = (_claimed(job, "waiting", lease, most) for job in found)
    return next((chunk for chunk in chunks if chunk), None)


def claim_suspect(lease: timedelta) -> Chunk | None:
    """One item that was in the hands of a worker that died: of several that which was tried least often, so that whom
    chance hit once is not hit again before all others were."""
    with reading() as session:
        found = list(session.scalars(_RUNNING.where(_has("suspect"))))
    chunks = (_claimed(job, "suspect", lease, 1) for job in found)
    return next((chunk for chunk in chunks if chunk), None)


def is_due() -> bool:
    """Whether there is anything to be claimed, or out of the hands of a worker that died."""
    return _is_any(_has("waiting"), _has("suspect"), _has("running", JobItemRow.lease_until <= now()))


def has_suspects() -> bool:
    """Whether there is anything to be tried alone, in the hands of a worker that died or out of them."""
    return _is_any(_has("suspect"), _has("running", JobItemRow.lease_until <= now()))


def sweep() -> None:
    """Take items out of the hands of the dead; what took all its workers along, alone each time, is set aside."""
    lapsed = sa.and_(JobItemRow.status == "running", JobItemRow.lease_until <= now())
    with reading() as session:
        hit = session.scalars(sa.select(JobRow.id).where(_UNDER_WAY, _has("running", lapsed))).all()
    for job in sorted(hit):
        _take_back(job, lapsed)


def release(job: int) -> None:
    """The same for all items of a job that nobody else works on any more, without waiting for their leases."""
    _take_back(job, JobItemRow.status == "running")


def extend(chunks: Iterable[Chunk], lease: timedelta) -> None:
    """Hold these items for longer, as far as they are still held."""
    for chunk in chunks:
        with writing() as session:
            hold(session, chunk.job)
            session.execute(sa.update(JobItemRow).where(*_mine(chunk)).values(lease_until=now() + lease))


def record(chunk: Chunk, outcomes: Mapping[int, Done | Fault]) -> set[int]:
    """Write what came of the items, by id, and let go of them; the ids of those that were still held.

    Nothing is written for the others: they were taken over, or are not wanted any more.
    """
    with writing() as session:
        job = hold(session, chunk.job)
        held = set(session.scalars(sa.select(JobItemRow.id).where(*_mine(chunk)).with_for_update()))
        tries = {item.id: item.attempt for item in chunk.items}
        rows = [_row(id, outcome, tries[id], chunk.alone) for id, outcome in outcomes.items() if id in held]
        if job is None or not rows:
            return set()
        session.execute(sa.update(JobItemRow), rows)
        settle(session, job)
        return held


def give_back(chunks: Iterable[Chunk]) -> None:
    """Let go of items that were not tried to the end, as if nobody had claimed them."""
    for chunk in chunks:
        as_before = {"status": "suspect", "attempt": JobItemRow.attempt - 1} if chunk.alone else {"status": "waiting"}
        with writing() as session:
            hold(session, chunk.job)
            session.execute(sa.update(JobItemRow).where(*_mine(chunk)).values(**FREE, **as_before))


def settle(session: Session, job: JobRow) -> None:
    """Have a job packed, once nothing of it is open any more; it must be held."""
    session.flush()
    left = sa.select(JobItemRow.id).where(JobItemRow.job_id == job.id, JobItemRow.status.in_(OPEN))
    if job.status in ("running", "paused") and session.scalar(left.limit(1)) is None:
        pack(session, job)


def pack(session: Session, job: JobRow) -> None:
    """Have an archive made of what there is; the job must be held."""
    job.status = "packing"
    if job.kind == BATCH:
        jobs.put(session, PACK, {"job": job.id})


def hold(session: Session, job: int) -> JobRow | None:
    """The job, held until the transaction ends; before its items are, so that no two transactions deadlock."""
    return session.scalar(sa.select(JobRow).filter_by(id=job).with_for_update())


_UNDER_WAY = sa.and_(JobRow.kind.in_((BATCH, SHEET)), JobRow.status.in_(("running", "paused")))
_RUNNING = sa.select(JobRow.id).where(JobRow.kind.in_((BATCH, SHEET)), JobRow.status == "running").order_by(JobRow.id)


def _has(status: str, *more: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    items = sa.select(JobItemRow.id).where(JobItemRow.job_id == JobRow.id, JobItemRow.status == status, *more)
    return items.correlate(JobRow).exists()


def _is_any(*which: sa.ColumnElement[bool]) -> bool:
    with reading() as session:
        return session.scalar(_RUNNING.where(sa.or_(*which)).limit(1)) is not None


def _claimed(job: int, status: str, lease: timedelta, most: int) -> Chunk | None:
    mine = sa.select(JobItemRow).where(JobItemRow.job_id == job, JobItemRow.status == status)
    in_turn = (
        mine.order_by(JobItemRow.attempt, JobItemRow.position) if most == 1 else mine.order_by(JobItemRow.position)
    )
    alone, token, moment = status == "suspect", secrets.token_urlsafe(16), now()
    with writing() as session:
        # Once more within the transaction: it may be paused or cancelled by now.
        if session.scalar(sa.select(JobRow.status).filter_by(id=job)) != "running":
            return None
        rows = session.scalars(in_turn.limit(most).with_for_update(skip_locked=True)).all()
        for row in rows:
            row.status, row.attempt = "running", row.attempt + alone
            row.lease_token, row.lease_until = token, moment + lease
        items = tuple(Claimed(row.id, row.position, row.payload, row.attempt) for row in rows)
    return Chunk(job, token, items, alone) if items else None


def _take_back(job_id: int, which: sa.ColumnElement[bool]) -> None:
    theirs = sa.update(JobItemRow).where(JobItemRow.job_id == job_id, which)
    with writing() as session:
        job = hold(session, job_id)
        if job is None:
            return
        given_up = theirs.where(JobItemRow.attempt >= TRIES)
        executed(session, given_up.values(status="failed", error=KILLED, finished_at=now(), **FREE))
        executed(session, theirs.where(JobItemRow.attempt < TRIES).values(status="suspect", **FREE))
        settle(session, job)


def _mine(chunk: Chunk) -> Collection[sa.ColumnElement[bool]]:
    return JobItemRow.id.in_([item.id for item in chunk.items]), JobItemRow.lease_token == chunk.lease


def _row(id: int, outcome: Done | Fault, attempt: int, alone: bool) -> dict[str, Any]:
    """The columns of an item that is let go of; all rows of an update have the same."""
    free = {"id": id, **FREE}
    if isinstance(outcome, Done):
        made = {"status": "done", "error": None, "result": dict(outcome.result), "finished_at": now()}
        return free | made | {"attempt": attempt}
    tries = attempt if alone else attempt + 1
    over = outcome.for_good or tries >= TRIES
    error = _UNSTORABLE.sub("\ufffd", outcome.error[:LONGEST_ERROR])
    told = {"error": error, "result": None, "finished_at": now() if over else None}
    return free | told | {"status": "failed" if over else "suspect", "attempt": tries}
