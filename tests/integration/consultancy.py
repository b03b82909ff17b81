"""Two consultancies with members who are signed in, for tests of the pages about clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from survey import instruments
from survey.storage import assessments, client_assessments, clients
from survey.storage.clients import Client, Particulars
from survey.storage.values import Member, MemberRole
from tests.integration.handed_in import sample_answers
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Page, Visitor


@dataclass(frozen=True)
class Consultancy:
    """``members`` and ``visitors``: a person for each role, and the browser in which they are signed in."""

    app: Flask
    public_id: str
    members: Mapping[MemberRole, Member]
    visitors: Mapping[MemberRole, Visitor]

    @property
    def id(self) -> int:
        return self.members["owner"].organisation_id

    @property
    def adviser(self) -> Visitor:
        return self.visitors["adviser"]

    def address(self, path: str = "/clients") -> str:
        return f"/o/{self.public_id}{path}"

    def get(self, path: str = "/clients", role: MemberRole = "adviser") -> Page:
        return self.visitors[role].get(self.address(path))

    def add(self, name: str, **more: object) -> Client:
        with self.app.app_context():
            public_id = clients.add(self.id, Particulars(name, **more))  # type: ignore[arg-type]
        return self.client(public_id)

    def client(self, public_id: str) -> Client:
        with self.app.app_context():
            found = clients.find(self.id, public_id)
        assert found is not None
        return found

    def finish(self, client: Client, **answers: str) -> str:
        """An assessment of the client that was handed in."""
        with self.app.app_context():
            public_id = client_assessments.start_for_client(client.id, instruments.current(), "interview")
            assessments.save(public_id, sample_answers() | answers, {})
            assessments.submit(public_id, counted=False)
        return public_id


def consultancy(app: Flask, name: str = "Harbour Advisers") -> Consultancy:
    where = organisation(app, name)
    roles: tuple[MemberRole, ...] = ("owner", "adviser", "viewer")
    members = {role: member(app, where, role) for role in roles}
    visitors = {role: signed_in(app, one.user_id) for role, one in members.items()}
    return Consultancy(app, where, members, visitors)
