"""Whoever asks, and the one check of what they may see: a browser by its cookie, a person by signing in, a program by
its key.

Unknown and foreign look the same everywhere: the page that says that there is nothing here.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

from flask import Response, abort, after_this_request, redirect, request, url_for
from flask_login import current_user
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from survey.security import cookie_options
from survey.storage import access, assessments, clients, colleagues, keys, organisations
from survey.storage.assessments import Assessment, Role
from survey.storage.campaigns import finding as campaigns
from survey.storage.campaigns.values import Campaign
from survey.storage.clients import Client
from survey.storage.colleagues import Colleague
from survey.storage.finding import MEMBERS, ROLES, WORKERS
from survey.storage.keys import Program, Scope
from survey.storage.values import Member, MemberRole

COOKIE = "waymark_browser"
DAYS_KEPT = 400
"""The longest that browsers keep a cookie."""

PROGRAM = "waymark.program"
"""Where a request keeps the program that asks: there no cookie counts."""

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""What ``access.new_browser`` makes: 256 bits. Anything shorter could be guessed, so it is never taken for a secret."""


class ScopeError(Forbidden):
    """The key was not made for this, or its member may not do it; ``scope``: what it would need."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope


def secret() -> str:
    """The browser's secret; empty where it has none of ours, which opens nothing."""
    if PROGRAM in request.environ:
        return ""
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


def user_id() -> int | None:
    """The number of the account that is signed in, or whose program asks; None for everyone else."""
    asking: Program | None = request.environ.get(PROGRAM)
    if asking:
        return asking.member.user_id
    return int(current_user.id) if current_user.is_authenticated else None


def own(public_id: str) -> Assessment:
    """The assessment, if this browser is the firm's own; else the page that says neither why nor whether it exists."""
    return _find(public_id, "owner")


def works_on(public_id: str) -> Assessment:
    """The assessment, if this is the firm, or its adviser who answers and plans on its behalf; ``role`` says which."""
    return _find(public_id, *WORKERS)


def reads(public_id: str) -> Assessment:
    """The assessment, if whoever asks may at least read its results; its ``role`` says what else."""
    return _find(public_id, "owner", "adviser", "viewer", "reader")


def known(public_id: str) -> Assessment:
    """The assessment, if whoever asks has any role in it; its ``role`` is the widest."""
    return _find(public_id, *ROLES)


def holds(public_id: str) -> Assessment:
    """The assessment, if this very browser has a right to it, whoever is signed in."""
    return assessments.find(public_id, secret(), ROLES) or abort(404)


def changes(public_id: str) -> Assessment | None:
    """The assessment, if whoever asks may answer and plan; for pages that it is not the subject of."""
    return assessments.find(public_id, secret(), WORKERS, user=user_id())


def contributes(public_id: str) -> tuple[Assessment, Colleague]:
    """The assessment of which a colleague sent this browser some pages, and the invitation."""
    assessment = _find(public_id, "colleague")
    return assessment, colleagues.invited(public_id, secret()) or abort(404)


def person() -> Any:
    """The account that is signed in; who is not signed in is asked to."""
    if not current_user.is_authenticated:
        _sign_in()
    # The account itself: what stands for it would be nobody after signing out.
    return current_user._get_current_object()


def administrator() -> Any:
    """The same, if it is one that founds organisations."""
    found = person()
    return found if found.is_administrator else abort(404)


def member(organisation: str, least: MemberRole = "viewer") -> Member:
    """What the person signed in is in this organisation, if that is at least this role.

    Who is not signed in is asked to, whatever the address says.
    """
    found = organisations.member(person().id, organisation)
    if found is None or not found.may(least):
        abort(404)
    return found


def consultant(organisation: str, least: MemberRole = "viewer") -> Member:
    """The same, where the organisation is a consultancy: a body never meets a single firm."""
    found = member(organisation, least)
    return found if found.kind == "consultancy" else abort(404)


def body(organisation: str, least: MemberRole = "viewer") -> Member:
    """What the person signed in is in this organisation, where it is a body: a consultancy has no campaigns."""
    found = member(organisation, least)
    return found if found.kind == "body" else abort(404)


def campaign(organisation: str, public_id: str, least: MemberRole = "viewer") -> tuple[Member, Campaign]:
    """The member, and the campaign of their body."""
    found = body(organisation, least)
    return found, campaigns.find(found.organisation_id, public_id) or abort(404)


def client(organisation: str, public_id: str, least: MemberRole = "viewer") -> tuple[Member, Client]:
    """The consultant, and the client of their organisation."""
    found = consultant(organisation, least)
    return found, clients.find(found.organisation_id, public_id) or abort(404)


def program(scope: Scope | None = None) -> Program:
    """The program that asks, if its key may do this now. Raises ``Unauthorized`` and ``ScopeError``."""
    token = bearer()
    found = keys.opened(token) if token else None
    if found is None:
        told: dict[str, str | None] = {"realm": "Waymark"}
        if token:
            told["error"] = "invalid_token"
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", told))
    if scope and not found.may(scope):
        raise ScopeError(scope)
    request.environ[PROGRAM] = found
    return found


def programs_client(program: Program, public_id: str) -> Client:
    """The client of the organisation whose program asks."""
    return clients.find(program.member.organisation_id, public_id) or abort(404)


def programs_assessment(program: Program, public_id: str) -> Assessment:
    """The assessment of a client of the organisation whose program asks, as its member may see it."""
    member = program.member
    found = assessments.find(public_id, "", MEMBERS, user=member.user_id)
    # The member may work for another organisation too; the key is one of this.
    return found if found and found.organisation == member.organisation else abort(404)


def bearer() -> str:
    """The token that the request carries, "" for none."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _find(public_id: str, *roles: Role) -> Assessment:
    found = assessments.find(public_id, secret(), roles, user=user_id())
    if found is None:
        abort(404)
    return found


def _sign_in() -> NoReturn:
    """To the page that signs in, and from there back; a form that was sent has to be sent again."""
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    abort(redirect(url_for("accounts.sign_in", next=back)))
