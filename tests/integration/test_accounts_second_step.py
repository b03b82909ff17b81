"""The second step: turned on with a code of the phone, asked for at every sign-in, and passed once by each code."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from survey import create_app
from survey.storage import accounts
from tests.integration.databases import SECRET, close, settings_for
from tests.integration.pages import Page, Visitor
from tests.integration.people import PASSWORD, account_of, code_of, person, phone_code, sign_in, with_second_step

ANN = "ann@example.org"


@pytest.fixture
def ann(app: Flask) -> str:
    return person(app, ANN).email


def offered_code(app: Flask, visitor: Visitor) -> str:
    with visitor.client.session_transaction() as session:
        secret = session["offered_key"]["key"]
    with app.test_request_context():
        return code_of(secret)


def recovery_codes(page: Page) -> list[str]:
    return re.findall(r"<code>([0-9a-f-]+)</code>", page.html)


def test_it_is_turned_on_by_a_code_of_the_key_that_was_shown(app: Flask, ann: str) -> None:
    visitor, _ = sign_in(app, ann)
    page = visitor.get("/account/second-step")
    assert page.root.find(".//*[@class='qr__code']") is not None
    assert page.root.find(".//*[@class='key__words']") is not None
    assert visitor.send(page, {"code": "000000"}, action="/second-step").status == 422
    code = offered_code(app, visitor)
    done = visitor.send(visitor.get("/account/second-step"), {"code": f"{code[:3]} {code[3:]}"}, action="/second-step")
    assert done.heading == "Your recovery codes"
    assert len(set(recovery_codes(done))) == 10
    assert "10 recovery codes are left" in visitor.get("/account").text


def test_then_the_password_alone_signs_nobody_in(app: Flask, ann: str) -> None:
    with_second_step(app, ann)
    visitor, page = sign_in(app, ann)
    assert page.heading == "The second step"
    assert visitor.get("/account").heading == "Sign in"
    assert visitor.send(page, {"code": "12 34 56"}, action="/code").status == 422
    assert visitor.send(page, {"code": phone_code(app, ann)}, action="/code").heading == "Your account"


def test_the_second_step_leads_on_to_where_one_wanted_to_go(app: Flask, ann: str) -> None:
    with_second_step(app, ann)
    visitor, page = sign_in(app, ann, place="/method")
    assert visitor.send(page, {"code": phone_code(app, ann)}, action="/code").address == "/method"


def test_a_code_that_was_used_opens_nothing_more(app: Flask, ann: str) -> None:
    """Whoever looks over a shoulder has it too."""
    with_second_step(app, ann)
    code = phone_code(app, ann)
    visitor, page = sign_in(app, ann)
    visitor.send(page, {"code": code}, action="/code")
    other, page = sign_in(app, ann)
    assert other.send(page, {"code": code}, action="/code").status == 422


def test_each_recovery_code_opens_once(app: Flask, ann: str) -> None:
    first, second, *_ = with_second_step(app, ann)
    visitor, page = sign_in(app, ann)
    assert visitor.send(page, {"code": f" {first.upper()} "}, action="/code").heading == "Your account"
    assert "9 recovery codes are left" in visitor.get("/account").text
    other, page = sign_in(app, ann)
    assert other.send(page, {"code": first}, action="/code").status == 422
    assert other.send(page, {"code": second}, action="/code").heading == "Your account"


def test_new_recovery_codes_end_those_before(app: Flask, ann: str) -> None:
    old = with_second_step(app, ann)[0]
    visitor, page = sign_in(app, ann)
    visitor.send(page, {"code": phone_code(app, ann)}, action="/code")
    new = recovery_codes(visitor.send(visitor.get("/account"), action="/second-step/codes"))
    other, page = sign_in(app, ann)
    assert other.send(page, {"code": old}, action="/code").status == 422
    assert other.send(page, {"code": new[0]}, action="/code").heading == "Your account"


def test_neither_key_nor_recovery_codes_are_stored_in_clear(app: Flask, ann: str) -> None:
    codes = with_second_step(app, ann)
    with app.app_context():
        stored = account_of(ann)
    assert '"enckey"' in str(stored.tf_totp_secret)
    assert not [code for code in codes if code in str(stored.mf_recovery_codes)]


def test_it_is_turned_off_only_by_whoever_said_the_password_just_now(app: Flask, ann: str) -> None:
    with_second_step(app, ann)
    visitor, page = sign_in(app, ann)
    visitor.send(page, {"code": phone_code(app, ann)}, action="/code")
    with visitor.client.session_transaction() as session:
        session["fs_paa"] = time.time() - 3600
    asked = visitor.send(visitor.get("/account"), action="/second-step/off")
    assert asked.heading == "Your password once more"
    assert "asked for" in visitor.get("/account").text, "still on"
    assert visitor.send(asked, {"password": "wrong"}, action="/again").status == 422
    page = visitor.send(asked, {"password": PASSWORD}, action="/again")
    assert page.heading == "Your account"
    assert "the password alone signs you in" in visitor.send(page, action="/second-step/off").text


@pytest.mark.parametrize("address", ["/account/second-step", "/account/delete"])
def test_what_matters_asks_for_the_password_and_leads_back(app: Flask, ann: str, address: str) -> None:
    visitor, _ = sign_in(app, ann)
    with visitor.client.session_transaction() as session:
        session["fs_paa"] = time.time() - 3600
    page = visitor.send(visitor.get(address), {"password": PASSWORD}, action="/again")
    assert page.address == address


def test_the_second_step_is_not_left_open_for_long(app: Flask, ann: str) -> None:
    with_second_step(app, ann)
    visitor, page = sign_in(app, ann)
    with visitor.client.session_transaction() as session:
        session["second_step"] = session["second_step"] | {"since": time.time() - 700}
    assert visitor.send(page, {"code": phone_code(app, ann)}, action="/code").heading == "Sign in"


def test_codes_are_not_guessed_in_numbers(app: Flask, ann: str) -> None:
    with_second_step(app, ann)
    visitor, page = sign_in(app, ann)
    statuses = [visitor.send(page, {"code": f"{number:06}"}, action="/code").status for number in range(11)]
    assert statuses == [422] * 10 + [429]
    assert sign_in(app, ann)[0].get("/account/code").heading == "The second step"


NEW = "a newer secret that is long enough for tests"


@pytest.fixture
def rotated(app: Flask, sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The same site with a new secret key, the one before still accepted."""
    changed = create_app(settings_for(tmp_path, sqlite_url, secret_key=NEW, secret_key_fallbacks=[SECRET]))
    changed.testing = True
    yield changed
    close(changed)


