"""What a job's archive is made of, and the moment from which it takes the place of the parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from reports.archive import Entry
from survey.storage import items
from survey.storage.batches import partfiles
from survey.storage.batches.files import place_of
from survey.storage.batches.ordering import kept
from survey.storage.batches.partfiles import Place
from survey.storage.batches.reasons import reason
from survey.storage.database import executed, reading, writing
from survey.storage.models import BatchRow, JobItemRow, JobRow, now

AT_A_TIME = 200


class Unwanted(Exception):  # noqa: N818 - a state, not a fault
    """No archive is to be made of the job, or not any more."""


def entries(job: int, folder: Path, language: str) -> Iterator[tuple[int, Entry]]:
    """The entries of the archive with the ids of their items, in the order in which they were ordered.

    Raises ``Unwanted`` as soon as nobody waits for it, and ``LostError`` where a part is gone.
    """
    for row in _rows(job):
        who, told = row.payload, row.result
        if row.status == "done":
            pdf, name = partfiles.read(folder, place_of(told)), who["name"] or told["firm"]
            actions = tuple(told["actions"])
            yield row.id, Entry(name, pdf, who["ref"], who["email"], told["level"], actions, warning=told["warning"])
        else:
            fault = reason(row.error or "", language)
            yield row.id, Entry(who["name"], None, who["ref"], who["email"], fault=fault)


def _rows(job: int) -> Iterator[Any]:
    columns = (JobItemRow.id, JobItemRow.position, JobItemRow.status)
    query = sa.select(*columns, JobItemRow.payload, JobItemRow.result, JobItemRow.error).filter_by(job_id=job)
    last = -1
    while True:
        with reading() as session:
            if session.scalar(sa.select(JobRow.status).filter_by(id=job)) != "packing":
                raise Unwanted
            some = query.where(JobItemRow.position > last).order_by(JobItemRow.position).limit(AT_A_TIME)
            rows = session.execute(some).all()
        yield from rows
        if len(rows) < AT_A_TIME:
            return
        last = rows[-1].position


def packed(job: int, path: Path, places: Sequence[tuple[int, Place]]) -> bool:
    """From now on the reports are where ``places`` says, by the ids of their items; whether it is so.

    It is not where the archive holds another report than is wanted by now, or lacks one.
    """
    with writing() as session:
        row = items.hold(session, job)
        if row is None or row.status != "packing":
            return False
        done = sa.select(JobItemRow).filter_by(job_id=job, status="done").order_by(JobItemRow.position)
        rows = session.scalars(done).all()
        if [one.id for one in rows] != [id for id, _ in places]:
            return False
        moved = [
            {"id": one.id, "result": {**(one.result or {}), **vars(place)}}
            for one, (_, place) in zip(rows, places, strict=True)
        ]
        session.expunge_all()
        if moved:
            session.execute(sa.update(JobItemRow), moved)
        done_with = sa.update(JobRow).filter_by(id=job)
        session.execute(done_with.values(status="done", payload={"archive": path.name, "size": path.stat().st_size}))
        moment = now()
        # Packed anew, without one report or with one more, it is kept no longer than was said.
        until = sa.case((BatchRow.packed_at.is_(None), moment + kept()), else_=BatchRow.expires_at)
        batch = sa.update(BatchRow).filter_by(job_id=job)
        session.execute(batch.values(packed_at=moment, expires_at=until))
        return True


def is_wanted(job: int) -> bool:
    """Whether an archive is to be made of the job."""
    with reading() as session:
        return session.scalar(sa.select(JobRow.status).filter_by(id=job)) == "packing"


def redo(job: int, part: str) -> None:
    """Have the reports made again whose part is gone."""
    with writing() as session:
        row = items.hold(session, job)
        if row is None or row.status != "packing":
            return
        gone = sa.update(JobItemRow).where(
            JobItemRow.job_id == job, JobItemRow.status == "done", JobItemRow.result["part"].as_string() == part
        )
        executed(session, gone.values(status="waiting", result=None, finished_at=None))
        row.status = "running"
