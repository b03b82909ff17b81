"""Signing in and out: what is asked, what is told to whom, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import Mock

import pytest
from flask import Flask

from survey.accounts import passwords
from survey.storage import accounts
from tests.integration.members import organisation
from tests.integration.pages import Visitor
from tests.integration.people import OTHER, PASSWORD, account_of, person, sign_in

ANN = "ann@example.org"


@pytest.fixture
def harbour(app: Flask) -> str:
    return organisation(app)


def signed_in(visitor: Visitor) -> bool:
    return visitor.client.get("/account").status_code == 200


def test_a_member_signs_in_and_comes_to_the_only_organisation(app: Flask, harbour: str) -> None:
    person(app, ANN, of=harbour)
    visitor, page = sign_in(app, " Ann@Example.org ")
    assert page.address.startswith(f"/o/{harbour}/")
    assert signed_in(visitor)


def test_with_several_organisations_or_none_one_comes_to_the_account(app: Flask, harbour: str) -> None:
    person(app, ANN)
    assert "You belong to none yet" in sign_in(app, ANN)[1].text
    person(app, "ben@example.org", of=harbour)
    person(app, "ben@example.org", of=organisation(app, "Quay"))
    page = sign_in(app, "ben@example.org")[1]
    assert (page.address, "Quay" in page.text, "Harbour Advisers" in page.text) == ("/account", True, True)


def test_a_page_that_asked_to_sign_in_is_come_back_to(app: Flask, harbour: str) -> None:
    person(app, ANN, of=harbour)
    visitor = Visitor(app)
    asked = visitor.get(f"/o/{harbour}/members?q=1")
    assert asked.heading == "Sign in"
    page = visitor.send(asked, {"email": ANN, "password": PASSWORD}, action="/sign-in")
    assert page.address == f"/o/{harbour}/members?q=1"


@pytest.mark.parametrize(
    "place", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", "/%0a/x\n", "/a b", "\t//e"]
)
def test_no_other_site_is_gone_to(app: Flask, place: str) -> None:
    person(app, ANN)
    visitor = Visitor(app)
    page = visitor.get("/account/sign-in")
    assert (
        visitor.send(page, {"email": ANN, "password": PASSWORD, "next": place}, action="/sign-in").address == "/account"
    )


def no_such_person(app: Flask) -> str:
    return "nobody@example.org"


def wrong_password(app: Flask) -> str:
    return person(app, ANN).email


def no_password_yet(app: Flask) -> str:
    with app.app_context():
        return accounts.add({"email": ANN, "fs_uniquifier": "x"}).email


def switched_off(app: Flask) -> str:
    account = person(app, ANN)
    with app.test_request_context():
        passwords.replace(account.id, OTHER, active=False)
    return ANN


@pytest.mark.parametrize("case", [no_such_person, wrong_password, no_password_yet, switched_off])
def test_every_refusal_reads_the_same(app: Flask, case: Callable[[Flask], str]) -> None:
    visitor, page = sign_in(app, case(app), OTHER)
    assert page.status == 422
    assert page.faults() == {"This address and this password do not belong together. Look at both again.": "#email"}
    assert not signed_in(visitor)


@pytest.mark.parametrize("case", [no_such_person, wrong_password, no_password_yet])
def test_every_refusal_does_the_same_work(
    app: Flask, case: Callable[[Flask], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One hash of argon2id, which is what takes the time."""
    email, context = case(app), app.extensions["security"].pwd_context
    hashed, compared = Mock(wraps=context.hash), Mock(wraps=context.verify)
    monkeypatch.setattr(context, "hash", hashed)
    monkeypatch.setattr(context, "verify", compared)
    sign_in(app, email, OTHER)
    assert hashed.call_count + compared.call_count == 1


def test_passwords_are_kept_by_argon2id(app: Flask) -> None:
    assert (person(app, ANN).password or "").startswith("$argon2id$")


def test_no_cookie_outlives_the_browsers_session(app: Flask) -> None:
    person(app, ANN)
    visitor = Visitor(app)
    values = dict(visitor.get("/account/sign-in").form("/sign-in")[1])
    response = visitor.client.post(
        "/account/sign-in", data=values | {"email": ANN, "password": PASSWORD, "remember": "y"}
    )
    [cookie] = [one for one in response.headers.getlist("Set-Cookie") if not one.startswith("waymark_session=;")]
    assert cookie.startswith("waymark_session=")
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()
    assert signed_in(visitor)


