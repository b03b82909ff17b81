"""A crawler: every address that a role is admitted to, and all that is linked from there, as it was answered."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BuildError

from survey.published.making import FILES
from tests.copied import words_of
from tests.integration.pages import Visitor
from tests.integration.test_every_route import ADMITTED

MOST = 3
"""Pages of one endpoint that are opened: those of the one client are like those of the other."""

LEFT = re.compile(
    r"static|bootstrap\..*|firms\.(sample.*|start|campaign_start)|consultants\.(?!clients|client$|portfolio$).*|accounts\..*"
)
"""Not opened: what tells of no release and of no firm but one's own clients, and the forms that begin one."""

LINK = re.compile(r"""(?:href|src)=["']([^"'#]+)""")
FLEETING = re.compile(rb'name="csrf_token" value="[^"]*"|nonce="[^"]*"|nonce-[\w-]+')


def crawled(app: Flask, visitor: Visitor, role: str, place: Mapping[str, Iterable[Any]]) -> dict[str, bytes]:
    """Address → what was answered there, without what is another each time. ``place``: what fills addresses."""
    found: dict[str, bytes] = {}
    opened: Counter[str] = Counter()
    waiting = sorted(_starts(app, role, place))
    while waiting:
        address = waiting.pop(0)
        endpoint = _endpoint(app, address)
        if address in found or not endpoint or LEFT.fullmatch(endpoint):
            continue
        if opened[endpoint] >= MOST and not endpoint.startswith(("published", "api", "bodies")):
            continue
        opened[endpoint] += 1
        response = visitor.client.get(address)
        assert response.status_code < 500, address
        found[address] = FLEETING.sub(b"", response.data)
        if response.location:
            waiting.append(response.location)
        if response.mimetype == "text/html":
            waiting += [html.unescape(link) for link in LINK.findall(response.text) if link.startswith("/")]
    return found


def _starts(app: Flask, role: str, place: Mapping[str, Iterable[Any]]) -> Iterator[str]:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or role not in ADMITTED[("GET", rule.endpoint)]:
            continue
        names = sorted(rule.arguments)
        given = {"file": FILES, "form": ("csv",), "question": ("q1",), **place}
        for values in product(*(given.get(name, ()) for name in names)):
            try:
                yield adapter.build(rule.endpoint, dict(zip(names, values, strict=True)))
            except BuildError:
                continue


def _endpoint(app: Flask, address: str) -> str:
    try:
        endpoint, _ = app.url_map.bind("localhost").match(address.partition("?")[0])
    except HTTPException:
        return ""
    return str(endpoint)


def readable(content: bytes) -> str:
    """What can be read in a page or file, also where it is packed."""
    if content.startswith(b"%PDF"):
        return words_of(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return content.decode("utf-8", "replace")
