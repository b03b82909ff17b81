"""Keys by which programs of an organisation ask: made, opened, ended. A key never does more than its member may now."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, get_args

import sqlalchemy as sa

from survey.storage.database import SHORT_SECONDS, executed, reading, writing
from survey.storage.models import KeyRow, MembershipRow, OrganisationRow, UserRow, now
from survey.storage.organisations import as_member
from survey.storage.tokens import digest, new_token
from survey.storage.values import Member, MemberRole

Scope = Literal[
    "clients:read",
    "clients:write",
    "assessments:read",
    "answers:read",
    "assessments:write",
    "reports:read",
    "batches:read",
    "batches:write",
    "exports:read",
]
"""What a key may be for."""

SCOPES: tuple[Scope, ...] = get_args(Scope)

LEAST_ROLE: Mapping[Scope, MemberRole] = {
    "clients:read": "viewer",
    "clients:write": "adviser",
    "assessments:read": "viewer",
    "answers:read": "adviser",
    "assessments:write": "adviser",
    "reports:read": "viewer",
    "batches:read": "viewer",
    "batches:write": "adviser",
    "exports:read": "viewer",
}
"""What a member must be for the same on pages, and so for a key of theirs to do it."""

PREFIX = "wmk_"
"""Tells people, and whatever looks for secrets in the wrong places, what it is."""

_TOKEN = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")

USED_WITHIN = timedelta(minutes=1)
"""A key that asks a hundred times a second is noted as used once a minute."""


@dataclass(frozen=True)
class Key:
    """A key in use, or past its last day; the token itself is kept nowhere. ``owner``: whose key it is."""

    id: int
    name: str
    scopes: tuple[Scope, ...]
    user_id: int
    owner: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None

    @property
    def last_day(self) -> date | None:
        return (self.expires_at - timedelta(seconds=1)).date() if self.expires_at else None

    @property
    def is_past(self) -> bool:
        return self.expires_at is not None and self.expires_at <= now()


@dataclass(frozen=True)
class Program:
    """A program that asks by a key, on behalf of the member whose key it is."""

    name: str
    granted: frozenset[Scope]
    member: Member
    expires_at: datetime | None

    def may(self, scope: Scope) -> bool:
        """Whether the key was made for this, and its member may do it now."""
        return scope in self.granted and self.member.may(LEAST_ROLE[scope])


def make(member: Member, name: str, scopes: Collection[Scope], expires_at: datetime) -> str:
    """The token of a new key of this member."""
    token = PREFIX + new_token()
    known = [scope for scope in SCOPES if scope in scopes]
    row = KeyRow(organisation_id=member.organisation_id, user_id=member.user_id, token_hash=digest(token))
    row.name, row.scopes, row.expires_at = name, list(known), expires_at
    with writing() as session:
        session.add(row)
    return token


def keys(organisation_id: int, user_id: int | None = None) -> list[Key]:
    """The keys that nobody ended, of everyone or of one member, the newest first."""
    query = (
        sa.select(KeyRow, UserRow.name, UserRow.email)
        .join(UserRow, UserRow.id == KeyRow.user_id)
        .where(KeyRow.organisation_id == organisation_id, KeyRow.revoked_at.is_(None))
        .order_by(KeyRow.id.desc())
    )
    if user_id is not None:
        query = query.where(KeyRow.user_id == user_id)
    with reading() as session:
        return [_value(row, name or email) for row, name, email in session.execute(query)]


def end(organisation_id: int, key_id: int, user_id: int | None = None) -> bool:
    """End a key of the organisation, or only if it is this member's; whether there was one."""
    query = sa.update(KeyRow).where(
        KeyRow.id == key_id, KeyRow.organisation_id == organisation_id, KeyRow.revoked_at.is_(None)
    )
    if user_id is not None:
        query = query.where(KeyRow.user_id == user_id)
    with writing() as session:
        return executed(session, query.values(revoked_at=now())) > 0


def opened(token: str) -> Program | None:
    """Who asks by this token; None for a key that is unknown, ended or past, or whose member is none any more."""
    if not _TOKEN.fullmatch(token):
        return None
    with reading() as session:
        found = session.execute(_OPENED, {"token": digest(token), "moment": now()}).one_or_none()
    if found is None:
        return None
    key: KeyRow = found.KeyRow
    _note_use(key)
    member = as_member(found.role, found.UserRow, found.OrganisationRow)
    return Program(key.name, frozenset(_scopes(key)), member, key.expires_at)


_OPENED = (
    sa.select(KeyRow, MembershipRow.role, UserRow, OrganisationRow)
    .join(UserRow, UserRow.id == KeyRow.user_id)
    .join(OrganisationRow, OrganisationRow.id == KeyRow.organisation_id)
    .join(
        MembershipRow,
        sa.and_(
            MembershipRow.user_id == KeyRow.user_id,
            MembershipRow.organisation_id == KeyRow.organisation_id,
        ),
    )
    .where(
        KeyRow.token_hash == sa.bindparam("token"),
        KeyRow.revoked_at.is_(None),
        KeyRow.expires_at > sa.bindparam("moment", type_=KeyRow.expires_at.type),
        UserRow.active,
    )
)


def _note_use(key: KeyRow) -> None:
    """When a key was last used, for people to see which of them nobody needs; never in the way of what is asked."""
    if key.last_used_at is not None and now() - key.last_used_at < USED_WITHIN:
        return
    try:
        with writing(SHORT_SECONDS) as session:
            session.execute(sa.update(KeyRow).where(KeyRow.id == key.id).values(last_used_at=now()))
    except sa.exc.OperationalError:  # the next request notes it
        return


def _value(row: KeyRow, owner: str) -> Key:
    scopes = tuple(_scopes(row))
    return Key(row.id, row.name, scopes, row.user_id, owner, row.created_at, row.last_used_at, row.expires_at)


def _scopes(row: Any) -> list[Scope]:
    """What the key was made for, as far as there still is such a thing."""
    return [scope for scope in SCOPES if scope in row.scopes]
