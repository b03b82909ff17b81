"""Deleting the clients of an organisation: everything of them goes, but for what a firm itself holds."""

from __future__ import annotations

import sqlalchemy as sa

from survey.storage import outbox
from survey.storage.database import empty_log, writing
from survey.storage.models import AssessmentRow, ClientRow, LinkRow, RightRow

AT_ONCE = 5_000
"""A statement takes only so many values."""


def delete_clients(organisation_id: int) -> None:
    """Remove the clients of the organisation with their assessments.

    An assessment that the firm itself holds, on a device of its own or by a private link it has used, stays the firm's.
    """
    clients = sa.select(ClientRow.id).filter_by(organisation_id=organisation_id)
    with writing() as session:
        held = sa.select(AssessmentRow.series).where(AssessmentRow.id.in_(_held_by_firms()))
        theirs = AssessmentRow.client_id.in_(clients) & AssessmentRow.series.not_in(held)
        # Held in the order in which others hold several stages, so that no two requests deadlock.
        rows = sa.select(AssessmentRow.public_id).where(theirs).order_by(AssessmentRow.id).with_for_update()
        stages = session.scalars(rows).all()
        session.execute(sa.delete(AssessmentRow).where(theirs))
        for first in range(0, len(stages), AT_ONCE):
            outbox.drop(session, stages[first : first + AT_ONCE])
        session.execute(sa.delete(ClientRow).filter_by(organisation_id=organisation_id))
    empty_log()


def _held_by_firms() -> sa.Select[int]:
    """Assessments that some browser has an owner's right to."""
    rights = sa.select(RightRow.assessment_id).outerjoin(LinkRow, LinkRow.id == RightRow.link_id)
    return rights.where(sa.or_(RightRow.link_id.is_(None), LinkRow.kind == "owner"))
