"""Invitations: private links by which a client's own firm answers, made by an organisation for its client."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from scoring.instrument import Instrument
from survey.storage import access, outbox
from survey.storage.client_assessments import State, started, state_of
from survey.storage.client_rows import held_in_order, locked
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow, ClientRow, JobRow, LinkRow, now
from survey.storage.outbox import Letter

PRESSED_TWICE = timedelta(seconds=10)
NOT_BEGUN: tuple[State, ...] = ("none", "invited", "opened")
"""States of a client that can be invited along with others: whoever has begun is not asked to."""


@dataclass(frozen=True)
class Invitation:
    """A link that works, by which the firm was asked to answer; ``opened_at``: when it was last used."""

    link_id: int
    assessment: str
    created_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True)
class Told:
    """How invitations are worded: by which organisation, under which name among the links, in which language."""

    by: str
    name: str
    language: str
    page: str
    """What only one drawing of the page has: sent twice, it sends one letter."""


@dataclass(frozen=True)
class Asked:
    """Public ids of clients that are written to; that have no address; that have begun or finished already."""

    written_to: tuple[str, ...]
    without_address: tuple[str, ...]
    already: tuple[str, ...]


def invite(client_id: int, instrument: Instrument, name: str) -> tuple[str, str]:
    """The assessment that the firm is to answer, and the token of a new link to it.

    Of two that were asked for within seconds, as by a button pressed twice, the first one ends.
    Raises ``NoSuchClientError``.
    """
    with writing() as session:
        row = started(session, locked(session, client_id), instrument, "self")
        for link in session.scalars(_invitations(client_id).where(LinkRow.created_at > now() - PRESSED_TWICE)):
            if link.assessment_id == row.id and link.last_used_at is None:
                access.end(session, link)
        made, token = access.add_link(session, row, "owner", name, ())
        made.invitation = True
        return row.public_id, token


def write_to(client_id: int, instrument: Instrument, address: str, told: Told) -> None:
    """Put a letter with an invitation into the outbox. Raises ``NoSuchClientError``."""
    with writing() as session:
        _put_letter(session, locked(session, client_id), instrument, address, told)


def write_to_all(organisation_id: int, clients: Collection[str], instrument: Instrument, told: Told) -> Asked:
    """Invite each of these clients that has an address and has not begun."""
    written_to, without, already = [], [], []
    with writing() as session:
        for row in held_in_order(session, organisation_id, clients):
            if _state(session, row.id) not in NOT_BEGUN:
                already.append(row.public_id)
            elif not row.email:
                without.append(row.public_id)
            else:
                _put_letter(session, row, instrument, row.email, told)
                written_to.append(row.public_id)
    return Asked(tuple(written_to), tuple(without), tuple(already))


def invitations(client_id: int) -> list[Invitation]:
    """The invitations that work, the latest first."""
    query = _invitations(client_id).add_columns(AssessmentRow.public_id).order_by(LinkRow.id.desc())
    with reading() as session:
        return [
            Invitation(link.id, public_id, link.created_at, link.last_used_at)
            for link, public_id in session.execute(query)
        ]


def on_their_way(client_id: int) -> int:
    """How many letters to the client wait to be sent."""
    about = JobRow.payload["assessment"].as_string()
    mine = sa.select(AssessmentRow.public_id).filter_by(client_id=client_id)
    waiting = sa.select(JobRow.payload).where(JobRow.kind == outbox.KIND, JobRow.finished_at.is_(None), about.in_(mine))
    with reading() as session:
        return sum(bool(payload.get("by")) for payload in session.scalars(waiting))


def end_invitation(client_id: int, link_id: int) -> bool:
    """End the link, and the access of every device that came by it; whether it was an invitation of this client."""
    query = _invitations(client_id).add_columns(AssessmentRow.public_id).where(LinkRow.id == link_id)
    with reading() as session:
        found = session.execute(query).one_or_none()
    if found is None:
        return False
    access.revoke(found.public_id, link_id)
    return True


def _put_letter(session: Session, client: ClientRow, instrument: Instrument, address: str, told: Told) -> None:
    row = started(session, client, instrument, "self")
    letter = Letter(row.public_id, address, told.language, "owner", told.name, [], told.by)
    outbox.put(session, letter, told.page)


def _state(session: Session, client_id: int) -> str:
    query = sa.select(state_of()).where(AssessmentRow.client_id == client_id).order_by(AssessmentRow.id.desc())
    return session.scalar(query.limit(1)) or "none"


def _invitations(client_id: int) -> sa.Select[LinkRow]:
    return (
        sa.select(LinkRow)
        .join(AssessmentRow, AssessmentRow.id == LinkRow.assessment_id)
        .where(AssessmentRow.client_id == client_id, LinkRow.invitation, LinkRow.revoked_at.is_(None))
    )
