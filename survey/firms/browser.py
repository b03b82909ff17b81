"""This browser's secret: the cookie by which it is known again, and the one check of what it may see."""

from __future__ import annotations

import re

from flask import Response, abort, after_this_request, request

from survey.security import cookie_options
from survey.storage import access, assessments, colleagues
from survey.storage.assessments import Assessment, Role
from survey.storage.colleagues import Colleague
from survey.storage.finding import ROLES

COOKIE = "waymark_browser"
DAYS_KEPT = 400
"""The longest that browsers keep a cookie."""

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""What ``access.new_browser`` makes: 256 bits. Anything shorter could be guessed, so it is never taken for a secret."""


def secret() -> str:
    """The browser's secret; empty where it has none of ours, which opens nothing."""
    value = request.cookies.get(COOKIE, "")
    return value if _SECRET.fullmatch(value) else ""


def remember() -> str:
    """The browser's secret, made now if it has none; the answer to this request carries the cookie, for 400 days."""
    value = secret() or access.new_browser()

    @after_this_request
    def _set_cookie(response: Response) -> Response:
        response.set_cookie(COOKIE, value, max_age=DAYS_KEPT * 86_400, **cookie_options())
        return response

    return value


def own(public_id: str) -> Assessment:
    """The assessment, if it is this browser's own; else the one page that says neither why nor whether it exists."""
    return _find(public_id, "owner")


def reads(public_id: str) -> Assessment:
    """The assessment, if this browser owns it or may read its results; its ``role`` says which."""
    return _find(public_id, "owner", "reader")


def known(public_id: str) -> Assessment:
    """The assessment, if this browser has any role in it; its ``role`` is the widest."""
    return _find(public_id, *ROLES)


def contributes(public_id: str) -> tuple[Assessment, Colleague]:
    """The assessment of which a colleague sent this browser some pages, and the invitation."""
    assessment = _find(public_id, "colleague")
    return assessment, colleagues.invited(public_id, secret()) or abort(404)


def _find(public_id: str, *roles: Role) -> Assessment:
    assessment = assessments.find(public_id, secret(), roles) if secret() else None
    if assessment is None:
        abort(404)
    return assessment
