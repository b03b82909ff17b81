"""Clients for tests of storage: added, begun with, handed in for, and listed."""

from __future__ import annotations

from survey.instruments import by_reference
from survey.storage import (
    assessments,
    client_assessments,
    clients,
)
from survey.storage.client_list import Wanted, listing
from survey.storage.clients import Client, Particulars
from survey.storage.values import Member

SHOP = "corner-shop"
ANSWERS = {"orders": "always", "lists": ["stock"], "rework": 1.0}


def add(us: Member, name: str, **more: object) -> Client:
    public_id = clients.add(us.organisation_id, Particulars(name, **more))  # type: ignore[arg-type]
    return found(us, public_id)


def found(us: Member, public_id: str) -> Client:
    client = clients.find(us.organisation_id, public_id)
    assert client is not None
    return client


def start(client: Client, source: str = "interview") -> str:
    return client_assessments.start_for_client(client.id, by_reference(SHOP), source)  # type: ignore[arg-type]


def finish(client: Client) -> str:
    public_id = start(client)
    assessments.save(public_id, ANSWERS, {})
    assessments.submit(public_id, counted=False, role="adviser")
    return public_id


def names(us: Member, **wanted: object) -> list[str]:
    return [line.name for line in listing(us.organisation_id, Wanted(**wanted)).lines]  # type: ignore[arg-type]


def state(us: Member) -> str:
    return listing(us.organisation_id, Wanted()).lines[0].state
