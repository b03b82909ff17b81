"""A batch held for a change, with its job: the job first, then its items, so that no two transactions deadlock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from survey.storage.database import writing
from survey.storage.models import BatchRow, JobRow
from survey.storage.tokens import is_id


@dataclass(frozen=True)
class Held:
    """Rows that nobody else changes until the transaction ends."""

    session: Session
    batch: BatchRow
    job: JobRow


@contextmanager
def held(organisation_id: int, public_id: str) -> Iterator[Held | None]:
    """The batch, if it is this organisation's."""
    with writing() as session:
        mine = sa.select(BatchRow.job_id).filter_by(organisation_id=organisation_id, public_id=public_id)
        job_id = session.scalar(mine) if is_id(public_id) else None
        # The batch could go between the two.
        job = session.scalar(sa.select(JobRow).filter_by(id=job_id).with_for_update()) if job_id else None
        batch = session.scalar(sa.select(BatchRow).filter_by(job_id=job.id)) if job else None
        yield Held(session, batch, job) if job and batch else None


def folder_of(public_id: str) -> Path:
    """Where the files of a batch are."""
    root: Path = current_app.config["WAYMARK"].batches_dir
    return root / public_id
