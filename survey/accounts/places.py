"""Where somebody goes after signing in: back where they came from, on this site only, or to their organisation."""

from __future__ import annotations

import re

from flask import url_for

from survey.storage import organisations

_OWN = re.compile(r"/(?![/\\])[!-\[\]-~]*", re.ASCII)
"""A path of this site: no other host (``//host``, ``/\\host``), nothing that a browser would strip or read as one."""

LONGEST = 2000


def own_place(text: str | None) -> str:
    """The path, if it is one of this site; else empty."""
    return text if text and len(text) <= LONGEST and _OWN.fullmatch(text) else ""


def home_of(user_id: int) -> str:
    """The only organisation's page; the account's, which lists them, for everybody else."""
    mine = organisations.memberships(user_id)
    if len(mine) == 1:
        return url_for("organisations.home", organisation=mine[0].organisation)
    return url_for("accounts.account")
