"""Two clients that are one firm: what becomes of both, and the merger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage import client_tags
from survey.storage.client_rows import (
    Client,
    ClientChangedError,
    NoSuchClientError,
    Particulars,
    held_in_order,
    revision_of,
    sort_name,
)
from survey.storage.database import empty_log, reading, writing
from survey.storage.models import AssessmentRow, ClientNoteRow, ClientRow, ClientTagRow, now


@dataclass(frozen=True)
class Counted:
    """How much there is of a client."""

    assessments: int
    notes: int


@dataclass(frozen=True)
class Author:
    """The member who merges, and what is noted of the client that goes: what would be lost with it."""

    user_id: int
    name: str
    note: str


def counted(client_id: int) -> Counted:
    assessments = sa.select(sa.func.count()).select_from(AssessmentRow).filter_by(client_id=client_id)
    notes = sa.select(sa.func.count()).select_from(ClientNoteRow).filter_by(client_id=client_id)
    with reading() as session:
        return Counted(session.scalar(assessments) or 0, session.scalar(notes) or 0)


def merged(kept: Client, other: Client) -> Particulars:
    """What is said about the one client that is left: of each part what the kept one says, else the other."""
    known = {client_tags.key_of(tag): tag for tag in (*other.tags, *kept.tags)}
    return Particulars(
        name=kept.name,
        ref=kept.ref or other.ref,
        email=kept.email or other.email,
        profile=_profile(kept.profile, other.profile),
        tags=[known[key] for key in sorted(known)],
    )


def merge(kept: Client, other: Client, seen: tuple[str, str], by: Author) -> None:
    """Move everything of the other client to the kept one, and remove it. Series stay apart, with their stages.

    ``seen``: the revisions of both on the page that asked. Raises ``ClientChangedError`` and ``NoSuchClientError``,
    and ``ValueError`` for a client and itself or one of another organisation.
    """
    if kept.id == other.id or kept.organisation_id != other.organisation_id:
        raise ValueError("only two clients of one organisation can be merged")
    with writing() as session:
        rows = {row.id: row for row in held_in_order(session, kept.organisation_id, [kept.public_id, other.public_id])}
        if len(rows) < 2:
            raise NoSuchClientError
        stays, goes = rows[kept.id], rows[other.id]
        if (revision_of(stays.updated_at), revision_of(goes.updated_at)) != seen:
            raise ClientChangedError
        _move(session, stays, goes)
        _write(session, stays, goes, merged(kept, other))
        session.add(ClientNoteRow(client_id=stays.id, user_id=by.user_id, author=by.name, text=by.note))
    empty_log()


def _move(session: Session, stays: ClientRow, goes: ClientRow) -> None:
    for kind in (AssessmentRow, ClientNoteRow):
        held = sa.select(kind.id).filter_by(client_id=goes.id).order_by(kind.id).with_for_update()
        session.execute(held)
        session.execute(sa.update(kind).where(kind.client_id == goes.id).values(client_id=stays.id))


def _write(session: Session, stays: ClientRow, goes: ClientRow, given: Particulars) -> None:
    session.execute(sa.delete(ClientTagRow).filter_by(client_id=goes.id))
    # It goes first: the number that it may leave behind can be there once only.
    session.execute(sa.delete(ClientRow).filter_by(id=goes.id))
    stays.name, stays.sort_name = given.name, sort_name(given.name)
    stays.ref, stays.email = given.ref or None, given.email
    stays.profile, stays.updated_at = dict(given.profile or {}), now()
    session.flush()
    client_tags.replace(session, stays, given.tags)


def _profile(kept: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Country and region go together: a region of the one in a country of the other is nowhere."""
    filled = {name: kept.get(name) or other.get(name) or "" for name in {**other, **kept}}
    if kept.get("country") and kept.get("country") != other.get("country"):
        filled["region"] = kept.get("region") or ""
    return filled
