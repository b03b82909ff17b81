"""Accounts of people who sign in: found, made and changed, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from survey.storage.database import empty_log, insert, reading, writing
from survey.storage.models import UserRow, now

FIELDS = (
    "email",
    "name",
    "password",
    "active",
    "is_administrator",
    "fs_uniquifier",
    "confirmed_at",
    "tf_primary_method",
    "tf_totp_secret",
    "mf_recovery_codes",
)
"""What may be written of an account."""

FOUND_BY = frozenset({"id", "email", "fs_uniquifier"})


@dataclass(frozen=True)
class Account:
    """A person who signs in. ``email`` in lower case; ``password``: its hash, None until one was chosen."""

    id: int
    email: str
    name: str
    password: str | None
    active: bool
    is_administrator: bool
    fs_uniquifier: str
    confirmed_at: datetime | None
    tf_primary_method: str | None
    tf_totp_secret: str | None
    mf_recovery_codes: list[str] | None


def find(field: str, value: Any) -> Account | None:
    """The account with this id, e-mail address (in any case) or session name."""
    if field not in FOUND_BY:
        raise ValueError(f"accounts are not found by {field}")
    sought = str(value).lower() if field == "email" else value
    with reading() as session:
        row = session.scalar(sa.select(UserRow).where(getattr(UserRow, field) == sought))
        return _value(row) if row else None


def add(values: Mapping[str, Any]) -> Account:
    """A new account, or the one that has the address already, unchanged."""
    given = {name: values[name] for name in FIELDS if name in values} | {"email": str(values["email"]).lower()}
    state = {"name": "", "active": True, "is_administrator": False, "created_at": now()} | given
    with writing() as session:
        session.execute(insert(UserRow).values(**state).on_conflict_do_nothing(index_elements=[UserRow.email]))
        return _value(session.scalars(sa.select(UserRow).filter_by(email=given["email"])).one())


def is_empty(but: str) -> bool:
    """Whether nobody has an account yet, but for the one with this address."""
    with reading() as session:
        return session.scalar(sa.select(UserRow.id).where(UserRow.email != but).limit(1)) is None


def move(account_id: int, email: str) -> bool:
    """Give the account another address, which thereby is confirmed; False where somebody else has it."""
    taken = sa.select(UserRow.id).where(UserRow.email == email.lower(), UserRow.id != account_id)
    values = {"email": email.lower(), "confirmed_at": now()}
    try:
        with writing() as session:
            if session.scalar(taken):
                return False
            session.execute(sa.update(UserRow).where(UserRow.id == account_id).values(**values))
    except sa.exc.IntegrityError:  # two at the same moment, on PostgreSQL
        return False
    return True


def remove(account_id: int) -> None:
    """Delete the account; what its person wrote in organisations stays, under the name it was written by."""
    with writing() as session:
        session.execute(sa.delete(UserRow).where(UserRow.id == account_id))
    empty_log()


def change(account_id: int, values: Mapping[str, Any]) -> None:
    """Write these fields of an account; one that is gone is left gone."""
    given = {name: values[name] for name in FIELDS if name in values}
    with writing() as session:
        session.execute(sa.update(UserRow).where(UserRow.id == account_id).values(**given))


def _value(row: UserRow) -> Account:
    return Account(**{name: getattr(row, name) for name in Account.__dataclass_fields__})
