"""Deleting clients for good. What the firm itself can open stays with the firm, and only loses its client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage import outbox
from survey.storage.access import parted
from survey.storage.batches import forgetting
from survey.storage.batches.forgetting import Gone
from survey.storage.database import empty_log, reading, writing
from survey.storage.models import AssessmentRow, ClientNoteRow, ClientRow, LinkRow, RightRow, now


@dataclass(frozen=True)
class Held:
    """How many notes and assessments there are of a client: deleted with it, and kept by the firm itself."""

    notes: int
    deleted: int
    kept: int


def held(client_id: int) -> Held:
    """What deleting the client would remove, and what it would leave."""
    mine = AssessmentRow.client_id == client_id
    noted = sa.select(sa.func.count()).select_from(ClientNoteRow).filter_by(client_id=client_id)
    every = sa.select(sa.func.count()).select_from(AssessmentRow).where(mine)
    with reading() as session:
        kept = session.scalar(every.where(AssessmentRow.series.in_(_firms_own(mine)))) or 0
        return Held(session.scalar(noted) or 0, (session.scalar(every) or 0) - kept, kept)


def delete(organisation_id: int, public_id: str) -> bool:
    """Remove the client with notes, tags and assessments, and its reports in batches; whether there was one."""
    with writing() as session:
        which = sa.select(ClientRow.id).filter_by(organisation_id=organisation_id, public_id=public_id)
        found, gone = _delete(session, which)
    empty_log()
    forgetting.wipe(gone)
    return found


def delete_of_organisation(session: Session, organisation_id: int) -> None:
    """The same for every client of an organisation that is held."""
    _delete(session, _all(organisation_id))


def hold_of_organisation(session: Session, organisation_id: int) -> None:
    """Hold every client with its stages, before their batches are held: so do all others, and none waits for ever."""
    _hold(session, _all(organisation_id))


def _all(organisation_id: int) -> sa.Select[Any]:
    return sa.select(ClientRow.id).filter_by(organisation_id=organisation_id)


def _hold(session: Session, which: sa.Select[Any]) -> Sequence[int]:
    """The numbers of the clients, held in the order of all others: clients first, then stages, each by number."""
    found = session.scalars(which.order_by(ClientRow.id).with_for_update()).all()
    stages = sa.select(AssessmentRow.id).where(AssessmentRow.client_id.in_(which)).order_by(AssessmentRow.id)
    session.execute(stages.with_for_update())
    return found


def _delete(session: Session, which: sa.Select[Any]) -> tuple[bool, list[Gone]]:
    mine = AssessmentRow.client_id.in_(which)
    found = _hold(session, which)
    reports = forgetting.drop_reports(session, sa.select(AssessmentRow.id).where(mine))
    reports += forgetting.drop_of_clients(session, which)
    _leave_to_firms(session, mine)
    gone = session.scalars(sa.select(AssessmentRow.public_id).where(mine)).all()
    session.execute(sa.delete(AssessmentRow).where(mine))
    outbox.drop(session, gone)
    session.execute(sa.delete(ClientRow).where(ClientRow.id.in_(which)))
    return bool(found), reports


def _leave_to_firms(session: Session, mine: sa.ColumnElement[bool]) -> None:
    """Let go of the assessments that firms can open, and end invitations into these that nobody took."""
    own = session.scalars(_firms_own(mine)).all()
    stages = sa.select(AssessmentRow.id).where(mine, AssessmentRow.series.in_(own))
    untaken = sa.update(LinkRow).where(
        LinkRow.assessment_id.in_(stages), LinkRow.invitation, LinkRow.last_used_at.is_(None)
    )
    session.execute(untaken.values(revoked_at=now()).execution_options(synchronize_session=False))
    session.execute(sa.update(AssessmentRow).where(mine, AssessmentRow.series.in_(own)).values(**parted()))


def _firms_own(mine: sa.ColumnElement[bool]) -> sa.Select[tuple[str]]:
    """The series among these that a firm has as its own: by a browser, or by a link of its own or one that it took.

    An invitation that nobody has taken yet is still in the organisation's hands.
    """
    # Any stage of the series counts, also one that the firm shares no more: its owner's right is one to all of them.
    touched = AssessmentRow.series.in_(sa.select(AssessmentRow.series).where(mine))
    theirs = sa.or_(LinkRow.id.is_(None), LinkRow.kind == "owner")
    by_right = (
        sa.select(AssessmentRow.series)
        .join(RightRow, RightRow.assessment_id == AssessmentRow.id)
        .outerjoin(LinkRow, LinkRow.id == RightRow.link_id)
        .where(touched, theirs)
    )
    taken = sa.or_(LinkRow.invitation.is_(False), LinkRow.last_used_at.is_not(None))
    by_link = (
        sa.select(AssessmentRow.series)
        .join(LinkRow, LinkRow.assessment_id == AssessmentRow.id)
        .where(touched, LinkRow.kind == "owner", LinkRow.revoked_at.is_(None), taken)
    )
    found = sa.union(by_right, by_link).subquery()
    return sa.select(found.c.series)
