"""Tags of clients: words of an organisation, one spelling for each whatever the case it is typed in."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage.database import executed, insert, reading, writing
from survey.storage.models import ClientRow, ClientTagRow

LONGEST = 60
"""Characters of a tag."""


_CLIENT = (ClientRow, ClientRow.id == ClientTagRow.client_id)


@dataclass(frozen=True)
class Tag:
    """A tag as the organisation writes it, and how many clients have it."""

    key: str
    name: str
    clients: int


def key_of(tag: str) -> str:
    """The tag as it is compared: no case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", tag).casefold().split())[:LONGEST]


def tags(organisation_id: int) -> list[Tag]:
    """All tags of the organisation, by key."""
    counted = sa.select(ClientTagRow.key, sa.func.min(ClientTagRow.tag), sa.func.count()).join(*_CLIENT)
    theirs = counted.where(ClientRow.organisation_id == organisation_id)
    with reading() as session:
        rows = session.execute(theirs.group_by(ClientTagRow.key))
        return sorted((Tag(*row) for row in rows), key=lambda tag: tag.key)


def rename(organisation_id: int, key: str, name: str) -> int:
    """Call a tag something else, or drop it (name ""), for all clients; how many had it.

    Where a client has the other one already, the two become one.
    """
    theirs = sa.select(ClientRow.id).filter_by(organisation_id=organisation_id)
    old = sa.and_(ClientTagRow.key == key, ClientTagRow.client_id.in_(theirs))
    with writing() as session:
        # The organisation's clients are held, so that nobody is given the tag meanwhile.
        session.execute(theirs.order_by(ClientRow.id).with_for_update())
        clients = session.scalars(sa.select(ClientTagRow.client_id).where(old)).all()
        spelling = _spellings(session, organisation_id, {key_of(name)} - {key}).get(key_of(name), name)
        changed = executed(session, sa.delete(ClientTagRow).where(old))
        if name and clients:
            rows = [{"client_id": client, "key": key_of(name), "tag": spelling} for client in clients]
            session.execute(insert(ClientTagRow).on_conflict_do_nothing(), rows)
        return changed


def replace(session: Session, client: ClientRow, given: Sequence[str]) -> None:
    """Give the client these tags and no others."""
    session.execute(sa.delete(ClientTagRow).filter_by(client_id=client.id))
    add(session, client, given)


def add(session: Session, client: ClientRow, given: Sequence[str]) -> None:
    """Give the client these tags as well, each as the organisation writes it elsewhere."""
    wanted = {key_of(tag): " ".join(tag.split())[:LONGEST] for tag in reversed(given) if key_of(tag)}
    known = _spellings(session, client.organisation_id, wanted.keys())
    rows = [{"client_id": client.id, "key": key, "tag": known.get(key, tag)} for key, tag in wanted.items()]
    if rows:
        session.execute(insert(ClientTagRow).on_conflict_do_nothing(), rows)


def _spellings(session: Session, organisation_id: int, keys: Collection[str]) -> dict[str, str]:
    """How the organisation writes those of these tags that it has."""
    known = sa.select(ClientTagRow.key, sa.func.min(ClientTagRow.tag)).join(*_CLIENT)
    wanted = known.where(ClientRow.organisation_id == organisation_id, ClientTagRow.key.in_(keys))
    return {row[0]: row[1] for row in session.execute(wanted.group_by(ClientTagRow.key))}
