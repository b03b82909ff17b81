"""One's own account: name, password, other devices, deleting it."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.storage import accounts
from tests.integration.members import organisation
from tests.integration.pages import Visitor
from tests.integration.people import OTHER, PASSWORD, account_of, person, sign_in

ANN = "ann@example.org"


@pytest.fixture
def ann(app: Flask) -> str:
    return person(app, ANN).email


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.get("/account").heading == "Your account"


def test_the_name_is_changed(app: Flask, ann: str) -> None:
    visitor, page = sign_in(app, ann)
    assert visitor.send(page, {"name": "  "}, action="/account").faults() == {"Say what others may call you.": "#name"}
    page = visitor.send(page, {"name": " Ann  <b>Lee "}, action="/account")
    assert page.links()["/account"] == "Your account: Ann <b>Lee"


def test_another_password_ends_every_other_session(app: Flask, ann: str) -> None:
    here, there = sign_in(app, ann)[0], sign_in(app, ann)[0]
    page = here.send(here.get("/account/password"), {"now": PASSWORD, "password": OTHER}, action="/password")
    assert "Your password is changed" in page.text
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert sign_in(app, ann, PASSWORD)[1].status == 422
    assert is_signed_in(sign_in(app, ann, OTHER)[0])


def test_the_present_password_is_asked_for(app: Flask, ann: str) -> None:
    visitor, _ = sign_in(app, ann)
    page = visitor.send(visitor.get("/account/password"), {"now": OTHER, "password": OTHER}, action="/password")
    assert page.faults() == {"This is not your present password.": "#now"}
    assert is_signed_in(sign_in(app, ann, PASSWORD)[0])


LENGTH = "Take at least 10 characters: four words that only you put together are good."
GUESSED = "This one would be guessed soon: it repeats itself, is a known one, or holds your name or address."


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", LENGTH),
        ("ninesigns", LENGTH),
        ("x" * 201, "Take at most 200 characters."),
        ("aaaaaaaaaaaa", GUESSED),
        ("1212121212", GUESSED),
        ("Password123", GUESSED),
        ("Waymark2026", GUESSED),
        ("1234567890", GUESSED),
        ("0987654321", GUESSED),
        ("abcdefghijkl", GUESSED),
        ("ann@example.org", GUESSED),
        ("Example2026!", GUESSED),
    ],
)
def test_what_is_guessed_soon_is_refused(app: Flask, ann: str, password: str, fault: str) -> None:
    visitor, _ = sign_in(app, ann)
    page = visitor.send(visitor.get("/account/password"), {"now": PASSWORD, "password": password}, action="/password")
    assert (page.status, page.faults()) == (422, {fault: "#password"})
    assert not password or f'value="{password}"' not in page.html


@pytest.mark.parametrize(
    "password", ["correct horse battery", "zehn Zeichen!", "пароль из слов", "password and lighthouse"]
)
def test_no_rule_says_of_which_signs_it_is_made(app: Flask, ann: str, password: str) -> None:
    visitor, _ = sign_in(app, ann)
    visitor.send(visitor.get("/account/password"), {"now": PASSWORD, "password": password}, action="/password")
    assert is_signed_in(sign_in(app, ann, password)[0])


def test_letters_that_keyboards_put_together_differently_are_the_same(app: Flask, ann: str) -> None:
    visitor, _ = sign_in(app, ann)
    page = visitor.get("/account/password")
    visitor.send(page, {"now": PASSWORD, "password": "cafe\u0301 am Hafen"}, action="/password")
    assert is_signed_in(sign_in(app, ann, "caf\u00e9 am Hafen")[0])


def test_other_devices_are_signed_out(app: Flask, ann: str) -> None:
    here, there = sign_in(app, ann)[0], sign_in(app, ann)[0]
    assert "Every other device is signed out" in here.send(here.get("/account"), action="/sessions/end").text
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_signing_out_the_others_is_not_saying_the_password(app: Flask, ann: str) -> None:
    visitor, _ = sign_in(app, ann)
    with visitor.client.session_transaction() as session:
        session["fs_paa"] = time.time() - 3600
    visitor.send(visitor.get("/account"), action="/sessions/end")
    assert visitor.get("/account/second-step").heading == "Your password once more"


def test_the_page_of_a_failure_is_shown_while_the_database_is_away(
    app: Flask, ann: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its frame would say who is signed in."""
    visitor, _ = sign_in(app, ann)

    def away(*_given: object) -> None:
        raise sa.exc.OperationalError("", None, Exception("away"))

    monkeypatch.setattr(accounts, "find", away)
    app.testing = False
    page = visitor.get("/method")
    assert (page.status, page.heading) == (500, "Our mistake")


def test_a_deleted_account_is_gone_with_its_memberships(app: Flask, ann: str) -> None:
    harbour = organisation(app)
    person(app, "ben@example.org", of=harbour)
    visitor, _ = sign_in(app, "ben@example.org")
    page = visitor.get("/account/delete")
    assert "Harbour Advisers" in page.text
    assert page.root.find(".//button[@class='btn btn-danger']") is None
    assert visitor.client.post("/account/delete", data=page.form("/sign-out")[1]).status_code == 409
    person(app, ANN, of=harbour)
    assert "Your account is deleted" in visitor.send(visitor.get("/account/delete"), action="/delete").text
    assert not is_signed_in(visitor)
    with app.app_context():
        assert accounts.find("email", "ben@example.org") is None
        assert account_of(ANN)


def test_without_a_mail_server_the_address_stays(app: Flask, ann: str) -> None:
    visitor, page = sign_in(app, ann)
    assert "/account/address" not in page.links()
    assert visitor.get("/account/address").status == 404
    assert "This site sends no e-mail" in Visitor(app).get("/account/forgotten").text
