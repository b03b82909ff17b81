"""People who sign in, for tests: with a password, in a browser, with a phone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Flask, current_app

from survey.accounts import first, passwords, second_step
from survey.accounts.users import as_user
from survey.storage import accounts, organisations
from survey.storage.accounts import Account
from survey.storage.models import now
from survey.storage.values import MemberRole
from tests.integration.pages import Page, Visitor

PASSWORD = "four words nobody joins"  # noqa: S105
OTHER = "another set of four words"


def person(app: Flask, email: str, *, of: str = "", role: MemberRole = "owner", administrator: bool = False) -> Account:
    """An account with the password above, confirmed; a member where ``of`` names an organisation."""
    with app.test_request_context():
        name = email.partition("@")[0].title()
        account = accounts.add({"email": email, "name": name, "fs_uniquifier": f"of {email}"})
        more = {"confirmed_at": now(), "is_administrator": administrator}
        passwords.replace(account.id, PASSWORD, **more)
        if of:
            organisations.join(of, account.id, role)
        return account_of(email)


def account_of(email: str) -> Account:
    found = accounts.find("email", email)
    assert found is not None
    return found


def sign_in(app: Flask, email: str, password: str = PASSWORD, place: str = "") -> tuple[Visitor, Page]:
    """A new browser, and the page that it came to by signing in."""
    visitor = Visitor(app)
    page = visitor.get("/account/sign-in" + (f"?next={place}" if place else ""))
    return visitor, visitor.send(page, {"email": email, "password": password}, action="/sign-in")


def phone_code(app: Flask, email: str) -> str:
    """What the authenticator app of this person shows now."""
    with app.test_request_context():
        return code_of(str(account_of(email).tf_totp_secret))


def code_of(secret: str) -> str:
    return str(current_app.extensions["security"].totp_factory.generate_totp_password(secret))


def with_second_step(app: Flask, email: str) -> list[str]:
    """Turn the second step on; the recovery codes."""
    with app.test_request_context():
        return second_step.turn_on(as_user(account_of(email)), second_step.new_secret())


def link_of(app: Flask, email: str) -> str:
    """The path of a link by which this person sets a password."""
    with app.app_context():
        return str(first.link_for(email))


def shown_link(page: Page) -> str:
    """The path of the link that the page shows this once."""
    found = re.search(r'id="address"[^>]* value="([^"]+)"', page.html)
    assert found, page.text
    return urlsplit(found[1]).path
