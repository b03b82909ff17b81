"""What the API is sent that it must not take: each is refused in one shape, tells nothing, and writes nothing."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from survey.api import reading
from survey.storage import clients
from tests.integration.consultancy import Consultancy
from tests.integration.programs import Program, problem, program, refusing

JSON = {"content_type": "application/json"}


@pytest.fixture(scope="module")
def us(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Consultancy]:
    yield from refusing(migrated_sqlite, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def ours(us: Consultancy) -> Program:
    return program(us.app, us.members["adviser"])


@pytest.fixture
def unchanged(us: Consultancy, ours: Program) -> Iterator[None]:
    """However many clients there were, there are as many after."""
    before = ours.get("/clients")["total"]
    yield
    assert ours.get("/clients")["total"] == before


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
    unsaid = {"headers": {"Transfer-Encoding": "chunked"}, "environ_overrides": {"wsgi.input_terminated": True}}
    much = b'{"name": "Bakery"}' + b" " * 1_100_000 + b"and more"
    assert problem(ours.ask("POST", "/clients", data=much, **JSON, **unsaid)) == (413, "too_large")


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
