"""In a pseudo-language, no English word is left over on pages of accounts and organisations, nor in their letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from survey import create_app
from survey.accounts.first import first_link
from survey.mail.letter import letter
from survey.storage import accounts
from tests import pseudo
from tests.integration.databases import close, settings_for
from tests.integration.members import organisation
from tests.integration.pages import Page, Visitor
from tests.integration.people import PASSWORD, account_of, person, phone_code, shown_link, sign_in
from tests.integration.test_every_string import check as check_all
from tests.integration.test_every_string import left_over

HARBOUR, ANN = "ΑΒΓ 7", "1@2.org"
NAMES = re.compile(r"\S+@\S+|[A-Z2-7]{4}(-[A-Z2-7]{4}){7}|([0-9a-f]{4}-){2}[0-9a-f]{4}")
"""Addresses, keys and codes, which no language translates."""


def check(page: Page) -> Page:
    for element in page.root.iter():
        element.text, element.tail = NAMES.sub("", element.text or ""), NAMES.sub("", element.tail or "")
    return check_all(page)


@pytest.fixture(params=["", "smtp://127.0.0.1:1"], ids=["shown", "mailed"])
def app(
    request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path, pseudo_spoken: dict[str, Any]
) -> Iterator[Flask]:
    given = dict(pseudo_spoken)
    if request.param:
        given |= {"smtp_url": request.param, "public_url": "https://1.org", "mail_from": "1@1.org"}
    app = create_app(settings_for(tmp_path, sqlite_url, **given))
    app.testing = True
    yield app
    close(app)


def is_mailed(app: Flask) -> bool:
    return app.config["WAYMARK"].smtp_url is not None


def test_at_the_door(app: Flask) -> None:
    visitor = Visitor(app)
    check(visitor.get("/"))
    page = check(visitor.get("/account/sign-in"))
    check(visitor.send(page, {"email": ANN, "password": "1"}, action="/sign-in"))
    page = check(visitor.get("/account/forgotten"))
    if is_mailed(app):
        check(visitor.send(page, {"email": "1"}, action="/forgotten"))
        check(visitor.send(page, {"email": ANN}, action="/forgotten"))
    check(visitor.get("/account/set/1"))
    link = str(first_link(app))
    check(visitor.send(check(visitor.get(link)), {"name": "", "email": "1", "password": "1"}, action=link))


def test_on_ones_own_pages(app: Flask) -> None:
    person(app, ANN, of=organisation(app, HARBOUR), administrator=True)
    with app.app_context():
        accounts.change(account_of(ANN).id, {"name": "1"})
    visitor, _ = sign_in(app, ANN)
    page = check(visitor.get("/account"))
    check(visitor.send(page, {"name": ""}, action="/account"))
    for password in ("1", "1" * 12, "1" * 300):
        check(visitor.send(visitor.get("/account/password"), {"now": "1", "password": password}, action="/password"))
    if is_mailed(app):
        check(visitor.send(check(visitor.get("/account/address")), {"email": "3@2.org"}, action="/address"))
    check(visitor.get("/account/delete"))
    page = check(visitor.get("/account/second-step"))
    page = check(visitor.send(page, {"code": "1"}, action="/second-step"))
    with visitor.client.session_transaction() as session:
        secret = session["offered_key"]["key"]
    with app.test_request_context():
        code = app.extensions["security"].totp_factory.generate_totp_password(secret)
    check(visitor.send(page, {"code": code}, action="/second-step"))
    check(visitor.get("/account"))
    check(visitor.send(visitor.get("/account"), action="/sessions/end"))
    with visitor.client.session_transaction() as session:
        session["fs_paa"] = 1.0
        session.pop("fs_gexp", None)
    check(visitor.send(check(visitor.get("/account/delete")), {"password": "1"}, action="/again"))
    check(visitor.send(visitor.get("/account"), action="/sign-out"))
    page = check(visitor.get("/account/sign-in"))
    page = check(visitor.send(page, {"email": ANN, "password": PASSWORD}, action="/sign-in"))
    check(visitor.send(page, {"code": "1"}, action="/code"))
    assert phone_code(app, ANN)


def test_in_an_organisation(app: Flask) -> None:
    harbour = organisation(app, HARBOUR)
    person(app, ANN, of=harbour, administrator=True)
    person(app, "3@2.org", of=harbour, role="viewer")
    with app.app_context():
        numbers = [account_of(email).id for email in (ANN, "3@2.org")]
        for number in numbers:
            accounts.change(number, {"name": "1"})
    visitor, _ = sign_in(app, ANN)
    page = check(visitor.get(f"/o/{harbour}/members"))
    check(visitor.send(page, {"email": "1", "role": "1"}, action="/members"))
    check(visitor.send(page, {"email": ANN, "role": "viewer"}, action="/members"))
    page = check(visitor.send(page, {"email": "4@2.org", "role": "adviser"}, action="/members"))
    if not is_mailed(app):
        check(Visitor(app).get(shown_link(page)))
        check(visitor.get(shown_link(visitor.send(page, action="/renew"))))
        check(visitor.send(page, action=f"/{numbers[1]}/password"))
    check(visitor.send(page, {"role": "viewer"}, action=f"/{numbers[0]}/role"))
    check(visitor.send(page, action=f"/{numbers[1]}/remove"))
    for address in ("leave", "name", "delete"):
        check(visitor.get(f"/o/{harbour}/{address}"))
    check(visitor.send(visitor.get(f"/o/{harbour}/delete"), {"name": ""}, action="/delete"))
    page = check(visitor.get("/account/organisations"))
    check(visitor.send(page, {"name": "", "email": "", "kind": "1"}, action="/organisations"))
    page = check(visitor.send(page, {"name": "1", "email": "5@2.org", "kind": "body"}, action="/organisations"))
    page = check(visitor.get(next(link for link in page.links() if link.endswith("/owner"))))
    check(visitor.send(page, {"email": ""}, action="/owner"))


@pytest.mark.parametrize("kind", ["invitation", "set", "confirm", "address", "password_changed", "address_changed"])
def test_in_a_letter(app: Flask, kind: str) -> None:
    with app.test_request_context(), force_locale(pseudo.LOCALE):
        message = letter(kind, "https://1.org/1", sender="1@1.org", recipient=ANN)
        said = f"{message['Subject']} {message.get_content()}"
    assert left_over(said) == []
    assert max(map(len, message.get_content().splitlines())) <= 76
