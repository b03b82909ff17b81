"""What the API is sent that it must not take: each is refused in one shape, tells nothing, and writes nothing."""

from __future__ import annotations

import gzip
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from survey import create_app
from survey.api import reading
from survey.storage import batches, clients, organisations
from survey.storage.batches import Wish
from survey.storage.values import Member
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.databases import close, settings_for
from tests.integration.programs import API, Program, program
from tests.integration.roles import Scene, scene

JSON = {"content_type": "application/json"}


@pytest.fixture(scope="module")
def us(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Consultancy]:
    """One for all of these, since nothing that they send is taken."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "waymark.sqlite3").write_bytes(migrated_sqlite.read_bytes())
    many = "1000000 per minute"
    app = create_app(settings_for(folder, instrument="corner-shop", rate_limit=many, rate_limit_key=many))
    app.testing = True
    yield consultancy(app)
    close(app)


@pytest.fixture(scope="module")
def ours(us: Consultancy) -> Program:
    return program(us.app, us.members["adviser"])


@pytest.fixture
def unchanged(us: Consultancy, ours: Program) -> Iterator[None]:
    """However many clients there were, there are as many after."""
    before = ours.get("/clients")["total"]
    yield
    assert ours.get("/clients")["total"] == before


def problem(response: Any) -> tuple[int, str]:
    """Status and code of an answer that has the one shape of refusals, and all that such an answer has."""
    assert response.mimetype == "application/problem+json", response.text
    told = response.get_json()
    assert told.keys() == {"type", "title", "status", "detail", "code", "errors"}
    assert told["status"] == response.status_code
    assert all(fault.keys() == {"loc", "msg"} for fault in told["errors"])
    assert not any(word in response.text for word in ("Traceback", 'File "', "sqlalchemy", "pydantic"))
    assert "Set-Cookie" not in response.headers
    assert "Access-Control-Allow-Origin" not in response.headers
    return response.status_code, told["code"]


DEEP = '{"name": ' + "[" * 100_000 + "]" * 100_000 + "}"
MALFORMED = {
    "nothing": b"",
    "no JSON": b"name=Bakery",
    "half of it": b'{"name": "Bak',
    "more after it": b'{"name": "Bakery"} {}',
    "a list": b'[{"name": "Bakery"}]',
    "a text": b'"Bakery"',
    "null": b"null",
    "a name twice": b'{"name": "Bakery", "name": "Butcher"}',
    "a name twice, escaped": b'{"name": "Bakery", "n\\u0061me": "Butcher"}',
    "a name twice, far inside": b'{"name": "Bakery", "profile": {"trade": "C", "trade": "G"}}',
    "deep": DEEP.encode(),
    "deep and never closed": b"{" + b'"a":{' * 50_000,
    "deep behind a quotation mark": b'{"name": "\\"", "tags": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "NaN": b'{"name": NaN}',
    "Infinity": b'{"name": "Bakery", "ref": -Infinity}',
    "a number too large": b'{"name": 1e999}',
    "a number of 10,000 digits": b'{"name": ' + b"9" * 10_000 + b"}",
    "a fraction of 10,000 digits": b'{"name": 0.' + b"9" * 10_000 + b"}",
    "half a surrogate pair": b'{"name": "Bakery \\ud800"}',
    "half of one as a name": b'{"\\udc00": 1}',
    "not UTF-8": '{"name": "Bäckerei"}'.encode("latin-1"),
    "UTF-16": '{"name": "Bakery"}'.encode("utf-16"),
    "a mark before it": b'\xef\xbb\xbf{"name": "Bakery"}',
}


@pytest.mark.parametrize("name", MALFORMED)
@pytest.mark.usefixtures("unchanged")
def test_what_is_no_json_object_is_malformed(ours: Program, name: str) -> None:
    assert problem(ours.ask("POST", "/clients", data=MALFORMED[name], **JSON)) == (400, "malformed")


WRONG: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "no name": ({}, ["name"]),
    "a number for a text": ({"name": 1}, ["name"]),
    "a list for a text": ({"name": ["Bakery"]}, ["name"]),
    "nothing for a text": ({"name": None}, ["name"]),
    "an empty name": ({"name": ""}, ["name"]),
    "a name of white space": ({"name": " \u2003 "}, ["name"]),
    "a name of 301 signs": ({"name": "ä" * 301}, ["name"]),
    "NUL in a name": ({"name": "Bak\0ery"}, ["name"]),
    "a line end in a name": ({"name": "Bak\nery"}, ["name"]),
    "something nobody asked for": ({"name": "Bakery", "role": "owner"}, ["role"]),
    "an id of one's own": ({"name": "Bakery", "id": "A" * 16}, ["id"]),
    "a text for a list": ({"name": "Bakery", "tags": "food"}, ["tags"]),
    "21 tags": ({"name": "Bakery", "tags": [str(number) for number in range(21)]}, ["tags"]),
    "a tag of two": ({"name": "Bakery", "tags": ["food, bread"]}, ["tags", 0]),
    "a number among tags": ({"name": "Bakery", "tags": ["food", 7]}, ["tags", 1]),
    "two mailboxes": ({"name": "Bakery", "email": "a@example.org, b@example.org"}, ["email"]),
    "a header in a mailbox": ({"name": "Bakery", "email": "a@example.org\r\nBcc: b@example.org"}, ["email"]),
    "a trade there is not": ({"name": "Bakery", "profile": {"trade": "alchemy"}}, ["profile", "trade"]),
    "a country there is not": ({"name": "Bakery", "profile": {"country": "XX"}}, ["profile", "country"]),
    "a number of people": ({"name": "Bakery", "profile": {"people": 7}}, ["profile", "people"]),
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("unchanged")
def test_what_is_wrong_is_named_at_its_place(ours: Program, name: str) -> None:
    body, place = WRONG[name]
    response = ours.ask("POST", "/clients", body)
    assert problem(response) == (422, "invalid")
    assert response.get_json()["errors"][0]["loc"] == ["body", *place]


def test_a_thousand_faults_are_not_all_told(ours: Program) -> None:
    response = ours.ask("POST", "/clients", {str(number): 1 for number in range(1000)})
    assert problem(response) == (422, "invalid")
    assert len(response.get_json()["errors"]) == reading.MOST_FAULTS


@pytest.mark.parametrize(
    "asked",
    [
        "page=0",
        "page=one",
        "page=1e3",
        "page=-1",
        "page=99999999999999999999",
        "page=１",
        "page=1&page=2",
        "per_page=101",
        "state=gone",
        "archived=1",
        "sort=name;drop",
        "q=%00",
        "lang=en_GB",
        "organisation=other",
        f"q={'x' * 201}",
    ],
)
def test_an_address_asks_for_what_there_is_to_ask(ours: Program, asked: str) -> None:
    assert problem(ours.ask("GET", f"/clients?{asked}")) == (422, "invalid")


@pytest.mark.usefixtures("unchanged")
def test_what_is_packed_is_not_unpacked(ours: Program) -> None:
    """A bomb of some kilobytes would be many megabytes."""
    bomb = gzip.compress(b'{"name": "' + b"a" * 50_000_000 + b'"}', 1)
    small = gzip.compress(b'{"name": "Bakery"}')
    for packed in (bomb, small):
        for coding in ("gzip", "x-gzip, identity", "br", "deflate"):
            response = ours.ask("POST", "/clients", data=packed, headers={"Content-Encoding": coding}, **JSON)
            assert problem(response) == (415, "media_type")


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin-1",
    ],
)
def test_only_json_is_taken(ours: Program, kind: str) -> None:
    response = ours.ask("POST", "/clients", data=b'{"name": "Bakery"}', headers={"Content-Type": kind})
    assert problem(response) == (415, "media_type")


def test_a_body_has_an_end(ours: Program) -> None:
    body = json.dumps({"name": "a" * 1_100_000}).encode()
    assert problem(ours.ask("POST", "/clients", data=body, **JSON)) == (413, "too_large")


def test_what_leads_nowhere_is_told_in_the_same_shape(ours: Program) -> None:
    assert problem(ours.ask("GET", "/nothing")) == (404, "not_found")
    assert problem(ours.ask("GET", "/clients/" + "x" * 5000)) == (404, "not_found")
    assert problem(ours.ask("GET", "/clients/%00")) == (404, "not_found")
    assert problem(ours.ask("GET", "/batches/x/reports/99999999999999999999")) == (404, "not_found")
    wrong = ours.ask("DELETE", "/clients")
    assert problem(wrong) == (405, "method")
    assert {"GET", "POST"} <= set(wrong.headers["Allow"].split(", "))


def test_a_mistake_of_ours_tells_nothing(
    us: Consultancy, ours: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_given: object) -> None:
        raise ZeroDivisionError("Bakery Huber")

    monkeypatch.setattr(us.app, "testing", False)
    monkeypatch.setattr(clients, "add_once", fails)
    response = ours.ask("POST", "/clients", {"name": "Bakery"})
    assert problem(response) == (500, "our_fault")
    assert "Huber" not in response.text
    assert "ZeroDivisionError" in caplog.text  # whoever runs the site finds it in the log


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
