"""One firm with an update under way as all roles meet it: by links, as members of the organisation whose client it is,
and everyone who never was or is no more let in."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from PIL import Image

from reports.logo import prepared
from survey import instruments
from survey.accounts import tickets
from survey.consultants.sheets import steps
from survey.mail import silence
from survey.storage import (
    access,
    accounts,
    assessments,
    batches,
    client_inviting,
    client_notes,
    clients,
    colleagues,
    houses,
    invitations,
    keys,
    organisations,
)
from survey.storage.batches import Wish
from survey.storage.campaigns import finding as campaigns
from survey.storage.campaigns import inviting
from survey.storage.campaigns.inviting import Guest
from survey.storage.clients import Particulars
from survey.storage.database import reading, writing
from survey.storage.imports import uploads
from survey.storage.models import AssessmentRow, Base, CampaignRow, ClientRow, CounterRow, OrganisationRow, now
from survey.storage.values import LinkKind, Member, MemberRole
from tests.integration.called import kept_release
from tests.integration.campaigns import QUESTIONS
from tests.integration.campaigns import invited as invited_by_code
from tests.integration.handed_in import JOINERY, sample_answers
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Visitor
from tests.integration.people import person as person_of
from tests.integration.publishing import CHART, by_hand, campaign, keep

PAGE, QUESTION, ACTION = "security", "backup", "figures_lesson"
"""The page that was sent to the colleague, a question on it, and a step of the plan."""


@dataclass(frozen=True)
class Scene:
    """``visitors``: a browser for each role; ``place``: what fills addresses of this firm and of the organisation whose
    client it is; ``decision``: what is posted to decide about the colleague's answer; ``apart``: for single endpoints,
    and all of a blueprint, in place of ``place``."""

    app: Flask
    visitors: Mapping[str, Visitor]
    place: Mapping[str, Any]
    decision: Mapping[str, str]
    apart: Mapping[str, Mapping[str, Any]]

    def tables(self) -> dict[str, list[str]]:
        """Every row of every table, the counters of visits aside."""
        kept = [table for table in Base.metadata.sorted_tables if table.name != CounterRow.__tablename__]
        with self.app.app_context(), reading() as session:
            return {table.name: sorted(map(repr, session.execute(sa.select(table)))) for table in kept}

    def token(self, role: str) -> str:
        """A form's token that is this browser's own and fresh."""
        return self.visitors[role].get("/start").form()[1]["csrf_token"]


def scene(app: Flask) -> Scene:
    with app.app_context():
        browsers = {role: access.new_browser() for role in DEVICES}
        public_id = assessments.start(instruments.current(), JOINERY, browsers["owner"]).public_id
        assessments.save(public_id, sample_answers(), {})
        assessments.submit(public_id, counted=False)
        assessments.reopen(public_id)
        for role, let_in in DEVICES.items():
            let_in(public_id, browsers[role])
        token = access.make_link(public_id)
        link_id = access.links(public_id)[-1].id
        [waiting] = colleagues.contributions(public_id)[QUESTION]
        harbour = organisation(app)
        client = _client_of(harbour, public_id)
        lakeside = organisation(app, "Lakeside Advisers")
        chamber = organisation(app, "Chamber", "body")
    visitors = {role: Visitor(app) for role in DEVICES}
    for role, visitor in visitors.items():
        visitor.client.set_cookie("waymark_browser", browsers[role])
    people = {
        role: member(app, {"ours": harbour, "theirs": lakeside, "body": chamber}[of], kind)
        for role, (of, kind) in MEMBERS.items()
    }
    visitors |= {role: signed_in(app, person.user_id) for role, person in people.items()}
    administrator = person_of(app, "administrator@example.org", administrator=True)
    visitors["administrator"] = signed_in(app, administrator.id)
    place = {"public_id": public_id, "page_id": PAGE, "question_id": QUESTION, "action_id": ACTION}
    decision = {"link_id": str(waiting.link_id), "seen": str(waiting.seen)}
    place |= {"link_id": link_id, "token": token, "organisation": harbour, "client": client, "elsewhere": lakeside}
    place |= {"client_id": client, "assessment_id": public_id, "batch_id": "a batch", "position": 0}
    things, apart = _things(app, people)
    apart["bodies"], sealed = _of_body(app, chamber, public_id)
    apart["firms.no_reminders"] = {"sealed": sealed}
    apart["firms.invited"] = {"code": invited_by_code(app, apart["bodies"]["campaign"])}
    place["campaign"] = apart["bodies"]["campaign"]
    apart["published"] = apart["api.get_release"] = _published(app, chamber)
    place |= {name: value for name, value in apart["published"].items() if name != "campaign"}
    return Scene(app, visitors, place | things, decision, apart)


def _things(app: Flask, people: Mapping[str, Member]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What an organisation has besides its client: another one, a note, an invitation, a sheet, a batch, a key, a
    person to come."""
    adviser = people["adviser"]
    with app.test_request_context():
        other = clients.add(adviser.organisation_id, Particulars("Bakery"))
        known = clients.find(adviser.organisation_id, "client-of-harbour")
        second = clients.find(adviser.organisation_id, other)
        assert known is not None
        assert second is not None
        client_notes.add_note(known.id, adviser.user_id, "Ann", "Call in May")
        note = client_notes.notes(known.id)[0].id
        client_inviting.invite(second.id, instruments.current(), "Bakery")
        link = client_inviting.invitations(second.id)[0].link_id
        sheet = uploads.add(adviser, instruments.current().reference, "en_GB", [("a.csv", b"firm,backup\nA,tested\n")])
        steps.advance(sheet)
        ordered = batches.begin(adviser, Wish("Spring", ("client-of-harbour",), "en_GB"), "key")
        invited = invitations.invite(adviser.organisation_id, "new@example.org", "viewer")
        assert invited is not None
        someone = accounts.add({"email": "someone@example.org", "fs_uniquifier": "someone"})
        keys.make(people["leader"], "Customer system", ["clients:read"], now() + timedelta(days=1))
        key = keys.keys(adviser.organisation_id)[0].id
        links = {kind: tickets.make(kind, someone, email=someone.email).rpartition("/")[2] for kind in SEALED}
        nobodys = organisations.found("Nobody’s", "body")
        houses.set_logo(adviser.organisation_id, _logo(), seen=houses.trace(b""))
    things = {"other": other, "note_id": note, "sheet": sheet, "layout": "wide", "form": "csv", "which": "stuck"}
    things |= {"batch": ordered, "position": 0, "key_id": key}
    things |= {"invitation_id": invited[0], "user_id": people["viewer"].user_id}
    apart: dict[str, dict[str, Any]] = {f"accounts.{name}": {"sealed": links[kind]} for kind, name in SEALED.items()}
    apart["accounts.first_owner"] = {"organisation": nobodys}
    apart["accounts.invitation"] = {"token": invited[1]}
    apart["consultants.end_invitation"] = {"client": other, "link_id": link}
    return things, apart


