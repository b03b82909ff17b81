"""What is asked of the list of clients, in its address: to be shared, and harmless whatever stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from flask import request, url_for

from survey.forms.text import printable
from survey.storage.client_list import SORTS, STATES, Wanted

LONGEST = 200
_MOST_PAGES = 10**6


def wanted() -> Wanted:
    """As the address of this request says; what it says wrongly counts as not said."""
    given = request.args
    return Wanted(
        text=_text("q"),
        tag=_text("tag"),
        state=next((state for state in STATES if state == given.get("state")), None),
        archived=given.get("archived") == "yes",
        sort=next((sort for sort in SORTS if sort == given.get("sort")), "name"),
        descending=given.get("order") == "down",
        page=_number(given.get("page", "")),
    )


def address(endpoint: str, organisation: str, asked: Wanted, **changes: Any) -> str:
    """Of the list as it is asked for, but for these changes."""
    return url_for(endpoint, organisation=organisation, **said(replace(asked, **changes)))


def said(asked: Wanted) -> Mapping[str, Any]:
    """What the address has to say, which is only what is not usual."""
    words = {"text": "q", "descending": "order"}
    usual = Wanted()
    told = {name: getattr(asked, name) for name in (field.name for field in fields(Wanted))}
    given = {words.get(name, name): value for name, value in told.items() if value != getattr(usual, name)}
    marks = {"order": "down", "archived": "yes"}
    return {name: marks.get(name, str(value)) for name, value in given.items()}


def _text(name: str) -> str:
    return " ".join(printable(request.args.get(name, "")).split())[:LONGEST]


def _number(text: str) -> int:
    page = int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 1
    return min(max(page, 1), _MOST_PAGES)
