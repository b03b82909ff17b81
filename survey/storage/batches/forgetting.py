"""Reports that have to go before their time: their client was deleted, or the firm deleted or shares no more what it
had told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage import items
from survey.storage.batches import partfiles
from survey.storage.batches.files import place_of
from survey.storage.batches.held import folder_of
from survey.storage.batches.partfiles import Place
from survey.storage.models import AssessmentRow, BatchRow, ClientRow, JobItemRow, JobRow


@dataclass(frozen=True)
class Gone:
    """A report that nobody may have any more, and the batch in whose files it still is."""

    batch: str
    place: Place


def drop_reports(session: Session, stages: sa.Select[Any]) -> list[Gone]:
    """Take the reports of these stages (their numbers) out of all batches of whose clients they are.

    An archive that holds one is written anew. ``wipe`` what comes back as soon as the transaction is committed.
    """
    known = (
        sa.select(ClientRow.organisation_id, AssessmentRow.id)
        .join(ClientRow, ClientRow.id == AssessmentRow.client_id)
        .where(AssessmentRow.id.in_(stages))
    )
    return _drop_all(session, known, JobItemRow.payload["assessment"].as_integer())


def drop_of_clients(session: Session, which: sa.Select[Any]) -> list[Gone]:
    """The same for what was ordered of these clients (their numbers) and is of stages that are theirs no more."""
    known = sa.select(ClientRow.organisation_id, ClientRow.public_id).where(ClientRow.id.in_(which))
    return _drop_all(session, known, JobItemRow.payload["client"].as_string())


def _drop_all(session: Session, known: sa.Select[Any, Any], of: sa.ColumnElement[Any]) -> list[Gone]:
    """``known``: pairs of an organisation and a value that ``of`` has in those that go."""
    values: dict[int, list[Any]] = {}
    for organisation, value in session.execute(known):
        values.setdefault(organisation, []).append(value)
    gone: list[Gone] = []
    for organisation, theirs in values.items():
        for start in range(0, len(theirs), 500):
            gone += _drop(session, organisation, of.in_(theirs[start : start + 500]))
    return gone


def _drop(session: Session, organisation: int, which: sa.ColumnElement[bool]) -> list[Gone]:
    theirs = (
        sa.select(JobItemRow.id, JobItemRow.job_id, BatchRow.public_id)
        .join(BatchRow, BatchRow.job_id == JobItemRow.job_id)
        .where(BatchRow.organisation_id == organisation, which)
    )
    found = session.execute(theirs).all()
    names = {row.job_id: row.public_id for row in found}
    jobs = [job for number in sorted(names) if (job := items.hold(session, number)) is not None]
    rows = session.execute(
        sa.select(JobItemRow.job_id, JobItemRow.result).where(JobItemRow.id.in_([row.id for row in found]))
    ).all()
    session.execute(sa.delete(JobItemRow).where(JobItemRow.id.in_([row.id for row in found])))
    for job in jobs:
        _without(session, job)
    return [Gone(names[row.job_id], place_of(row.result)) for row in rows if row.result]


def _without(session: Session, job: JobRow) -> None:
    if job.status == "done" and job.payload.get("archive"):
        items.pack(session, job)
    else:
        items.settle(session, job)


def drop_batches(session: Session, organisation_id: int) -> list[str]:
    """Remove all batches of an organisation; public ids whose files are to be removed once that is committed."""
    theirs = sa.select(BatchRow.public_id, BatchRow.job_id).filter_by(organisation_id=organisation_id)
    found = session.execute(theirs).all()
    session.execute(sa.delete(JobRow).where(JobRow.id.in_([row.job_id for row in found])))
    return [row.public_id for row in found]


def wipe(gone: Sequence[Gone]) -> None:
    """Overwrite reports in the files that still hold them."""
    for one in gone:
        partfiles.blank(folder_of(one.batch), [one.place])


def remove_files(batches: Sequence[str]) -> None:
    for public_id in batches:
        partfiles.clear(folder_of(public_id))
