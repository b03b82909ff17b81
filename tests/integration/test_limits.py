"""Rate limits: counted in the database by all processes together, and never in the way when counting fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from survey import create_app
from survey.extensions import db
from survey.storage import counters
from survey.storage.database import reading, writing
from survey.storage.models import CounterRow
from tests.integration.databases import close, settings_for


@pytest.fixture
def limited(each_database: str, tmp_path: Path) -> Iterator[list[Flask]]:
    """Two processes of a survey that lets a visitor ask three times an hour."""
    settings = settings_for(tmp_path, each_database, rate_limit="3 per hour")
    apps = [create_app(settings) for _ in range(2)]
    yield apps
    for app in apps:
        close(app)


def status(app: Flask, path: str = "/", address: str = "203.0.113.9") -> int:
    with app.test_client().get(path, environ_base={"REMOTE_ADDR": address}) as response:
        return response.status_code


def test_processes_count_together(limited: list[Flask]) -> None:
    one, other = limited
    assert [status(app) for app in (one, other, one, other)] == [200, 200, 200, 429]


def test_visitors_are_counted_apart_and_an_ipv6_network_as_one(limited: list[Flask]) -> None:
    app = limited[0]
    addresses = ["203.0.113.9", "2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4", "2001:db8:0:1::1"]
    assert [status(app, address=address) for address in addresses] == [200, 200, 200, 200, 429, 200]


def test_health_and_static_files_are_not_counted(limited: list[Flask]) -> None:
    app = limited[0]
    assert {status(app, "/healthz") for _ in range(5)} == {200}
    assert {status(app, "/bootstrap/static/css/bootstrap.min.css") for _ in range(5)} == {200}


def test_no_address_is_kept(limited: list[Flask]) -> None:
    status(limited[0])
    with limited[0].app_context(), reading() as session:
        (key,) = session.scalars(sa.select(CounterRow.key))
    assert len(key) == 64
    assert "203.0.113.9" not in key


def test_counters_that_fail_do_not_take_the_site_down(
    limited: list[Flask], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object) -> int:
        raise sa.exc.OperationalError("statement", {}, Exception("disk full"))

    monkeypatch.setattr(counters, "add", fail)
    assert {status(limited[0]) for _ in range(5)} == {200}
    assert "disk full" in caplog.text


def test_a_page_that_only_reads_does_not_wait_for_a_writer(sqlite_url: str, tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path, sqlite_url))
    asked: list[str] = []
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
        with writing():
            asked.clear()
            assert status(app) == 200
    waits = [statement for statement in asked if "busy_timeout" in statement]
    assert waits[0] == "PRAGMA busy_timeout = 500"
    close(app)


def test_a_window_that_is_over_begins_anew(stored: Flask) -> None:
    assert [counters.add("key", 1, seconds) for seconds in (60, 60, -1)] == [1, 2, 3]
    assert counters.read("key")[0] == 3
    counters.remove("key")
    assert [counters.add("key", 2, seconds) for seconds in (-1, 60, 60)] == [2, 2, 4]