def _of_body(app: Flask, chamber: str, public_id: str) -> tuple[dict[str, Any], str]:
    """What fills the addresses of a body's pages, and what its letters say to a firm that wants no reminders.

    The firm's assessment is one for the campaign.
    """
    with app.app_context(), writing() as session:
        body = session.scalars(sa.select(OrganisationRow.id).filter_by(public_id=chamber)).one()
        reference = instruments.current().reference
        campaign = CampaignRow(
            public_id="campaign-of-chamber", organisation_id=body, instrument=reference, name="Spring"
        )
        campaign.logo, campaign.questions = _logo(), QUESTIONS
        session.add(campaign)
        session.flush()
        session.execute(sa.update(AssessmentRow).filter_by(public_id=public_id).values(campaign_id=campaign.id))
        number = campaign.id
    with app.test_request_context():
        inviting.add(number, [Guest("Bakery")])
        sealed = silence.sealed(inviting.all_ids(number)[0])
        found = campaigns.public("campaign-of-chamber")
        assert found is not None
        kept_release(found)
    place = {"organisation": chamber, "campaign": "campaign-of-chamber", "question": "q1", "form": "csv", "number": 1}
    return place, sealed


def _published(app: Flask, chamber: str) -> dict[str, Any]:
    """What fills the addresses of what everybody may read."""
    with app.test_request_context():
        made = by_hand(instruments.current())
    keep(app, campaign(app, chamber, "published-by-chamber"), made)
    return {"campaign": "published-by-chamber", "number": 1, "file": "figures.csv", "exhibit": CHART}


