"""Who programs are: what a key opens, what it does not, and that nothing else opens anything."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from survey.storage import batches, organisations
from survey.storage.batches import Wish
from survey.storage.values import Member
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.programs import API, Program, problem, program, refusing
from tests.integration.roles import Scene, scene


@pytest.fixture(scope="module")
def us(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Consultancy]:
    yield from refusing(migrated_sqlite, tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def ours(us: Consultancy) -> Program:
    return program(us.app, us.members["adviser"])


KEYS = {
    "none": {},
    "not ours": {"Authorization": "Bearer wmk_" + "A" * 43},
    "too short": {"Authorization": "Bearer wmk_A"},
    "NUL": {"Authorization": "Bearer wmk_\0"},
    "not ASCII": {"Authorization": "Bearer wmk_" + "ä" * 43},
    "basic": {"Authorization": "Basic d21rOng="},
    "two": {"Authorization": "Bearer a, Bearer b"},
    "empty": {"Authorization": "Bearer "},
}


@pytest.mark.parametrize("name", KEYS)
def test_without_a_key_there_is_nothing(us: Consultancy, name: str) -> None:
    response = us.app.test_client().get(f"{API}/clients", headers=KEYS[name])
    assert problem(response) == (401, "no_key")
    assert response.headers["WWW-Authenticate"].startswith("Bearer realm=")


def test_a_key_in_the_address_or_a_cookie_is_none(us: Consultancy, ours: Program) -> None:
    client = us.visitors["owner"].client  # signed in, and so for no program
    assert problem(client.get(f"{API}/clients")) == (401, "no_key")
    assert problem(client.get(f"{API}/clients?access_token={ours.token}")) == (401, "no_key")
    assert problem(client.post(f"{API}/clients", json={"name": "Bakery"})) == (401, "no_key")


def test_a_key_opens_no_page(us: Consultancy, ours: Program) -> None:
    client = us.add("Bakery")
    for path in (us.address(), us.address(f"/clients/{client.public_id}"), us.address("/keys")):
        response = us.app.test_client().get(path, headers={"Authorization": f"Bearer {ours.token}"})
        assert response.status_code == 302
        assert "/account/sign-in" in response.location


def test_a_cookie_beside_a_key_adds_nothing(us: Consultancy, ours: Program) -> None:
    """The browser of somebody else's owner, with a key of ours: what counts is the key."""
    other = consultancy(us.app, "Lakeside Advisers")
    theirs = other.add("Butcher").public_id
    client = other.visitors["owner"].client
    response = client.get(f"{API}/clients/{theirs}", headers={"Authorization": f"Bearer {ours.token}"})
    assert problem(response) == (404, "not_found")


def test_a_key_is_for_what_it_was_made_for(us: Consultancy) -> None:
    reads = program(us.app, us.members["owner"], ["clients:read"])
    assert "items" in reads.get("/clients")
    response = reads.ask("POST", "/clients", {"name": "Bakery"})
    assert problem(response) == (403, "scope")
    assert 'scope="clients:write"' in response.headers["WWW-Authenticate"]


def test_a_past_key_is_none(us: Consultancy) -> None:
    assert problem(program(us.app, us.members["owner"], days=-0.01).ask("GET", "/key")) == (401, "no_key")


def test_a_key_has_so_many_requests_wherever_it_asks_from(us: Consultancy, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, other = (program(us.app, us.members["owner"]) for _ in range(2))
    settings = us.app.config["WAYMARK"]
    monkeypatch.setitem(us.app.config, "WAYMARK", settings.model_copy(update={"rate_limit_key": "2 per hour"}))
    assert [ours.ask("GET", "/key").status_code for _ in range(2)] == [200, 200]
    response = ours.ask("GET", "/key", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert problem(response) == (429, "too_many")
    assert 0 < int(response.headers["Retry-After"]) <= 3601
    assert other.ask("GET", "/key").status_code == 200


def test_no_key_and_no_answer_is_in_a_log(us: Consultancy, ours: Program, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = us.add("Bakery").public_id
    given = {"instrument": "corner-shop@1", "stage": "T0", "answers": {"orders": "a very own answer"}}
    assert problem(ours.ask("POST", f"/clients/{client}/assessments", given)) == (422, "invalid")
    assert ours.token not in caplog.text
    assert "a very own answer" not in caplog.text


PLACES = {"client_id": "client", "assessment_id": "public_id", "batch_id": "batch"}
"""What fills an address of the API, by what it is called where the roles are met."""


@pytest.fixture
def firm(app: Flask) -> Scene:
    return scene(app)


def test_what_is_another_organisations_is_what_there_is_not(app: Flask, firm: Scene) -> None:
    """Every operation, asked by a key of another organisation that may do everything there; nothing is written."""
    leader = next(one for one in members_of(app, firm.place["elsewhere"]) if one.role == "owner")
    theirs, place = program(app, leader), {**firm.place, "batch": batch_of(app, firm)}
    assert theirs.ask("GET", "/key").status_code == 200  # notes its use, once
    before = firm.tables()
    for rule in app.url_map.iter_rules():
        places = {name: place[PLACES[name]] for name in rule.arguments & PLACES.keys()}
        if not rule.endpoint.startswith("api.") or not places:
            continue
        for method in rule.methods & {"GET", "POST", "PATCH"}:
            foreign = theirs.ask(method, path_of(app, rule.endpoint, places), BODIES.get(rule.endpoint))
            unknown = theirs.ask(
                method, path_of(app, rule.endpoint, dict.fromkeys(places, "A" * 16)), BODIES.get(rule.endpoint)
            )
            assert problem(foreign) == (404, "not_found"), rule
            assert foreign.data == unknown.data, rule
    assert firm.tables() == before


BODIES: dict[str, Any] = {
    "api.change_client": {"name": "Ours now"},
    "api.add_assessment": {"instrument": "sme-readiness@1", "stage": "T0", "answers": {}},
}


def path_of(app: Flask, endpoint: str, places: dict[str, str]) -> str:
    given = dict(places) | ({"position": 0} if endpoint == "api.get_batch_report" else {})
    return app.url_map.bind("localhost").build(endpoint, given).removeprefix(API)


def batch_of(app: Flask, firm: Scene) -> str:
    adviser = next(one for one in members_of(app, firm.place["organisation"]) if one.role == "adviser")
    with app.app_context():
        return batches.begin(adviser, Wish("Spring", (firm.place["client"],), "en_GB"), "a batch")


def members_of(app: Flask, organisation: str) -> list[Member]:
    with app.app_context():
        where = next(one for one in organisations.every() if one.public_id == organisation)
        return organisations.members(where.id)
