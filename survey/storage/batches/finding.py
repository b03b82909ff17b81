"""Batches found, listed and opened, as the members of their organisation see them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage.batches.ordering import AT_A_TIME
from survey.storage.batches.reasons import reason
from survey.storage.batches.values import Batch, BatchStatus, Item, ItemStatus, Only, Page
from survey.storage.database import reading
from survey.storage.models import BatchRow, ClientRow, JobItemRow, JobRow, UserRow, now
from survey.storage.paging import pages_of, within
from survey.storage.tokens import is_id

PAGE = 50
"""Items on a page."""

LISTED = 50
"""Batches in a listing, the newest."""

LATELY = timedelta(minutes=2)
"""How far back is looked to say how long the rest will take."""

ONLY: Mapping[Only, Sequence[str]] = {
    "": (),
    "open": ("waiting", "suspect", "running"),
    "done": ("done",),
    "failed": ("failed",),
}


def find(organisation_id: int, public_id: str) -> Batch | None:
    """The batch, if it is this organisation's."""
    if not is_id(public_id):
        return None
    mine = _QUERY.where(BatchRow.organisation_id == organisation_id, BatchRow.public_id == public_id)
    with reading() as session:
        return next(iter(_values(session, session.execute(mine).all())), None)


def listing(organisation_id: int) -> list[Batch]:
    """The newest batches, the last first."""
    theirs = _QUERY.where(BatchRow.organisation_id == organisation_id).order_by(BatchRow.id.desc()).limit(LISTED)
    with reading() as session:
        return _values(session, session.execute(theirs).all())


def is_for(organisation_id: int, public_id: str, clients: Collection[str]) -> bool:
    """Whether the batch was ordered for these clients, by public id, and no others, but for those deleted since."""
    mine = sa.select(BatchRow.job_id).filter_by(organisation_id=organisation_id, public_id=public_id)
    theirs = sa.select(JobItemRow.payload["client"].as_string()).where(JobItemRow.job_id == mine.scalar_subquery())
    with reading() as session:
        ordered = set(session.scalars(theirs))
        missing = sorted(set(clients) - ordered)
        return ordered <= set(clients) and not any(
            _are_there(session, organisation_id, missing[start : start + AT_A_TIME])
            for start in range(0, len(missing), AT_A_TIME)
        )


def _are_there(session: Session, organisation_id: int, clients: Sequence[str]) -> bool:
    those = sa.select(ClientRow.id).filter_by(organisation_id=organisation_id).where(ClientRow.public_id.in_(clients))
    return session.scalar(those.limit(1)) is not None


def items(organisation_id: int, public_id: str, *, page: int = 1, only: Only = "") -> Page | None:
    """Items in the order in which they were ordered: the page that is asked for, of those past the end the last."""
    batch = find(organisation_id, public_id)
    if batch is None:
        return None
    mine = sa.select(JobItemRow).join(BatchRow, BatchRow.job_id == JobItemRow.job_id).filter_by(public_id=public_id)
    if ONLY[only]:
        mine = mine.where(JobItemRow.status.in_(ONLY[only]))
    with reading() as session:
        found = session.scalar(sa.select(sa.func.count()).select_from(mine.subquery())) or 0
        pages, number = pages_of(found, PAGE), within(page, found, PAGE)
        rows = session.scalars(mine.order_by(JobItemRow.position).limit(PAGE).offset((number - 1) * PAGE))
        return Page(tuple(_item(row, batch.language) for row in rows), number, pages, found)


_QUERY = (
    sa.select(BatchRow, JobRow.status, JobRow.payload)
    .add_columns(sa.func.coalesce(sa.func.nullif(UserRow.name, ""), UserRow.email, "").label("by"))
    .join(JobRow, JobRow.id == BatchRow.job_id)
    .outerjoin(UserRow, UserRow.id == BatchRow.user_id)
)


def _values(session: Session, rows: Sequence[Any]) -> list[Batch]:
    counts = _counts(session, [row.BatchRow.job_id for row in rows])
    return [_value(session, row, counts.get(row.BatchRow.job_id, {})) for row in rows]


def _counts(session: Session, jobs: Sequence[int]) -> dict[int, dict[str, int]]:
    query = (
        sa.select(JobItemRow.job_id, JobItemRow.status, sa.func.count())
        .where(JobItemRow.job_id.in_(jobs))
        .group_by(JobItemRow.job_id, JobItemRow.status)
    )
    found: dict[int, dict[str, int]] = {}
    for job, status, count in session.execute(query):
        found.setdefault(job, {})[status] = count
    return found


def _value(session: Session, found: Any, counts: Mapping[str, int]) -> Batch:
    row = found.BatchRow
    done, failed, running = (counts.get(status, 0) for status in ("done", "failed", "running"))
    status = "waiting" if found.status == "running" and not (done or failed or running) else found.status
    left = sum(counts.get(status, 0) for status in ONLY["open"])
    expired = row.expires_at is not None and row.expires_at <= now()
    return Batch(
        public_id=row.public_id,
        name=row.name,
        by=found.by,
        status=cast(BatchStatus, status),
        language=row.language,
        paper=row.paper,
        for_us=row.for_us,
        letter=row.letter,
        day=row.day,
        total=sum(counts.values()),
        done=done,
        failed=failed,
        running=running,
        created_at=row.created_at,
        finished_at=row.packed_at or row.cancelled_at,
        expires_at=row.expires_at,
        seconds_left=_seconds_left(session, row, left) if found.status == "running" else None,
        size=found.payload.get("size") if found.status == "done" and not expired else None,
        has_expired=expired,
    )


def _seconds_left(session: Session, row: BatchRow, left: int) -> float | None:
    """By what was finished lately, or since the batch was begun or last gone on with."""
    moment = now()
    since = max(row.updated_at, moment - LATELY)
    count = _finished_since(session, row.job_id, since)
    return left * (moment - since).total_seconds() / count if count else None


def _finished_since(session: Session, job: int, since: datetime) -> int:
    theirs = sa.select(sa.func.count()).select_from(JobItemRow).where(JobItemRow.job_id == job)
    return session.scalar(theirs.where(JobItemRow.finished_at >= since)) or 0


def _item(row: JobItemRow, language: str) -> Item:
    result = row.result or {}
    return Item(
        position=row.position,
        client=row.payload["client"],
        name=row.payload["name"],
        ref=row.payload["ref"],
        status=cast(ItemStatus, "waiting" if row.status == "suspect" else row.status),
        level=result.get("level", ""),
        warning=result.get("warning", ""),
        error=reason(row.error, language) if row.status == "failed" and row.error else "",
        has_file=row.status == "done" and bool(result),
    )
