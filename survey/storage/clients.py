"""Clients of an organisation: found, added, changed, put away."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage import client_tags
from survey.storage.client_deleting import Held, delete, held
from survey.storage.client_rows import (
    Client,
    ClientChangedError,
    NoSuchClientError,
    Particulars,
    RefTakenError,
    client_of,
    held_in_order,
    locked,
    revision_of,
    sort_name,
)
from survey.storage.database import reading, writing
from survey.storage.models import ClientRow, now
from survey.storage.tokens import id_of, is_id, new_id

__all__ = [
    "Client",
    "ClientChangedError",
    "Held",
    "NoSuchClientError",
    "Particulars",
    "RefTakenError",
    "add",
    "add_once",
    "change",
    "delete",
    "find",
    "held",
    "put_away",
    "sort_name",
    "tag_all",
]


def find(organisation_id: int, public_id: str) -> Client | None:
    """The client, if it is this organisation's."""
    if not is_id(public_id):
        return None
    query = sa.select(ClientRow).filter_by(organisation_id=organisation_id, public_id=public_id)
    with reading() as session:
        row = session.scalar(query)
        return client_of(session, row) if row else None


def add_once(organisation_id: int, given: Particulars, word: str | None) -> tuple[str, bool]:
    """``add``, once for each word of the organisation, and whether it was now; None: every time."""
    if word is None:
        return add(organisation_id, given), True
    public_id = id_of("client", str(organisation_id), word)
    if find(organisation_id, public_id):
        return public_id, False
    try:
        return add(organisation_id, given, public_id), True
    except RefTakenError:  # perhaps by the same request, sent twice at the same moment
        if find(organisation_id, public_id) is None:
            raise
        return public_id, False


def add(organisation_id: int, given: Particulars, public_id: str = "") -> str:
    """The public id of a new client, by default a new one. Raises ``RefTakenError``."""
    row = ClientRow(organisation_id=organisation_id, public_id=public_id or new_id())
    try:
        with writing() as session:
            _check_ref(session, organisation_id, given.ref)
            _write(row, given)
            session.add(row)
            session.flush()
            client_tags.replace(session, row, given.tags)
            return row.public_id
    except sa.exc.IntegrityError:  # on PostgreSQL two can look before either writes
        raise _taken(organisation_id, given.ref) from None


def change(client: Client, given: Particulars, seen: str) -> None:
    """Replace what is said about the client, if it is still as the page saw it.

    Raises ``ClientChangedError``, ``RefTakenError`` and ``NoSuchClientError``.
    """
    try:
        with writing() as session:
            row = locked(session, client.id)
            if revision_of(row.updated_at) != seen:
                raise ClientChangedError
            _check_ref(session, row.organisation_id, given.ref, but=row.id)
            _write(row, given)
            client_tags.replace(session, row, given.tags)
    except sa.exc.IntegrityError:
        raise _taken(client.organisation_id, given.ref) from None


def put_away(organisation_id: int, clients: Collection[str], archived: bool) -> int:
    """Archive these clients, or bring them back; how many of them were not so already."""
    with writing() as session:
        rows = [row for row in held_in_order(session, organisation_id, clients) if bool(row.archived_at) != archived]
        for row in rows:
            row.archived_at = now() if archived else None
            row.updated_at = now()
        return len(rows)


def tag_all(organisation_id: int, clients: Collection[str], tags: Sequence[str]) -> int:
    """Give these tags to each of these clients as well; how many clients there were."""
    with writing() as session:
        rows = held_in_order(session, organisation_id, clients)
        for row in rows:
            client_tags.add(session, row, tags)
            row.updated_at = now()
        return len(rows)


def _write(row: ClientRow, given: Particulars) -> None:
    row.name, row.sort_name = given.name, sort_name(given.name)
    row.ref, row.email = given.ref or None, given.email
    row.profile = dict(given.profile or {})
    row.updated_at = now()


def _check_ref(session: Session, organisation_id: int, ref: str, but: int = 0) -> None:
    query = sa.select(ClientRow.public_id).filter_by(organisation_id=organisation_id, ref=ref or None)
    other = session.scalar(query.where(ClientRow.id != but)) if ref else None
    if other:
        raise RefTakenError(other)


def _taken(organisation_id: int, ref: str) -> RefTakenError:
    query = sa.select(ClientRow.public_id).filter_by(organisation_id=organisation_id, ref=ref)
    with reading() as session:
        return RefTakenError(session.scalar(query) or "")
