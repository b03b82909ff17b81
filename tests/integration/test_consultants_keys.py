"""Keys of programs on their page: made, shown once, listed, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from survey.storage import keys
from survey.storage.models import now
from survey.storage.values import MemberRole
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.pages import Page
from tests.integration.programs import Program

READS: dict[str, str | Sequence[str]] = {"name": "Customer system", "scopes": ["clients:read"]}


@pytest.fixture
def us(corner_shop: Flask) -> Consultancy:
    return consultancy(corner_shop)


def make(us: Consultancy, role: MemberRole = "adviser", **given: str | Sequence[str]) -> Page:
    return us.visitors[role].send(us.get("/keys", role), READS | given, action="/keys")


def shown(page: Page) -> str:
    field = page.by_id("key")
    return field.get("value", "") if field is not None else ""


def test_a_key_is_shown_once_and_works(us: Consultancy) -> None:
    page = make(us)
    token = shown(page)
    assert "Customer system" in page.text
    assert Program(us.app, token).get("/key")["scopes"] == ["clients:read"]
    later = us.get("/keys")
    assert token not in later.html
    assert "last used on" in later.text


def test_a_key_that_is_ended_opens_nothing(us: Consultancy) -> None:
    page = make(us)
    asks = Program(us.app, shown(page))
    page = us.adviser.send(page, action="/end")
    assert "no longer works" in page.html
    assert asks.ask("GET", "/key").status_code == 401
    assert "Customer system" not in page.text


def test_an_adviser_sees_keys_of_their_own_and_an_owner_all(us: Consultancy) -> None:
    make(us)
    make(us, "owner", name="Of the owner")
    assert "Of the owner" not in us.get("/keys").text
    assert "Customer system" in us.get("/keys", "owner").text
    with us.app.app_context():
        owners = next(key for key in keys.keys(us.id) if key.name == "Of the owner")
    page = us.get("/keys")
    answer = us.adviser.client.post(us.address(f"/keys/{owners.id}/end"), data=page.form()[1])
    assert answer.status_code == 404
    us.visitors["owner"].send(us.get("/keys", "owner"), action="/end")
    with us.app.app_context():
        assert len(keys.keys(us.id)) == 1


@pytest.mark.parametrize(
    ("given", "anchor"),
    [
        ({"name": ""}, "#name"),
        ({"name": "x" * 81}, "#name"),
        ({"scopes": []}, "#scope-clients:read"),
        ({"scopes": ["clients:read", "everything"]}, "#scope-clients:read"),
        ({"until": ""}, "#until"),
        ({"until": "tomorrow"}, "#until"),
        ({"until": "2001-01-01"}, "#until"),
        ({"until": "9999-12-31"}, "#until"),
    ],
)
def test_a_key_that_is_not_well_described_is_not_made(us: Consultancy, given: dict[str, Any], anchor: str) -> None:
    page = make(us, **given)
    assert page.status == 422
    assert list(page.faults().values()) == [anchor]
    with us.app.app_context():
        assert keys.keys(us.id) == []


def test_a_key_lasts_to_the_end_of_its_last_day(us: Consultancy) -> None:
    today = now().date()
    make(us, until=today.isoformat())
    with us.app.app_context():
        [key] = keys.keys(us.id)
    assert key.expires_at is not None
    assert key.expires_at.date() == today + timedelta(days=1)


def test_pressing_twice_makes_one_key(us: Consultancy) -> None:
    make(us)
    page = make(us)
    with us.app.app_context():
        assert len(keys.keys(us.id)) == 1
    assert Program(us.app, shown(page)).ask("GET", "/key").status_code == 200


def test_the_guide_tells_every_operation(us: Consultancy) -> None:
    page = us.adviser.get("/api/v1")
    assert "GET /api/v1/clients/{client_id}/assessments" in page.text
    assert "assessments:read" in page.text