def test_a_new_secret_key_takes_the_codes_along(
    app: Flask, ann: str, rotated: Flask, sqlite_url: str, tmp_path: Path
) -> None:
    """At the first sign-in with the new key the phone's is kept under it, and the old one is needed no more."""
    with_second_step(app, ann)
    visitor, page = sign_in(rotated, ann)
    assert visitor.send(page, {"code": phone_code(rotated, ann)}, action="/code").heading == "Your account"
    later = create_app(settings_for(tmp_path, sqlite_url, secret_key=NEW))
    assert phone_code(later, ann).isdigit()
    close(later)


def test_without_the_key_that_kept_it_no_code_is_right_and_nothing_breaks(
    app: Flask, ann: str, sqlite_url: str, tmp_path: Path
) -> None:
    codes = with_second_step(app, ann)
    changed = create_app(settings_for(tmp_path, sqlite_url, secret_key=NEW))
    changed.testing = True
    visitor, page = sign_in(changed, ann)
    for code in ("123456", codes[0]):
        assert visitor.send(page, {"code": code}, action="/code").status == 422
    close(changed)


def test_an_offered_key_is_not_anothers(app: Flask, ann: str) -> None:
    visitor, _ = sign_in(app, ann)
    visitor.get("/account/second-step")
    code = offered_code(app, visitor)
    person(app, "ben@example.org")
    page = visitor.get("/account/second-step")
    with app.app_context():
        accounts.change(account_of(ANN).id, {"fs_uniquifier": "another session"})
    given = {"email": "ben@example.org", "password": PASSWORD}
    visitor.send(visitor.get("/account/sign-in"), given, action="/sign-in")
    page = visitor.get("/account/second-step")
    assert visitor.send(page, {"code": code}, action="/second-step").status == 422
