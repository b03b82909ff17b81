"""Organisations for tests, and visitors who are signed in as one of their members."""

from __future__ import annotations

import secrets
import time

from flask import Flask

from survey.storage import accounts, organisations
from survey.storage.values import Member, MemberRole, OrganisationKind
from tests.integration.pages import Visitor


def organisation(app: Flask, name: str = "Harbour Advisers", kind: OrganisationKind = "consultancy") -> str:
    """The public id of a new organisation."""
    with app.app_context():
        return organisations.found(name, kind)


def member(app: Flask, of: str, role: MemberRole = "owner", email: str = "") -> Member:
    """A new person in this organisation, who has no password."""
    address = email or f"{role}-{secrets.token_hex(4)}@example.org"
    with app.app_context():
        account = accounts.add({"email": address, "name": role.title(), "fs_uniquifier": secrets.token_hex(16)})
        organisations.join(of, account.id, role)
        found = organisations.member(account.id, of)
    assert found is not None
    return found


def signed_in(app: Flask, user_id: int) -> Visitor:
    """A browser in which this person has just signed in."""
    with app.app_context():
        account = accounts.find("id", user_id)
    assert account is not None
    visitor = Visitor(app)
    with visitor.client.session_transaction() as session:
        session.update({"_user_id": account.fs_uniquifier, "_fresh": True, "fs_cc": "set", "fs_paa": time.time()})
    return visitor