def _logo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 4)).save(file, "PNG")
    return prepared(file.getvalue())


SEALED: Mapping[Any, str] = {"set": "set_password", "confirm": "confirm", "address": "new_address"}
"""Kinds of links about an account, and the endpoints that they lead to."""


def _client_of(organisation_id: str, public_id: str) -> str:
    """The public id of a client whose assessment this is from now on."""
    with writing() as session:
        owner = session.scalars(sa.select(OrganisationRow.id).filter_by(public_id=organisation_id)).one()
        client = ClientRow(public_id="client-of-harbour", organisation_id=owner, name="Joinery", sort_name="joinery")
        session.add(client)
        session.flush()
        session.execute(sa.update(AssessmentRow).filter_by(public_id=public_id).values(client_id=client.id))
        return client.public_id


def _nothing(_public_id: str, _browser: str) -> None:
    """The owner has begun the assessment; a stranger comes with a cookie that opens nothing."""


def _own_firm(_public_id: str, browser: str) -> None:
    assessments.start(instruments.current(), JOINERY, browser)


def _by_link(kind: LinkKind) -> Callable[[str, str], None]:
    def let_in(public_id: str, browser: str) -> None:
        assert access.exchange(access.make_link(public_id, kind, f"the {kind}", [PAGE]), browser)

    return let_in


def _colleague(public_id: str, browser: str) -> None:
    """Let in, and has answered otherwise than the firm: the owner is to decide."""
    _by_link("colleague")(public_id, browser)
    invited = colleagues.invited(public_id, browser)
    assert invited is not None
    assert not colleagues.save_part(public_id, invited.link_id, {QUESTION: "dk"}, {})


def _ended(kind: LinkKind) -> Callable[[str, str], None]:
    def let_in(public_id: str, browser: str) -> None:
        _by_link(kind)(public_id, browser)
        access.revoke(public_id, access.links(public_id)[-1].id)

    return let_in


def _forgotten(public_id: str, browser: str) -> None:
    _by_link("owner")(public_id, browser)
    access.forget(public_id, browser)


DEVICES: Mapping[str, Callable[[str, str], None]] = {
    "owner": _nothing,
    "reader": _by_link("reader"),
    "colleague": _colleague,
    "stranger": _nothing,
    "owner of another firm": _own_firm,
    "ended reader": _ended("reader"),
    "ended colleague": _ended("colleague"),
    "ended device": _ended("owner"),
    "forgotten device": _forgotten,
}
"""Every role that a browser comes by, and how."""

MEMBERS: Mapping[str, tuple[str, MemberRole]] = {
    "leader": ("ours", "owner"),
    "adviser": ("ours", "adviser"),
    "viewer": ("ours", "viewer"),
    "leader elsewhere": ("theirs", "owner"),
    "body's leader": ("body", "owner"),
    "body's adviser": ("body", "adviser"),
    "body's viewer": ("body", "viewer"),
}
"""Every role of a person who is signed in: in the organisation whose client the firm is, in another one, or in a body
with a campaign."""

ROLES = (*DEVICES, *MEMBERS, "administrator")
