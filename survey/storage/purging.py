"""Purging: what is no longer needed leaves the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from survey.storage.database import empty_log, executed, writing
from survey.storage.models import AssessmentRow, Base, CounterRow, JobRow, LinkRow, now

JOB_AGE = timedelta(days=30)
"""How long finished jobs are kept for whoever looks into what happened."""


def purge(draft_age: timedelta) -> Mapping[str, int]:
    """Remove drafts untouched for so long, revoked links, counters past their window and old jobs; counts by table."""
    moment = now()
    old: dict[type[Base], sa.ColumnElement[bool]] = {
        AssessmentRow: (AssessmentRow.status == "open") & (AssessmentRow.updated_at < moment - draft_age),
        LinkRow: LinkRow.revoked_at.is_not(None),
        CounterRow: CounterRow.expires_at <= moment,
        JobRow: JobRow.finished_at < moment - JOB_AGE,
    }
    with writing() as session:
        removed = {row.__tablename__: executed(session, sa.delete(row).where(which)) for row, which in old.items()}
    empty_log()
    return removed
