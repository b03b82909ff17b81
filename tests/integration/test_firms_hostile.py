"""Requests that no page of ours makes: by hand, by scanners, by other sites. They change nothing and break nothing."""

from __future__ import annotations

import io
import json

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from survey.storage import assessments
from survey.storage.database import writing
from survey.storage.models import Base
from tests.integration.pages import Visitor, checked


@pytest.fixture
def app(every_type: Flask) -> Flask:
    every_type.testing = False  # a failure is the page that a visitor would see
    return every_type


@pytest.fixture
def home(visitor: Visitor) -> str:
    page = visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "micro", "firm": "Ann's"})
    return page.address.split("/questions/")[0]


def token(visitor: Visitor) -> str:
    return visitor.get("/start").form()[1]["csrf_token"]


def stored(app: Flask, home: str) -> dict[str, object]:
    with app.app_context():
        return {name: one.value for name, one in assessments.answers(home.split("/")[2]).items()}


PLACES = ["/start", "{home}/questions/choosing", "{home}/questions/last-questions", "{home}/profile", "{home}/review"]


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_asking_about_a_page_does_nothing(visitor: Visitor, home: str, method: str) -> None:
    """HEAD and OPTIONS carry no token, and whoever looks whether a link is alive uses them."""
    link = visitor.send(visitor.get(f"{home}/link")).by_id("address").get("value").removeprefix("http://localhost")
    scanner = Visitor(visitor.client.application)
    assert scanner.client.open(link, method=method).status_code == 200
    assert scanner.client.get(home).status_code == 404
    for part in ("delete", "forget", "link", "review", "profile", "questions/choosing"):
        assert visitor.client.open(f"{home}/{part}", method=method).status_code in (200, 405)
    assert visitor.get(f"{home}/questions/choosing").status == 200
    assert visitor.get(f"{home}/profile").form()[1]["firm"] == "Ann's"


@pytest.mark.parametrize("body", ["[1]", "5", "null", '"x"', "{", '{"q_till": 5, "q_wish": 5, "trade": 5, "firm": {}}'])
@pytest.mark.parametrize("place", PLACES)
def test_json_is_no_form(visitor: Visitor, home: str, place: str, body: str) -> None:
    if body.endswith("}"):
        body = json.dumps(json.loads(body) | {"csrf_token": token(visitor)})
    response = visitor.client.post(place.format(home=home), data=body, content_type="application/json")
    assert response.status_code in (400, 422)


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ("/start", "trade"),
        ("/start", "firm"),
        ("{home}/questions/last-questions", "q_wish"),
        ("{home}/questions/typing", "q_hours"),
        ("{home}/questions/choosing", "q_till"),
    ],
)
def test_a_file_is_no_answer(app: Flask, visitor: Visitor, home: str, place: str, field: str) -> None:
    values = {"csrf_token": token(visitor), "people": "micro", field: (io.BytesIO(b"x"), "x.txt")}
    response = visitor.client.post(place.format(home=home), data=values)
    assert response.status_code < 500
    assert stored(app, home) == {}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("trade", ["Bakery", "Hairdresser"]),
        ("people", ["micro", "large"]),
        ("firm", ["Ann", "Bea"]),
        ("country", ["DE", "FR"]),
    ],
)
def test_a_field_sent_twice_with_different_values_is_refused(visitor: Visitor, name: str, given: list[str]) -> None:
    page = visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "micro", name: given})
    assert page.status == 422
    assert any("Choose one answer only" in fault for fault in page.faults())


@pytest.mark.parametrize("given", [["no"], ["0"], ["yes", "no"], ["on"], ["YES"]])
def test_only_the_tick_of_the_page_is_consent(app: Flask, visitor: Visitor, home: str, given: list[str]) -> None:
    visitor.send(visitor.get(f"{home}/review"), {"counted": given})
    assert visitor.client.get(f"{home}/answers.json").json["counted"] is False


