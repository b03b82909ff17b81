"""Every route of the site with the roles that it admits: all others get what they would get for a firm there is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from survey import create_app
from survey.api.views import OPERATIONS
from survey.storage.tracing import trace
from tests.integration.campaigns import CODE
from tests.integration.databases import close, settings_for
from tests.integration.roles import QUESTION, ROLES, Scene, scene
from tests.integration.spared import uncounted

EVERYONE = frozenset(ROLES)
OWNER = frozenset({"owner"})
ADVISERS = frozenset({"leader", "adviser"})
WORKERS = OWNER | ADVISERS
READERS = WORKERS | {"viewer", "reader"}
COLLEAGUE = frozenset({"colleague"})
HOLDERS = OWNER | {"reader", "colleague"}
KNOWN = READERS | COLLEAGUE

OURS = frozenset({"leader", "adviser", "viewer"})
LEADER = frozenset({"leader"})
BODY = frozenset({"body's leader", "body's adviser", "body's viewer"})
BODY_ADVISERS = BODY - {"body's viewer"}
BODY_LEADER = frozenset({"body's leader"})
ADMINISTRATOR = frozenset({"administrator"})
SIGNED_IN = OURS | BODY | ADMINISTRATOR | {"leader elsewhere"}
NOBODY: frozenset[str] = frozenset()
"""None of those who come with a browser: programs ask these, by a key (``test_api_hostile``)."""

KEYLESS = dict.fromkeys(("list_releases", "get_release"), EVERYONE)
"""Of the operations for programs only these are answered without a key."""

SIGN_IN = "/account/sign-in"

UNKNOWN = dict.fromkeys(("public_id", "organisation", "client", "other", "sheet", "batch", "campaign"), "A" * 16)
UNKNOWN |= dict.fromkeys(("client_id", "assessment_id", "batch_id"), "A" * 16)
UNKNOWN |= dict.fromkeys(("note_id", "user_id", "invitation_id", "key_id", "position", "number"), "999999")
"""In place of what fills an address."""

TOKEN = re.compile(rb'name="csrf_token" value="[^"]*"')
"""The form that signs out is on every page, and its token is of the second in which it was drawn."""

Route = tuple[str, str]
"""Method and endpoint."""

ADMITTED: dict[Route, frozenset[str]] = {
    ("GET", "static"): EVERYONE,
    ("GET", "bootstrap.static"): EVERYONE,
    ("GET", "healthz"): EVERYONE,
    ("GET", "firms.landing"): EVERYONE,
    ("GET", "firms.method"): EVERYONE,
    ("GET", "firms.privacy"): EVERYONE,
    ("GET", "firms.sample"): EVERYONE,
    ("GET", "firms.sample_pdf"): EVERYONE,
    ("GET", "firms.start"): EVERYONE,
    ("POST", "firms.start"): EVERYONE,
    # The token in its address is what opens this one.
    ("GET", "firms.resume"): EVERYONE,
    ("POST", "firms.resume"): EVERYONE,
    # As is what is sealed in this one.
    ("GET", "firms.no_reminders"): EVERYONE,
    ("POST", "firms.no_reminders"): EVERYONE,
    ("GET", "firms.welcome"): EVERYONE,
    ("POST", "firms.welcome"): EVERYONE,
    ("GET", "firms.campaign_logo"): EVERYONE,
    ("GET", "firms.campaign_start"): EVERYONE,
    ("POST", "firms.campaign_start"): EVERYONE,
    # A code begins an assessment, and opens none that there is.
    ("GET", "firms.invited"): EVERYONE,
    ("POST", "firms.invited"): EVERYONE,
    ("GET", "firms.own_questions"): WORKERS,
    ("POST", "firms.own_questions"): WORKERS,
    ("GET", "firms.go_on"): KNOWN,
    ("GET", "firms.forget"): HOLDERS,
    ("POST", "firms.forget"): HOLDERS,
    ("GET", "firms.profile"): WORKERS,
    ("POST", "firms.profile"): WORKERS,
    ("GET", "firms.questions"): WORKERS,
    ("POST", "firms.questions"): WORKERS,
    ("POST", "firms.save_answer"): WORKERS,
    ("GET", "firms.interview"): WORKERS,
    ("POST", "firms.interview"): WORKERS,
    ("GET", "firms.so_far"): WORKERS,
    ("GET", "firms.review"): WORKERS,
    ("POST", "firms.review"): WORKERS,
    ("GET", "firms.results"): READERS,
    ("GET", "firms.pdf"): READERS,
    ("GET", "firms.docx"): READERS,
    ("POST", "firms.pdf_with_address"): OWNER,
    ("GET", "firms.summary_pdf"): READERS,
    ("GET", "firms.plan_sheet"): READERS,
    ("GET", "firms.plan_calendar"): READERS,
    ("GET", "firms.answers_json"): WORKERS,
    ("GET", "firms.answers_csv"): WORKERS,
    ("GET", "firms.ask"): WORKERS,
    ("POST", "firms.means"): WORKERS,
    ("POST", "firms.mark"): WORKERS,
    ("POST", "firms.update"): WORKERS,
    ("POST", "firms.keep"): WORKERS,
    ("POST", "firms.again"): WORKERS,
    ("POST", "firms.consent"): OWNER,
    ("GET", "firms.link"): OWNER,
    ("POST", "firms.link"): OWNER,
    ("POST", "firms.mail_link"): OWNER,
    ("POST", "firms.revoke"): OWNER,
    ("POST", "firms.stop_sharing"): OWNER,
    ("GET", "firms.colleagues"): OWNER,
    ("POST", "firms.colleagues"): OWNER,
    ("POST", "firms.decide"): OWNER,
    ("GET", "firms.part"): COLLEAGUE,
    ("POST", "firms.part"): COLLEAGUE,
    ("GET", "firms.delete"): OWNER,
    ("POST", "firms.delete"): OWNER,
    ("GET", "accounts.sign_in"): EVERYONE,
    ("POST", "accounts.sign_in"): EVERYONE,
    ("POST", "accounts.sign_out"): EVERYONE,
    ("GET", "accounts.code"): EVERYONE,
    ("POST", "accounts.code"): EVERYONE,
    ("GET", "accounts.forgotten"): EVERYONE,
    ("POST", "accounts.forgotten"): EVERYONE,
    # What is sealed in their addresses, or the token, is what opens these.
    ("GET", "accounts.set_password"): EVERYONE,
    ("POST", "accounts.set_password"): EVERYONE,
    ("GET", "accounts.confirm"): EVERYONE,
    ("POST", "accounts.confirm"): EVERYONE,
    ("GET", "accounts.new_address"): EVERYONE,
    ("POST", "accounts.new_address"): EVERYONE,
    ("GET", "accounts.invitation"): EVERYONE,
    ("POST", "accounts.invitation"): EVERYONE,
    ("GET", "accounts.account"): SIGNED_IN,
    ("POST", "accounts.account"): SIGNED_IN,
    ("GET", "accounts.again"): SIGNED_IN,
    ("POST", "accounts.again"): SIGNED_IN,
    ("GET", "accounts.password"): SIGNED_IN,
    ("POST", "accounts.password"): SIGNED_IN,
    ("GET", "accounts.address"): SIGNED_IN,
    ("POST", "accounts.address"): SIGNED_IN,
    ("POST", "accounts.end_sessions"): SIGNED_IN,
    ("GET", "accounts.factor"): SIGNED_IN,
    ("POST", "accounts.factor"): SIGNED_IN,
    ("POST", "accounts.factor_off"): SIGNED_IN,
    ("POST", "accounts.recovery"): SIGNED_IN,
    ("GET", "accounts.delete"): SIGNED_IN,
    ("POST", "accounts.delete"): SIGNED_IN,
    ("GET", "accounts.organisations"): ADMINISTRATOR,
    ("POST", "accounts.organisations"): ADMINISTRATOR,
    ("POST", "accounts.keep_standing"): ADMINISTRATOR,
    ("GET", "accounts.first_owner"): ADMINISTRATOR,
    ("POST", "accounts.first_owner"): ADMINISTRATOR,
    ("GET", "organisations.home"): OURS,
    ("GET", "organisations.members"): OURS,
    ("POST", "organisations.members"): LEADER,
    ("POST", "organisations.change_role"): LEADER,
    ("POST", "organisations.remove"): LEADER,
    ("POST", "organisations.password_link"): LEADER,
    ("POST", "organisations.withdraw"): LEADER,
    ("POST", "organisations.renew"): LEADER,
    ("GET", "organisations.leave"): OURS,
    ("POST", "organisations.leave"): OURS,
    ("GET", "organisations.rename"): LEADER,
    ("POST", "organisations.rename"): LEADER,
    ("GET", "organisations.delete"): LEADER,
    ("POST", "organisations.delete"): LEADER,
    ("GET", "consultants.clients"): OURS,
    ("POST", "consultants.act"): ADVISERS,
    ("GET", "consultants.new_client"): ADVISERS,
    ("POST", "consultants.new_client"): ADVISERS,
    ("GET", "consultants.tags"): ADVISERS,
    ("POST", "consultants.tags"): ADVISERS,
    ("GET", "consultants.client"): OURS,
    ("GET", "consultants.edit_client"): ADVISERS,
    ("POST", "consultants.edit_client"): ADVISERS,
    ("POST", "consultants.start_client"): ADVISERS,
    ("POST", "consultants.invite"): ADVISERS,
    ("POST", "consultants.end_invitation"): ADVISERS,
    ("POST", "consultants.add_note"): ADVISERS,
    ("POST", "consultants.delete_note"): ADVISERS,
    ("GET", "consultants.merge_search"): ADVISERS,
    ("GET", "consultants.merge"): ADVISERS,
    ("POST", "consultants.merge"): ADVISERS,
    ("POST", "consultants.archive_client"): ADVISERS,
    ("GET", "consultants.delete_client"): LEADER,
    ("POST", "consultants.delete_client"): LEADER,
    ("GET", "consultants.sheets"): OURS,
    ("POST", "consultants.sheets"): ADVISERS,
    ("GET", "consultants.sheet_template"): OURS,
    ("GET", "consultants.sheet"): ADVISERS,
    ("GET", "consultants.sheet_columns"): ADVISERS,
    ("POST", "consultants.sheet_columns"): ADVISERS,
    ("POST", "consultants.sheet_values"): ADVISERS,
    ("POST", "consultants.sheet_clients"): ADVISERS,
    ("POST", "consultants.sheet_mode"): ADVISERS,
    ("POST", "consultants.sheet_import"): ADVISERS,
    ("GET", "consultants.sheet_back"): ADVISERS,
    ("POST", "consultants.sheet_remove"): ADVISERS,
    ("GET", "consultants.portfolio"): OURS,
    ("GET", "consultants.portfolio_call"): OURS,
    ("GET", "consultants.portfolio_xlsx"): OURS,
    ("GET", "consultants.portfolio_pdf"): OURS,
    ("GET", "consultants.batches"): OURS,
    ("GET", "consultants.new_batch"): ADVISERS,
    ("POST", "consultants.new_batch"): ADVISERS,
    ("GET", "consultants.batch"): OURS,
    ("GET", "consultants.batch_archive"): OURS,
    ("GET", "consultants.batch_file"): OURS,
    ("POST", "consultants.pause_batch"): ADVISERS,
    ("POST", "consultants.resume_batch"): ADVISERS,
    ("POST", "consultants.retry_batch"): ADVISERS,
    ("GET", "consultants.cancel_batch"): ADVISERS,
    ("POST", "consultants.cancel_batch"): ADVISERS,
    ("GET", "consultants.remove_batch"): ADVISERS,
    ("POST", "consultants.remove_batch"): ADVISERS,
    ("GET", "consultants.files"): OURS,
    ("GET", "consultants.files_clients"): OURS,
    ("GET", "consultants.files_answers"): OURS,
    ("GET", "consultants.files_scores"): OURS,
    ("POST", "consultants.files_everything"): LEADER,
    ("GET", "consultants.client_everything"): ADVISERS,
    ("GET", "consultants.house"): OURS,
    ("POST", "consultants.house"): LEADER,
    ("GET", "consultants.house_preview"): OURS,
    ("GET", "consultants.house_logo"): OURS,
    ("POST", "consultants.change_logo"): LEADER,
    ("GET", "consultants.house_actions"): OURS,
    ("GET", "consultants.house_sheet"): OURS,
    ("POST", "consultants.house_upload"): LEADER,
    ("POST", "consultants.house_apply"): LEADER,
    ("GET", "consultants.new_action"): LEADER,
    ("POST", "consultants.new_action"): LEADER,
    ("GET", "consultants.house_action"): LEADER,
    ("POST", "consultants.house_action"): LEADER,
    ("POST", "consultants.restore_action"): LEADER,
    ("GET", "consultants.advice"): ADVISERS,
    ("POST", "consultants.advice"): ADVISERS,
    ("GET", "consultants.keys"): ADVISERS,
    ("POST", "consultants.keys"): ADVISERS,
    ("POST", "consultants.end_key"): ADVISERS,
    ("GET", "bodies.campaigns"): BODY,
    ("GET", "bodies.campaign"): BODY,
    ("GET", "bodies.help_offers"): BODY,
    ("GET", "bodies.help_sheet"): BODY,
    ("POST", "bodies.help_upload"): BODY_ADVISERS,
    ("GET", "bodies.new_campaign"): BODY_ADVISERS,
    ("POST", "bodies.new_campaign"): BODY_ADVISERS,
    ("GET", "bodies.delete_campaign"): BODY_LEADER,
    ("POST", "bodies.delete_campaign"): BODY_LEADER,
    ("GET", "bodies.campaign_logo"): BODY,
    ("GET", "bodies.settings"): BODY,
    ("POST", "bodies.settings"): BODY_ADVISERS,
    ("POST", "bodies.change_campaign_logo"): BODY_ADVISERS,
    ("GET", "bodies.lists"): BODY,
    ("POST", "bodies.lists"): BODY_ADVISERS,
    ("GET", "bodies.own_questions"): BODY,
    ("POST", "bodies.own_questions"): BODY_ADVISERS,
    ("GET", "bodies.new_question"): BODY_ADVISERS,
    ("POST", "bodies.new_question"): BODY_ADVISERS,
    ("GET", "bodies.own_question"): BODY_ADVISERS,
    ("POST", "bodies.own_question"): BODY_ADVISERS,
    ("GET", "bodies.quotas"): BODY,
    ("POST", "bodies.quotas"): BODY_ADVISERS,
    ("GET", "bodies.population"): BODY,
    ("POST", "bodies.population"): BODY_ADVISERS,
    ("GET", "bodies.population_sheet"): BODY,
    ("POST", "bodies.population_upload"): BODY_ADVISERS,
    ("GET", "bodies.publishing"): BODY,
    ("POST", "bodies.publishing"): BODY_ADVISERS,
    ("GET", "bodies.releases"): BODY,
    ("POST", "bodies.make_release"): BODY_ADVISERS,
    ("GET", "bodies.preview_release"): BODY,
    ("POST", "bodies.merge_groups"): BODY_ADVISERS,
    ("GET", "bodies.release"): BODY,
    ("GET", "bodies.note_release"): BODY_ADVISERS,
    ("POST", "bodies.note_release"): BODY_ADVISERS,
    ("GET", "bodies.publish_release"): BODY_LEADER,
    ("POST", "bodies.publish_release"): BODY_LEADER,
    ("GET", "bodies.withdraw_release"): BODY_LEADER,
    ("POST", "bodies.withdraw_release"): BODY_LEADER,
    ("GET", "bodies.firms"): BODY,
    ("GET", "bodies.invited"): BODY,
    ("POST", "bodies.change_invited"): BODY_ADVISERS,
    ("GET", "bodies.add_firms"): BODY_ADVISERS,
    ("POST", "bodies.add_firms"): BODY_ADVISERS,
    ("POST", "bodies.upload_firms"): BODY_ADVISERS,
    ("GET", "bodies.firms_template"): BODY,
    ("GET", "bodies.letters"): BODY,
    ("POST", "bodies.send_letters"): BODY_ADVISERS,
    ("GET", "bodies.names"): BODY,
    ("POST", "bodies.tick_names"): BODY_ADVISERS,
    ("GET", "published.releases"): EVERYONE,
    ("GET", "published.latest"): EVERYONE,
    ("GET", "published.release"): EVERYONE,
    ("GET", "published.file"): EVERYONE,
    ("GET", "published.chart"): EVERYONE,
    ("GET", "api.guide"): EVERYONE,
    ("GET", "api.openapi"): EVERYONE,
} | {(method, f"api.{view.__name__}"): KEYLESS.get(view.__name__, NOBODY) for method, _address, view in OPERATIONS}
"""A new route belongs here, with the roles that it is for."""

FILES = {"static": "waymark.css", "bootstrap.static": "css/bootstrap.min.css"}

POSTED = {
    "trade": "Bakery",
    "people": "micro",
    "name": "Ben",
    "pages": "security",
    "address": "ben@example.org",
    "take": "yes",
    "mark": "done",
    "budget": "1",
    "counted": "yes",
    "revision": "2",
    f"q_{QUESTION}": "dk",
    f"r_{QUESTION}": "1",
    "code": CODE,
    "page": "",
    "q1": "yes",
    "drawn": trace({}),
}
"""Something for every form, but for its token."""

UNCHANGED = {"firms.update", "firms.again", "firms.welcome"}
"""An update is open: the one changes nothing any more, the other is refused. A code leads to its own page."""

ELSEWHERE = {"accounts.code", "organisations.password_link"}
"""Sends away whoever has not given a password yet; is not there where there is mail."""

POSTS = [route for route, admitted in ADMITTED.items() if route[0] == "POST" and admitted and route[1] not in ELSEWHERE]


LEAST = ("owner", "viewer", "adviser", "leader", "body's viewer", "body's adviser", "body's leader", "administrator")
"""Whoever may least first."""


def senders(route: Route) -> list[str]:
    """Who tries a route without a token of the page: everyone of a firm's roles, and of the others the least."""
    admitted = ADMITTED[route]
    if route[1].startswith("firms."):
        return sorted(admitted & KNOWN - OURS)
    return [next(role for role in LEAST if role in admitted)]