def test_signing_out_takes_a_button(app: Flask) -> None:
    person(app, ANN)
    visitor, page = sign_in(app, ANN)
    assert visitor.client.get("/account/sign-out").status_code == 405
    assert visitor.client.post("/account/sign-out").status_code == 400, "no token"
    assert signed_in(visitor)
    assert "You are signed out" in visitor.send(page, action="/sign-out").text
    assert not signed_in(visitor)


def test_a_page_that_stood_open_for_long_says_so(app: Flask) -> None:
    person(app, ANN)
    visitor = Visitor(app)
    given = {"email": ANN, "password": PASSWORD, "csrf_token": "old"}
    page = visitor.send(visitor.get("/account/sign-in"), given, action="/sign-in")
    assert (page.status, "had been open for too long" in page.text) == (422, True)
    assert PASSWORD not in page.html


@pytest.mark.parametrize("password", ["", "x" * 201, "x" * 100_000, "a\x00b", "\ud800"])
def test_what_is_no_password_is_a_wrong_one(app: Flask, password: str) -> None:
    person(app, ANN)
    visitor = Visitor(app)
    _, values = visitor.get("/account/sign-in").form("/sign-in")
    data = dict(values) | {"email": ANN, "password": password.encode("utf-8", "surrogatepass").decode("latin-1")}
    assert visitor.client.post("/account/sign-in", data=data).status_code == 422


def test_whoever_guesses_has_to_wait_whether_there_is_an_account_or_not(app: Flask) -> None:
    person(app, ANN)
    for email in (ANN, "nobody@example.org"):
        statuses = []
        for number in range(11):
            visitor = Visitor(app)
            visitor.client.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
            page = visitor.get("/account/sign-in")
            statuses.append(visitor.send(page, {"email": email, "password": OTHER}, action="/sign-in").status)
        assert statuses == [422] * 10 + [429]
    assert sign_in(app, ANN)[1].status == 429, "the right password has to wait as well"


def test_another_spelling_of_the_address_is_no_other_account(app: Flask) -> None:
    person(app, ANN)
    domain, statuses = ANN.partition("@")[2], []
    for number in range(11):
        spelling = domain[:number] + "".join(chr(ord(sign) + 0xFEE0) for sign in domain[number : number + 1])
        visitor = Visitor(app)
        visitor.client.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        given = {"email": f"ann@{spelling}{domain[number + 1 :]}", "password": OTHER}
        statuses.append(visitor.send(visitor.get("/account/sign-in"), given, action="/sign-in").status)
    assert statuses == [422] * 10 + [429]


def test_one_visitor_cannot_try_account_after_account(app: Flask) -> None:
    visitor = Visitor(app)
    page = visitor.get("/account/sign-in")
    given = [{"email": f"ann{number}@example.org", "password": ""} for number in range(61)]
    assert [visitor.send(page, one, action="/sign-in").status for one in given][-2:] == [422, 429]


def test_an_account_that_is_switched_off_is_signed_out(app: Flask) -> None:
    account = person(app, ANN)
    visitor, _ = sign_in(app, ANN)
    with app.app_context():
        accounts.change(account.id, {"active": False})
    assert not signed_in(visitor)


def test_a_session_of_an_account_that_is_gone_is_nobodys(app: Flask) -> None:
    account = person(app, ANN)
    visitor, _ = sign_in(app, ANN)
    with app.app_context():
        accounts.remove(account.id)
    assert visitor.get("/account").heading == "Sign in"


def test_a_put_writes_only_what_was_changed(app: Flask) -> None:
    person(app, ANN)
    with app.test_request_context():
        users = app.extensions["security"].datastore
        stale, account = users.find_user(email=ANN), account_of(ANN)
        passwords.replace(account.id, OTHER)
        stale.name = "Ann Lee"
        users.put(stale)
        after = account_of(ANN)
    assert after.name == "Ann Lee"
    assert after.password != account.password
