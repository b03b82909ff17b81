"""Accounts as Flask-Security handles them, kept by our storage."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict
from typing import Any

from flask_security import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore

from survey.storage import accounts
from survey.storage.accounts import Account


class User(UserMixin):
    """A person who signs in; the fields are those of ``Account``.

    It has no roles: what a person may do follows from memberships, one organisation at a time.
    """

    # Flask-Security looks at the class for what it may rely on.
    fs_uniquifier: str = ""
    name: str
    is_administrator: bool
    roles: list[RoleMixin] = []  # noqa: RUF012 - Flask-Security declares it so; never filled

    def __init__(self, **fields: Any) -> None:
        vars(self).update(fields)
        self.read = deepcopy(fields)
        """The fields as they were read: Flask-Security changes lists in place."""


class Users(UserDatastore):
    """Each ``put`` is a transaction of its own, so that there is never a session to be left open or forgotten."""

    def __init__(self) -> None:
        super().__init__(User, RoleMixin)

    def find_user(self, case_insensitive: bool = False, **given: Any) -> User | None:  # noqa: ARG002
        """By one field; addresses are kept in lower case, so their case never matters."""
        [(field, value)] = given.items()
        found = accounts.find(field, value)
        return as_user(found) if found else None

    def find_role(self, role: str) -> None:
        """There are none."""

    def put(self, user: User) -> User:
        """Only what was changed is written: another request may have changed the rest, such as the password."""
        if getattr(user, "id", None) is None:
            vars(user).update(asdict(accounts.add(vars(user))))
            return user
        changed = {name: vars(user)[name] for name in accounts.FIELDS if vars(user)[name] != user.read.get(name)}
        if changed:
            accounts.change(user.id, changed)
            user.read |= deepcopy(changed)
        return user

    def commit(self) -> None:
        """All that was put is written already."""


def as_user(account: Account) -> User:
    return User(**asdict(account))