MAIL = {"smtp_url": "smtp://127.0.0.1:1", "public_url": "https://survey.example.org", "mail_from": "us@example.org"}


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """With mail, without which one of the routes is not there for anybody; and with time to ask at every door."""
    app = create_app(settings_for(tmp_path, sqlite_url, **MAIL))
    app.testing = True
    with uncounted():
        yield app
    close(app)


@pytest.fixture
def firm(app: Flask) -> Scene:
    return scene(app)


def routes(app: Flask) -> Iterator[tuple[Route, frozenset[str]]]:
    """Every route with the names that fill its address."""
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield (method, rule.endpoint), frozenset(rule.arguments)


def asked(firm: Scene, role: str, route: Route, arguments: frozenset[str], **other: str) -> TestResponse:
    """What this role is answered; ``other``: in place of what fills the address, and in the form."""
    method, endpoint = route
    apart = firm.apart.get(endpoint.partition(".")[0], {}) | firm.apart.get(endpoint, {})
    place = {"filename": FILES.get(endpoint), **firm.place, **apart, **other}
    address = firm.app.url_map.bind("localhost").build(endpoint, {name: place[name] for name in arguments})
    given = POSTED | firm.decision | other if method in ("POST", "PATCH") else None
    return firm.visitors[role].client.open(address, method=method, data=given)


