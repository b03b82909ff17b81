"""A body with members who are signed in and a campaign, for tests of the pages about campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask

from survey import instruments
from survey.storage.campaigns import changing, finding
from survey.storage.campaigns.values import Campaign
from survey.storage.database import writing
from survey.storage.models import CampaignRow, now
from survey.storage.values import Member, MemberRole
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Page, Visitor

AHEAD = timedelta(days=10)


@dataclass(frozen=True)
class Chamber:
    """``members`` and ``visitors``: a person for each role, and the browser in which they are signed in. ``campaign``:
    the public id of one that begins in ten days."""

    app: Flask
    public_id: str
    members: Mapping[MemberRole, Member]
    visitors: Mapping[MemberRole, Visitor]
    campaign: str

    @property
    def id(self) -> int:
        return self.members["owner"].organisation_id

    @property
    def adviser(self) -> Visitor:
        return self.visitors["adviser"]

    def address(self, path: str = "") -> str:
        return f"/o/{self.public_id}/campaigns/{self.campaign}{path}"

    def get(self, path: str = "", role: MemberRole = "adviser") -> Page:
        return self.visitors[role].get(self.address(path))

    def kept(self) -> Campaign:
        with self.app.app_context():
            found = finding.public(self.campaign)
        assert found is not None
        return found

    def open(self) -> None:
        """Let the first day be today."""
        with self.app.app_context():
            opened(self.campaign, now().date())


def chamber(app: Flask, name: str = "Chamber", called: str = "Spring") -> Chamber:
    where = organisation(app, name, "body")
    roles: tuple[MemberRole, ...] = ("owner", "adviser", "viewer")
    members = {role: member(app, where, role) for role in roles}
    visitors = {role: signed_in(app, one.user_id) for role, one in members.items()}
    with app.test_request_context():
        reference = instruments.current().reference
        begun = changing.begin(members["owner"].organisation_id, called, reference, now().date() + AHEAD)
    return Chamber(app, where, members, visitors, begun)


def opened(campaign: str, day: date) -> None:
    """Let the campaign have begun on this day, which its pages would not set once it is over."""
    with writing() as session:
        session.execute(sa.update(CampaignRow).filter_by(public_id=campaign).values(opens_on=day))
