"""A link that is shown once, on the page after the one on which it was made: only its trace is kept, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, session, url_for
from markupsafe import Markup

from survey import qr

SHOWN = "made_account_link"


@dataclass(frozen=True)
class Shown:
    """A new link with the words that go along with it, and as a picture for a phone's camera."""

    kind: str
    name: str
    address: str
    subject: str
    body: str
    qr: Markup


def keep(place: str, kind: str, name: str, path: str) -> None:
    """Hold the link until this place is shown: it waits in the session cookie of whoever made it."""
    session[SHOWN] = {"place": place, "kind": kind, "name": name, "path": path}


def take(place: str, words: dict[str, tuple[str, str]]) -> Shown | None:
    """The link that was made for this place a moment ago, this one time. ``words``: subject and text by kind."""
    made = session.get(SHOWN)
    if not made or made["place"] != place:
        return None
    del session[SHOWN]
    address = public_address(made["path"])
    subject, body = words[made["kind"]]
    return Shown(made["kind"], made["name"], address, subject, body, qr.drawn(address))


def public_address(path: str) -> str:
    """The address under which others reach this path: as the settings say, or as this page was asked for."""
    site = current_app.config["WAYMARK"].public_url
    return f"{site}{path}" if site else url_for("firms.landing", _external=True).rstrip("/") + path