def said(response: TestResponse) -> tuple[int, bytes, dict[str, str]]:
    """The answer without what differs from one to the next: nonces, and the address that was asked for."""
    headers = {name: value for name, value in response.headers if name != "Content-Security-Policy"}
    if "Location" in headers:
        headers |= {"Location": headers["Location"].partition("?")[0], "Content-Length": "", "Set-Cookie": ""}
    return response.status_code, b"" if "Location" in headers else TOKEN.sub(b"", response.data), headers


def is_turned_away(response: TestResponse, route: Route, role: str) -> bool:
    """There is nothing here; or, where people sign in and this one has not, the page on which one does."""
    if ADMITTED[route] <= SIGNED_IN and role not in SIGNED_IN:
        return response.status_code == 302 and SIGN_IN in response.location
    return response.status_code == 404


def test_every_route_says_whom_it_admits(app: Flask) -> None:
    assert {route for route, _ in routes(app)} == set(ADMITTED)


@pytest.mark.parametrize("role", ROLES)
def test_where_a_role_is_not_admitted_nothing_is(firm: Scene, role: str) -> None:
    """Unknown and foreign look the same, whatever is sent, and nothing is written."""
    before, token = firm.tables(), firm.token(role)
    for route, arguments in routes(firm.app):
        if role in ADMITTED[route]:
            continue
        foreign = asked(firm, role, route, arguments, csrf_token=token)
        if not ADMITTED[route]:
            assert foreign.status_code == 401, route
            continue
        unknown = asked(firm, role, route, arguments, csrf_token=token, **UNKNOWN)
        assert is_turned_away(foreign, route, role), route
        assert said(foreign) == said(unknown), route
        assert said(asked(firm, role, route, arguments)) == said(asked(firm, role, route, arguments, **UNKNOWN)), route
    assert firm.tables() == before


