"""Purging: what is no longer needed leaves the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from survey.storage.database import writing
from survey.storage.models import AssessmentRow, CounterRow, JobRow, LinkRow, now

JOB_AGE = timedelta(days=30)
"""How long finished jobs are kept for whoever looks into what happened."""


def purge(draft_age: timedelta) -> Mapping[str, int]:
    """Remove drafts untouched for so long, revoked links, counters past their window and old jobs; counts by table."""
    moment = now()
    old = [
        sa.delete(AssessmentRow).where(AssessmentRow.status == "open", AssessmentRow.updated_at < moment - draft_age),
        sa.delete(LinkRow).where(LinkRow.revoked_at.is_not(None)),
        sa.delete(CounterRow).where(CounterRow.expires_at <= moment),
        sa.delete(JobRow).where(JobRow.finished_at < moment - JOB_AGE),
    ]
    with writing() as session:
        return {delete.table.name: session.execute(delete).rowcount for delete in old}
