"""What is asked of the portfolio, in its address: to be shared, and harmless whatever stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from flask import request, url_for

from survey.forms.text import printable

LONGEST = 200
_MOST_PAGES = 10**6

Way = str
"""What the table is sorted by: ``name``, ``overall``, ``change`` or the id of a dimension."""


@dataclass(frozen=True)
class Wanted:
    """Which clients, by which instrument (its reference), and in which order; "" for any.

    ``tag``: in any case; ``sector``: a section letter; ``size``: a size class; ``action``: only clients that need it.
    """

    instrument: str = ""
    tag: str = ""
    sector: str = ""
    size: str = ""
    action: str = ""
    sort: Way = "name"
    descending: bool = False
    page: int = 1

    @property
    def filtered(self) -> bool:
        return bool(self.tag or self.sector or self.size)


def wanted() -> Wanted:
    """As the address of this request says; what nothing is called so counts as not said once it is looked for."""
    given = request.args
    page = given.get("page", "")
    return Wanted(
        **{name: _text(name) for name in ("instrument", "tag", "sector", "size", "action")},
        sort=_text("sort") or "name",
        descending=given.get("order") == "down",
        page=min(int(page), _MOST_PAGES) if page.isascii() and page.isdigit() and len(page) <= 9 else 1,
    )


def address(
    endpoint: str,
    organisation: str,
    asked: Wanted,
    anchor: str = "",
    place: Mapping[str, str] = MappingProxyType({}),
    **changes: Any,
) -> str:
    """Of the portfolio as it is asked for, but for these changes; ``place``: what else fills the address."""
    said_now = {**place, **said(replace(asked, **changes))}
    return url_for(endpoint, organisation=organisation, _anchor=anchor or None, **said_now)


def said(asked: Wanted) -> Mapping[str, Any]:
    """What the address has to say, which is only what is not usual."""
    usual = Wanted()
    told = {field.name: getattr(asked, field.name) for field in fields(Wanted)}
    given = {name: value for name, value in told.items() if value != getattr(usual, name)}
    if given.pop("descending", False):
        given["order"] = "down"
    return given


def _text(name: str) -> str:
    return " ".join(printable(request.args.get(name, "")).split())[:LONGEST]
