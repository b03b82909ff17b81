"""Clients of an organisation."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from survey.storage.database import reading
from survey.storage.models import ClientRow, ClientTagRow


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


def sort_name(name: str) -> str:
    """The name as lists are sorted and searched by: no case, no accents, single spaces."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).split())[:300]


def find(organisation_id: int, public_id: str) -> Client | None:
    """The client, if it is this organisation's."""
    query = sa.select(ClientRow).filter_by(organisation_id=organisation_id, public_id=public_id)
    with reading() as session:
        row = session.scalar(query)
        if row is None:
            return None
        tags = sa.select(ClientTagRow.tag).filter_by(client_id=row.id).order_by(ClientTagRow.key)
        return _value(row, tuple(session.scalars(tags)))


def _value(row: ClientRow, tags: tuple[str, ...]) -> Client:
    return Client(
        id=row.id,
        public_id=row.public_id,
        organisation_id=row.organisation_id,
        ref=row.ref or "",
        name=row.name,
        email=row.email,
        profile=row.profile,
        tags=tags,
        archived_at=row.archived_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
