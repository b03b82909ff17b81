"""Whatever stands in an address in place of an id, nothing is there; on both databases, of which one refuses NUL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.routing import Rule

from survey import create_app
from tests.integration.databases import close, settings_for
from tests.integration.roles import Scene, scene
from tests.integration.spared import uncounted

HOSTILE = ("\0", "x" * 5000, "\ud800", "9" * 30)
PART = re.compile(r"<(?:[^<>]*:)?([a-z_]+)>")


@pytest.fixture
def firm(each_database: str, tmp_path: Path) -> Iterator[Scene]:
    app = create_app(settings_for(tmp_path, each_database))
    with uncounted():
        yield scene(app)
    close(app)


def addresses(app: Flask, firm: Scene) -> Iterator[tuple[Rule, str]]:
    """Every address with each of its parts replaced in turn, the others being right."""
    for rule in app.url_map.iter_rules():
        room = firm.apart.get(rule.endpoint.partition(".")[0], {})
        right = {"filename": "waymark.css", **firm.place, **room, **firm.apart.get(rule.endpoint, {})}
        for part in rule.arguments:
            for text in HOSTILE:
                parts = {name: text if name == part else right[name] for name in rule.arguments}
                yield rule, _filled(rule, parts)


def _filled(rule: Rule, parts: dict[str, object]) -> str:
    """The address as a browser would send it, also where our own building of addresses would refuse."""
    given = {name: quote(str(value).encode("utf-8", "surrogatepass")) for name, value in parts.items()}
    return PART.sub(lambda part: given[part[1]], rule.rule)


@pytest.mark.parametrize("role", ["leader", "owner"])
def test_nothing_is_at_an_address_with_a_hostile_part(firm: Scene, role: str) -> None:
    browser, token = firm.visitors[role].client, firm.token(role)
    for rule, address in addresses(firm.app, firm):
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            with browser.open(address, method=method, data={"csrf_token": token}) as response:
                assert response.status_code < 500, f"{method} {rule} {address[:80]!r}"


def test_a_tag_that_cannot_be_is_nobodys(firm: Scene) -> None:
    browser = firm.visitors["leader"].client
    for page in ("files/clients", "files/answers", "files/scores", "clients"):
        for name in ("tag", "q"):
            with browser.get(f"/o/{firm.place['organisation']}/{page}?{name}=a%00b") as response:
                assert response.status_code == 200, page
