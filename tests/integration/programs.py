"""Programs that ask by a key, for tests of what they are answered."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from survey import create_app
from survey.storage import keys
from survey.storage.keys import SCOPES, Scope
from survey.storage.models import now
from survey.storage.values import Member
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.databases import close, settings_for

API = "/api/v1"


@dataclass(frozen=True)
class Program:
    """A program with its key; each request comes from a client that keeps nothing."""

    app: Flask
    token: str

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> TestResponse:
        """``body``: sent as JSON; ``data`` is sent as it is."""
        headers = {"Authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        if body is not None:
            more |= {"data": json.dumps(body), "content_type": "application/json"}
        return self.app.test_client().open(f"{API}{path}", method=method, headers=headers, **more)

    def get(self, path: str) -> Any:
        return self._read("GET", path)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._read("POST", path, body, headers=headers)

    def patch(self, path: str, body: Any) -> Any:
        return self._read("PATCH", path, body)

    def _read(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        with self.ask(method, path, body, **more) as response:
            assert response.status_code < 300, response.text
            return response.get_json()


def program(app: Flask, member: Member, scopes: Collection[Scope] = SCOPES, days: float = 30) -> Program:
    """A program of this member; by default it may all that the member may."""
    with app.app_context():
        return Program(app, keys.make(member, "Our customer system", scopes, now() + timedelta(days=days)))


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


def refusing(migrated: Path, folder: Path) -> Iterator[Consultancy]:
    """An organisation for all tests of what is refused, since nothing of that leaves a trace."""
    (folder / "waymark.sqlite3").write_bytes(migrated.read_bytes())
    many = "1000000 per minute"
    app = create_app(settings_for(folder, instrument="corner-shop", rate_limit=many, rate_limit_key=many))
    app.testing = True
    yield consultancy(app)
    close(app)