@pytest.mark.parametrize("number", [0, 2**31 - 1, 2**31, 2**63, 10**40])
def test_ending_a_link_that_never_was(visitor: Visitor, home: str, number: int) -> None:
    response = visitor.client.post(f"{home}/link/{number}/end", data={"csrf_token": token(visitor)})
    assert response.status_code in (302, 404)


@pytest.mark.parametrize("part", ["questions/choosing", "profile", "review", "link", "link/1/end", "forget", "delete"])
def test_deleted_on_another_device_while_this_one_saves(
    app: Flask, visitor: Visitor, home: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = {"trade": "Bakery", "people": "micro"}
    values = MultiDict({"csrf_token": token(visitor), "q_till": "anyone", "revision": "1"} | profile)
    found = assessments.find

    def find_and_lose(public_id: str, *who: object, **more: object) -> assessments.Assessment | None:
        assessment = found(public_id, *who, **more)
        assessments.delete(public_id)
        return assessment

    monkeypatch.setattr(assessments, "find", find_and_lose)
    assert visitor.client.post(f"{home}/{part}", data=values).status_code in (302, 404)


@pytest.mark.parametrize("secret", ["a", "x" * 44, "é" * 43, "../" * 14 + "x"])
def test_a_browser_secret_that_we_did_not_make_is_replaced(app: Flask, secret: str) -> None:
    visitor = Visitor(app)
    visitor.client.set_cookie("waymark_browser", secret)
    visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "micro"})
    made = visitor.client.get_cookie("waymark_browser").value
    assert made != secret
    assert len(made) == 43


@pytest.mark.parametrize("host", ["..", "a" * 70, "[", "a b", '"><script>', "survey.example:port", "é"])
@pytest.mark.parametrize("path", ["/", "/start?lang=en_GB", "/nothing", "/r/unknown"])
def test_a_malformed_host_is_an_answer_with_every_header(app: Flask, host: str, path: str) -> None:
    response = app.test_client().get(path, headers={"Host": host})
    assert response.status_code in (200, 400, 404)
    assert "<script" not in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/static/nothing", "/static/../config.py", "/bootstrap/static/nothing"])
def test_an_error_in_place_of_a_static_file_is_not_kept(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status == 404


def test_without_its_database_every_page_is_an_error_page_that_tells_nothing(
    app: Flask, visitor: Visitor, home: str
) -> None:
    """The rate limit is counted there as well: the visitor is told once, and by a page of ours."""
    values = {"csrf_token": token(visitor), "q_till": "anyone", "trade": "Bakery", "people": "micro"}
    with app.app_context(), writing() as session:
        Base.metadata.drop_all(session.connection())
    for path in ("/", home, f"{home}/results", f"{home}/answers.json"):
        page = visitor.get(path)
        assert (page.status, page.heading) == (500, "Our mistake")
    for path in (f"{home}/questions/choosing", "/start"):
        response = visitor.client.post(path, data=values)
        assert checked(path, response).heading == "Our mistake"
        assert "sql" not in response.text.lower()


def test_what_a_firm_wrote_is_in_no_log_however_it_fails(
    app: Flask, visitor: Visitor, home: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Not its name, not its notes, not the token of its links."""
    link = visitor.send(visitor.get(f"{home}/link")).by_id("address")
    assert link is not None
    values = {
        "csrf_token": token(visitor),
        "n_till": "Our secret note",
        "rn_till": "0",
        "q_till": "anyone",
        "r_till": "0",
    }
    with app.app_context(), writing() as session:
        Base.metadata.drop_all(session.connection(), [Base.metadata.tables["notes"]])
    with caplog.at_level("DEBUG"):
        for _ in range(2):
            assert visitor.client.post(f"{home}/answers/till", data=values).status_code == 500
    assert "notes" in caplog.text
    for secret in ("Our secret note", "Ann's", link.get("value", "").rpartition("/")[2]):
        assert secret not in caplog.text
