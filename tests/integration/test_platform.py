"""What every page has: headers, cookies, languages, error pages; and the start of the application."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, abort, g, session
from flask.testing import FlaskClient
from flask_babel import get_locale, gettext

from survey import create_app
from survey.config import ConfigurationError
from survey.extensions import db, translations
from survey.security import csp_nonce
from survey.storage import assessments
from tests.integration.databases import close, settings_for
from tests.unit.reports.test_catalogues import compiled

ELSEWHERE = "http://survey.example"


@pytest.fixture
def app(app: Flask) -> Flask:
    """With views for what real pages do only sometimes."""

    def failing() -> str:
        raise RuntimeError("answers of a firm")

    def frozen() -> str:
        raise assessments.AlreadySubmitted

    def signed() -> str:
        session["seen"] = "yes"
        return str(csp_nonce())

    app.add_url_rule("/test/fails", view_func=failing)
    app.add_url_rule("/test/frozen", view_func=frozen)
    app.add_url_rule("/test/signed", view_func=signed, methods=["GET", "POST"])
    app.add_url_rule("/test/status/<int:code>", "status", view_func=abort)
    app.add_url_rule("/test/locale", "locale", view_func=lambda: f"{get_locale()} {gettext('Yes')}")
    app.testing = False
    return app


def test_healthz_answers_on_each_database(stored: Flask) -> None:
    response = stored.test_client().get("/healthz")
    assert (response.status_code, response.text, response.mimetype) == (200, "ok", "text/plain")


def test_healthz_says_when_there_are_no_tables(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path))
    assert app.test_client().get("/healthz").status_code == 503
    close(app)


def test_every_page_carries_the_headers(client: FlaskClient) -> None:
    for path in ("/", "/healthz", "/nothing-here", "/test/fails"):
        headers = client.get(path).headers
        assert {name: headers.get(name) for name in HEADERS} == HEADERS, path
        assert "Strict-Transport-Security" not in headers


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cache-Control": "no-store",
}


def test_the_content_policy_allows_our_own_and_the_nonce_of_the_page(client: FlaskClient) -> None:
    response = client.get("/test/signed")
    nonce = response.text
    assert len(nonce) >= 22
    assert response.headers["Content-Security-Policy"].split("; ") == [
        "default-src 'none'",
        f"script-src 'nonce-{nonce}'",
        f"style-src 'self' 'nonce-{nonce}'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
    assert client.post("/test/signed").text != nonce


def test_static_files_may_be_kept(client: FlaskClient) -> None:
    response = client.get("/bootstrap/static/css/bootstrap.min.css")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] != "no-store"
    response.close()


@pytest.mark.parametrize(
    ("address", "comes_from", "more", "secure"),
    [
        ("https://survey.example", "203.0.113.9", {}, True),
        ("https://127.0.0.1", "127.0.0.1", {}, True),
        (ELSEWHERE, "203.0.113.9", {}, True),
        ("http://127.0.0.1:8000", "127.0.0.1", {}, False),
        ("http://localhost:8000", "127.0.0.1", {}, False),
        ("http://[::1]:8000", "::1", {}, False),
        # A proxy on the same computer that passes the public name on, and one that does not tell who asks.
        (ELSEWHERE, "127.0.0.1", {}, True),
        ("http://127.0.0.1:8000", "203.0.113.9", {}, True),
        (ELSEWHERE, "192.168.1.20", {"allow_plain_http": True}, False),
        ("https://survey.example", "203.0.113.9", {"allow_plain_http": True}, True),
    ],
)
def test_cookies_are_secure_unless_they_stay_here_or_plain_http_is_allowed(
    app: Flask, address: str, comes_from: str, more: dict[str, object], secure: bool
) -> None:
    app.config["WAYMARK"] = app.config["WAYMARK"].model_copy(update=more)
    response = app.test_client().get(
        "/test/signed?lang=en_GB", base_url=address, environ_base={"REMOTE_ADDR": comes_from}
    )
    cookies = response.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"waymark_session", "waymark_language"}
    for cookie in cookies:
        attributes = cookie.split("; ")
        assert ("Secure" in attributes) == secure
        assert {"HttpOnly", "SameSite=Lax"} <= set(attributes)


def test_https_is_remembered_by_browsers(client: FlaskClient) -> None:
    response = client.get("/", base_url="https://survey.example")
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_forwarded_headers_are_believed_only_from_trusted_proxies(tmp_path: Path, sqlite_url: str) -> None:
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "survey.example"}
    for proxies, expected in ((0, False), (1, True)):
        app = create_app(settings_for(tmp_path, sqlite_url, trusted_proxies=proxies))
        headers = app.test_client().get("/", headers=forwarded).headers
        assert ("Strict-Transport-Security" in headers) == expected
        close(app)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 415, 429, 500, 503])
def test_an_error_has_a_page_of_its_own_with_a_way_on(client: FlaskClient, status: int) -> None:
    response = client.get(f"/test/status/{status}")
    assert response.status_code == status
    assert len(re.findall(r"<h1\b", response.text)) == 1
    assert 'href="/"' in response.text


def test_a_failure_is_a_page_that_tells_nothing_and_a_log_entry(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = client.get("/test/fails")
    assert response.status_code == 500
    assert "answers of a firm" not in response.text
    assert "Exception on /test/fails" in caplog.text


def test_writing_to_what_was_handed_in_is_a_conflict(client: FlaskClient) -> None:
    assert client.get("/test/frozen").status_code == 409


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    assert "GET" in client.put("/healthz").headers["Allow"]


def test_posts_without_a_token_are_refused(client: FlaskClient) -> None:
    assert client.post("/test/signed", data={"csrf_token": "forged"}).status_code == 400


def test_the_token_of_a_page_is_accepted_over_https_though_no_referrer_is_sent(app: Flask) -> None:
    app.add_url_rule("/test/token", "token", view_func=app.jinja_env.globals["csrf_token"])
    client = app.test_client()
    token = client.get("/test/token", base_url="https://survey.example").text
    response = client.post("/test/signed", base_url="https://survey.example", data={"csrf_token": token})
    assert response.status_code == 200


@pytest.fixture
def german(tmp_path: Path, sqlite_url: str) -> Iterator[FlaskClient]:
    """A client of a survey in English and German, with a folder of further translations."""
    folder = compiled(tmp_path / "more", "de", {"Yes": "Ja"})
    app = create_app(settings_for(tmp_path, sqlite_url, languages=["en", "de"], translation_dirs=[folder]))
    app.add_url_rule("/test/locale", "locale", view_func=lambda: f"{get_locale()} {gettext('Yes')}")
    app.add_url_rule("/test/report", "report", view_func=lambda: translations("de").gettext("Yes"))
    yield app.test_client()
    close(app)


def test_the_language_is_the_browsers_unless_one_was_chosen(german: FlaskClient) -> None:
    assert german.get("/test/locale").text == "en Yes"
    assert german.get("/test/locale", headers={"Accept-Language": "fr, de-AT;q=0.9, en;q=0.5"}).text == "de Ja"
    assert german.get("/test/locale?lang=de").text == "de Ja"
    assert german.get("/test/locale").text == "de Ja"
    assert german.get("/test/locale?lang=fr").text == "de Ja"
    assert german.get("/test/locale?lang=en").text == "en Yes"


def test_a_report_can_be_in_another_language_than_the_page(german: FlaskClient) -> None:
    assert german.get("/test/report").text == "Ja"


def test_a_database_of_several_computers_needs_a_given_key(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, "postgresql://host/name").model_copy(update={"secret_key": None})
    with pytest.raises(ConfigurationError):
        create_app(settings)


def test_apps_do_not_share_a_database(tmp_path: Path, app: Flask) -> None:
    other = create_app(settings_for(tmp_path / "other"))
    with app.app_context():
        mine = db.engine.url
    with other.app_context():
        assert db.engine.url != mine
    close(other)
    assert not g
