"""Clients as programs work with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from scoring.instrument import Instrument
from survey import visitor
from survey.api.clients.models import (
    Client,
    ClientChange,
    ClientPage,
    ClientsAsked,
    Idempotency,
    ListedClient,
    NewClient,
    Profile,
    ProfileGiven,
    Result,
    known_region,
)
from survey.api.operations import Made, operation
from survey.api.problems import Fault, RefusedError
from survey.api.reading import conflict
from survey.api.words import four_decimals, level_id
from survey.consultants.clients.wording import by_reference
from survey.forms.text import printable
from survey.profiles import BLANK, profile_row
from survey.storage import client_list, clients
from survey.storage.client_list import Line, Wanted
from survey.storage.clients import Client as Stored
from survey.storage.clients import ClientChangedError, Particulars, RefTakenError
from survey.storage.keys import Program

REPLACED = {
    "trade": ("trade", "sector", "division"),
    "people": ("people", "size", "staff", "employees"),
    "country": ("country",),
    "region": ("region",),
}
"""What a field of a profile says anew, together with what sheets say of the same."""


@operation("clients:read", tag="clients", query=ClientsAsked, returns=ClientPage)
def list_clients(program: Program, asked: ClientsAsked) -> ClientPage:
    """List clients

    With how far each is and what it last reached: the list of the page “Clients”, with the same filters."""
    text = " ".join(printable(asked.q).split())
    wanted = Wanted(text, asked.tag, asked.state, asked.archived, asked.sort, asked.order == "down", asked.page)
    shown = client_list.listing(program.member.organisation_id, wanted, asked.per_page)
    known = by_reference(line.result.instrument for line in shown.lines if line.result)
    items = [_listed(line, known) for line in shown.lines]
    return ClientPage(items=items, page=shown.page, pages=shown.pages, total=shown.total)


@operation(
    "clients:write", tag="clients", body=NewClient, headers=Idempotency, returns=Client, makes=True, refuses=(409,)
)
def add_client(program: Program, given: NewClient, beside: Idempotency) -> Made:
    """Add a client

    A number (`ref`) that another client has is refused with 409. With an `Idempotency-Key`, the same request sent
    again after a lost answer adds nothing and is answered with the client that it added the first time."""
    organisation_id, particulars = program.member.organisation_id, _particulars(given)
    try:
        public_id, added = clients.add_once(organisation_id, particulars, beside.key)
    except RefTakenError:
        raise _taken() from None
    client = visitor.programs_client(program, public_id)
    if not added and not _is_same(client, particulars):
        raise conflict("idempotency_key_used", "This Idempotency-Key was sent with another client.", "header")
    return Made(told(client), url_for("api.get_client", client_id=public_id), 201 if added else 200)


@operation("clients:read", tag="clients", returns=Client)
def get_client(program: Program, client_id: str) -> Client:
    """Get a client"""
    return told(visitor.programs_client(program, client_id))


@operation("clients:write", tag="clients", body=ClientChange, returns=Client, refuses=(409,))
def change_client(program: Program, client_id: str, given: ClientChange) -> Client:
    """Change a client

    What is left out stays as it is. `revision` guards against writing over what a colleague changed meanwhile."""
    known = visitor.programs_client(program, client_id)
    try:
        clients.change(known, _changed(known, given), given.revision or known.revision)
    except RefTakenError:
        raise _taken() from None
    except ClientChangedError:
        raise conflict(
            "changed", "The client was changed since you read it. Read it again.", "body", "revision"
        ) from None
    return told(visitor.programs_client(program, client_id))


@operation("clients:write", tag="clients", returns=Client)
def archive_client(program: Program, client_id: str) -> Client:
    """Archive a client

    It leaves the list of those in use; nothing is deleted. Deleting for good is done by an owner on the page."""
    return _put_away(program, client_id, archived=True)


@operation("clients:write", tag="clients", returns=Client)
def restore_client(program: Program, client_id: str) -> Client:
    """Bring back an archived client"""
    return _put_away(program, client_id, archived=False)


def told(client: Stored) -> Client:
    """The client as a program is told of it."""
    row = profile_row(client.profile)
    said = {name: client.profile.get(name) or None for name in ("trade", "people", "country", "region")}
    derived = {name: row.get(name) for name in ("sector", "division", "size", "employees")}
    return Client(
        id=client.public_id,
        ref=client.ref,
        name=client.name,
        email=client.email,
        tags=list(client.tags),
        profile=Profile(**said, **derived),
        archived_at=client.archived_at,
        created_at=client.created_at,
        updated_at=client.updated_at,
        revision=client.revision,
    )


def _listed(line: Line, known: Mapping[str, Instrument | None]) -> ListedClient:
    result = line.result and Result(
        instrument=line.result.instrument,
        overall=four_decimals(line.result.overall),
        level=level_id(known[line.result.instrument], line.result.level),
    )
    return ListedClient(
        id=line.public_id,
        ref=line.ref,
        name=line.name,
        email=line.email,
        tags=list(line.tags),
        state=line.state,
        active_at=line.active_at,
        finished_at=line.finished_at,
        result=result,
    )


def _put_away(program: Program, client_id: str, archived: bool) -> Client:
    known = visitor.programs_client(program, client_id)
    clients.put_away(program.member.organisation_id, [known.public_id], archived=archived)
    return told(visitor.programs_client(program, client_id))


def _particulars(given: NewClient) -> Particulars:
    profile = _profile({}, given.profile)
    return Particulars(_plain(given.name), _plain(given.ref), given.email or "", profile, _tags(given.tags))


def _changed(known: Stored, given: ClientChange) -> Particulars:
    """What the client is with these changes."""
    said = given.model_fields_set
    profile = _profile(known.profile, given.profile) if given.profile else dict(known.profile)
    return Particulars(
        name=_plain(given.name) if given.name else known.name,
        ref=_plain(given.ref or "") if "ref" in said else known.ref,
        email=(given.email or "") if "email" in said else known.email,
        profile=profile,
        tags=_tags(given.tags) if given.tags is not None else known.tags,
    )


def _profile(before: Mapping[str, Any], given: ProfileGiven) -> dict[str, Any]:
    """A profile with what is said anew; a country said anew takes the region of the old one along."""
    said = {name: getattr(given, name) or "" for name in given.model_fields_set}
    if "country" in said and said["country"] != before.get("country"):
        said = {"region": ""} | said
    replaced = {field for name in said for field in REPLACED[name]}
    kept = {name: value for name, value in before.items() if name not in replaced}
    whole = {name: "" for name in BLANK if name != "firm"} | kept | said
    if not known_region(whole["country"], whole["region"]):
        fault = Fault(loc=["body", "profile", "region"], msg="This is no region of the country")
        raise RefusedError(422, "invalid", "The region is not in the country.", [fault])
    return whole


def _is_same(client: Stored, given: Particulars) -> bool:
    there = (client.name, client.ref, client.email, dict(client.profile), sorted(map(str.casefold, client.tags)))
    return there == (given.name, given.ref, given.email, given.profile, sorted(map(str.casefold, given.tags)))


def _tags(given: list[str]) -> list[str]:
    """Each once, in whatever case."""
    return list({one.casefold(): one for one in map(_plain, reversed(given))}.values())[::-1]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _taken() -> RefusedError:
    return conflict("ref_taken", "Another client has this number.", "body", "ref")
