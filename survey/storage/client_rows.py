"""Rows of clients: as the values that pages get, and held for a change."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage.models import ClientRow, ClientTagRow, OrganisationRow
from survey.storage.tokens import is_id


class NoSuchClientError(LookupError):
    """It was deleted, or merged into another, perhaps a moment ago by a colleague."""


class ClientChangedError(Exception):
    """Somebody else changed the client since the page was drawn; nothing was written."""


class RefTakenError(Exception):
    """Another client of the organisation has this number; ``client``: its public id."""

    def __init__(self, client: str) -> None:
        super().__init__(client)
        self.client = client


@dataclass(frozen=True)
class Client:
    """A firm as an organisation knows it; ``ref``: the organisation's own number for it, "" for none."""

    id: int
    public_id: str
    organisation_id: int
    ref: str
    name: str
    email: str
    profile: dict[str, Any]
    tags: tuple[str, ...]
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime

    @property
    def revision(self) -> str:
        """Which state of the client it is, for a page to say what it was drawn from."""
        return revision_of(self.updated_at)


@dataclass(frozen=True)
class Particulars:
    """What an organisation says about a client."""

    name: str
    ref: str = ""
    email: str = ""
    profile: dict[str, Any] | None = None
    tags: Sequence[str] = ()


def sort_name(name: str) -> str:
    """The name as lists are sorted and searched by: no case, no accents, single spaces."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).split())[:300]


def revision_of(updated_at: datetime) -> str:
    return updated_at.strftime("%Y%m%d%H%M%S%f")


def locked(session: Session, client_id: int) -> ClientRow:
    """The client, held until the transaction ends. Raises ``NoSuchClientError``."""
    row = session.scalar(sa.select(ClientRow).filter_by(id=client_id).with_for_update())
    if row is None:
        raise NoSuchClientError
    return row


def held_in_order(session: Session, organisation_id: int, clients: Collection[str]) -> list[ClientRow]:
    """Several clients of the organisation, held in one order so that no two requests deadlock."""
    known = [one for one in clients if is_id(one)]
    query = sa.select(ClientRow).where(ClientRow.organisation_id == organisation_id, ClientRow.public_id.in_(known))
    return list(session.scalars(query.order_by(ClientRow.id).with_for_update()))


def client_of(session: Session, row: ClientRow) -> Client:
    tags = session.scalars(sa.select(ClientTagRow.tag).filter_by(client_id=row.id).order_by(ClientTagRow.key))
    return Client(
        id=row.id,
        public_id=row.public_id,
        organisation_id=row.organisation_id,
        ref=row.ref or "",
        name=row.name,
        email=row.email,
        profile=row.profile,
        tags=tuple(tags),
        archived_at=row.archived_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def is_invented(session: Session, organisation_id: int) -> bool:
    """Whether the organisation is one to look around in, whose clients are nobody."""
    return bool(session.scalar(sa.select(OrganisationRow.invented).filter_by(id=organisation_id)))
