"""Purging: what is no longer needed leaves the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage.database import empty_log, executed, writing
from survey.storage.imports import uploads
from survey.storage.models import (
    AnswerRow,
    AssessmentRow,
    Base,
    ContributionRow,
    CounterRow,
    ImportRow,
    InvitationRow,
    JobRow,
    LinkRow,
    RightRow,
    now,
)
from survey.storage.submissions import restore

JOB_AGE = timedelta(days=30)
"""How long finished jobs are kept for whoever looks into what happened, and expired invitations to be made anew."""


def purge(draft_age: timedelta) -> Mapping[str, int]:
    """Remove what was left unfinished for so long, revoked links, counters past their window, old jobs and invitations.

    A firm that has a submission is never removed: an unfinished next stage goes alone, and an unfinished update ends
    with the answers as they were handed in. Returns counts of removed rows by table.
    """
    moment = now()
    old: dict[type[Base], sa.ColumnElement[bool]] = {
        LinkRow: LinkRow.revoked_at.is_not(None) & LinkRow.id.not_in(_needed_links()),
        ImportRow: uploads.old(moment),
        CounterRow: CounterRow.expires_at <= moment,
        JobRow: JobRow.finished_at < moment - JOB_AGE,
        InvitationRow: InvitationRow.expires_at < moment - JOB_AGE,
    }
    with writing() as session:
        _end_updates(session, moment - draft_age)
        removed = {AssessmentRow.__tablename__: _remove_drafts(session, moment - draft_age)}
        removed |= {row.__tablename__: executed(session, sa.delete(row).where(which)) for row, which in old.items()}
    empty_log()
    return removed


def _end_updates(session: Session, before: datetime) -> None:
    query = _left(before).where(AssessmentRow.submitted_at.is_not(None))
    for row in session.scalars(query).all():
        restore(session, row)


def _remove_drafts(session: Session, before: datetime) -> int:
    """Remove stages never handed in; only the last of a series can be one."""
    drafts = session.scalars(_left(before).where(AssessmentRow.submitted_at.is_(None))).all()
    for draft in drafts:
        if draft.previous_id is not None:
            _hand_back(session, draft.id, draft.previous_id)
    session.execute(sa.delete(AssessmentRow).where(AssessmentRow.id.in_([draft.id for draft in drafts])))
    return len(drafts)


def _hand_back(session: Session, stage_id: int, previous_id: int) -> None:
    """What opened the whole series by its last stage opens it by the one before."""
    owners = sa.select(LinkRow.id).filter_by(assessment_id=stage_id, kind="owner")
    by_link = RightRow.link_id.in_(owners) | RightRow.link_id.is_(None)
    rights = sa.update(RightRow).where(RightRow.assessment_id == stage_id, by_link)
    session.execute(rights.values(assessment_id=previous_id))
    links = sa.update(LinkRow).where(LinkRow.assessment_id == stage_id, LinkRow.kind == "owner")
    session.execute(links.values(assessment_id=previous_id))


def _left(before: datetime) -> sa.Select[AssessmentRow]:
    """Open assessments that nobody touched since, held; one that is held by somebody is being touched."""
    query = sa.select(AssessmentRow).where(AssessmentRow.status == "open", AssessmentRow.updated_at < before)
    return query.with_for_update(skip_locked=True)


def _needed_links() -> sa.CompoundSelect[int]:
    """Links by which answers are known to be a colleague's."""
    return sa.union(
        sa.select(AnswerRow.answered_by).where(AnswerRow.answered_by.is_not(None)),
        sa.select(ContributionRow.link_id),
    )