def test_what_is_another_organisations_is_not_found_in_ones_own(firm: Scene) -> None:
    """Who leads one organisation names a client, a sheet or a person of another one under their own address."""
    role = "leader elsewhere"
    before, token = firm.tables(), firm.token(role)
    own = {"organisation": firm.place["elsewhere"], "csrf_token": token}
    things = frozenset(UNKNOWN) - {"organisation"}
    for route, arguments in routes(firm.app):
        if NOBODY < ADMITTED[route] <= OURS and arguments & things:
            foreign = asked(firm, role, route, arguments, **own)
            unknown = asked(firm, role, route, arguments, **UNKNOWN | own)
            assert said(foreign) == said(unknown), route
            assert foreign.status_code == (302 if route[1] == "organisations.withdraw" else 404), route
            if foreign.status_code == 302:
                firm.visitors[role].get("/account")  # takes along what it said: nothing of the kind is left to withdraw
    assert firm.tables() == before


@pytest.mark.parametrize("role", ROLES)
def test_where_a_role_is_admitted_there_is_a_page(firm: Scene, role: str) -> None:
    """Looking changes nothing."""
    before = firm.tables()
    for route, arguments in routes(firm.app):
        if route[0] == "GET" and role in ADMITTED[route]:
            with asked(firm, role, route, arguments) as response:
                assert response.status_code in (200, 302), route
    assert firm.tables() == before


@pytest.mark.parametrize(("route", "role"), [(route, role) for route in POSTS for role in senders(route)])
def test_what_is_sent_needs_a_token_of_the_page(firm: Scene, route: Route, role: str) -> None:
    """Another site can make a browser send a form, and cannot know its token."""
    arguments = max((names for one, names in routes(firm.app) if one == route), key=len)
    stolen = firm.token("stranger")
    before = firm.tables()
    for token in ("", "x" * 100, stolen):
        assert asked(firm, role, route, arguments, csrf_token=token).status_code in (400, 422)
    assert firm.tables() == before
    response = asked(firm, role, route, arguments, csrf_token=firm.token(role))
    if route[1].startswith("firms."):
        assert response.status_code in (200, 302), response.text
        assert firm.tables() != before or route[1] in UNCHANGED
    else:  # what is posted is not made for each of them: it may be refused, but not for its token
        assert b"open for a long time" not in response.data
