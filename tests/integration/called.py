"""A body's campaign with firms that answered it: written at once, as if each had come by its own code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from scoring.answers import Answer, table_of
from scoring.instrument import Instrument
from scoring.release.model import Release
from survey.instruments import by_reference
from survey.jobs.releases.making import make
from survey.profiles import profile_row
from survey.storage import jobs, releases
from survey.storage.campaigns import finding
from survey.storage.campaigns.values import Campaign, KeptRelease
from survey.storage.database import reading, writing
from survey.storage.imports.writing import handed_in
from survey.storage.instruments import recorded
from survey.storage.models import (
    AssessmentRow,
    CampaignInvitationRow,
    JobRow,
    SubmissionRow,
    now,
)
from survey.storage.releases import kept, ordering
from survey.storage.releases.firms import firms_of
from survey.storage.tokens import new_id
from survey.storage.values import MEMBER_ROLES, MemberRole
from tests.integration.campaign_rows import campaign_row, release_row
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Page, Visitor
from tests.unit.scoring.release_cases import GROUPING, all_firms, release, summary, table

SMALL = "corner-shop@1"

ANSWERS: tuple[dict[str, Answer], ...] = (
    {"orders": "never", "lists": ["stock"], "checks": {"oven": "rarely", "van": "rarely"}, "rework": 9},
    {"orders": "sometimes", "lists": ["stock"], "checks": {"oven": "weekly", "van": "rarely"}, "rework": 9},
    {"orders": "sometimes", "lists": ["customers"], "checks": {"oven": "weekly", "van": "weekly"}, "rework": 1},
    {"orders": "always", "lists": ["customers", "stock"], "checks": {"oven": "weekly", "van": "weekly"}, "rework": 0},
)
"""From the worst to the best."""


def campaign(app: Flask, name: str = "Spring", *, body: str = "", **more: Any) -> Campaign:
    """A campaign of a new body, or of this one (its public id), that asks the small instrument."""
    owner = body or organisation(app, "Chamber", "body")
    with app.app_context():
        found = finding.numbered(campaign_row(owner, **{"instrument": SMALL, "name": name} | more))
    assert found is not None
    return found


def answer(campaign: Campaign, firms: Sequence[Mapping[str, Any]]) -> list[int]:
    """Firms hand in what they answered to a campaign; ids of their assessments.

    Each is as it says: ``profile``, ``answers`` (by default one of ``ANSWERS`` in turn), ``register``, and anything
    that its assessment is otherwise than usual.
    """
    instrument = by_reference(campaign.instrument)
    given = [{"profile": {}, "answers": ANSWERS[at % len(ANSWERS)], **one} for at, one in enumerate(firms)]
    with writing() as session:
        instrument_id = recorded(session, instrument)
        start = session.scalar(sa.select(sa.func.max(AssessmentRow.id))) or 0
        rows = [_assessment(campaign, instrument_id, start + 1 + at, one) for at, one in enumerate(given)]
        session.execute(sa.insert(CampaignInvitationRow), [_invitation(campaign, row) for row in rows])
        session.execute(sa.insert(AssessmentRow), rows)
        session.execute(sa.insert(SubmissionRow), list(_submissions(instrument, given, rows)))
    return [row["id"] for row in rows]


def firms(count: int, start: int = 0, **more: Any) -> list[dict[str, Any]]:
    """So many firms, each with a number in a register; small and micro in turn."""
    sizes = ("micro", "small")
    return [
        {"register": f"R {start + at}", "profile": {"people": sizes[at % 2], "country": "AT"}, **more}
        for at in range(count)
    ]


def made(app: Flask, campaign: Campaign) -> KeptRelease | None:
    """Order a release and have it made at once, in this process; None where none came of it."""
    with app.app_context():
        before = len(kept(campaign.id))
        assert ordering.order(campaign.id)
        job = jobs.claim([ordering.KIND], timedelta(minutes=5))
        assert job is not None
        make(job)
        found = kept(campaign.id)
    return found[0] if len(found) > before else None


def kept_release(campaign: Campaign, *, number: int = 1, told: Mapping[str, Any] | None = None, **more: Any) -> None:
    """A draft with a group withheld and one repeated, as a row of the table: quicker than one that is made."""
    of = by_reference(campaign.instrument)
    sizes = table(["size"], {("micro",): summary(40), ("small",): summary(40)})
    sectors = table(["sector"], {("B-E",): summary(40), ("F",): summary(40)})
    parts = (
        all_firms(summary(100)),
        replace(sizes, withheld=(("medium",), ("not stated",))),
        replace(sectors, withheld=(("A",), ("G-I",), ("other",))),
    )
    made_up = replace(
        release(*parts, campaign=campaign.name or "Standing"),
        number=number,
        instrument=of.reference,
        hash=of.content_hash,
        grouping={**GROUPING, "country": {}},
    )
    release_row(campaign.id, made_up, told=dict(told or {}), **more)


def figures(spring: Campaign, number: int = 1) -> Release:
    found = releases.release(spring.id, number, by_reference(SMALL))
    assert found is not None
    return found


def keys(spring: Campaign) -> set[str]:
    """Of the firms that count now."""
    return set(firms_of(spring, by_reference(SMALL)).snapshot.keys)


def change(ids: list[int], **values: Any) -> None:
    with writing() as session:
        session.execute(sa.update(AssessmentRow).where(AssessmentRow.id.in_(ids)).values(**values))


def answered(app: Flask) -> Campaign:
    """A campaign that 60 firms have answered."""
    found = campaign(app)
    answer(found, firms(60))
    return found


def jobs_of(campaign: Campaign) -> list[JobRow]:
    """All that were ordered, the newest last."""
    with reading() as session:
        return list(session.scalars(sa.select(JobRow).filter_by(kind=ordering.KIND).order_by(JobRow.id)))


def _assessment(campaign: Campaign, instrument_id: int, number: int, firm: Mapping[str, Any]) -> dict[str, Any]:
    public_id = new_id()
    said = {name: firm[name] for name in ("register", "email", "sector", "region", "group") if name in firm}
    usual = {
        "id": number,
        "public_id": public_id,
        "series": public_id,
        "previous_id": None,
        "revision": 1,
        "instrument_id": instrument_id,
        "profile": dict(firm["profile"]),
        "stage": "T0",
        "status": "submitted",
        "submitted_at": now(),
        "counted": True,
        "source": "self",
        "invented": False,
        "campaign_id": campaign.id,
        "invitation_id": number,
        "taking_part": said,
        "own_answers": firm.get("own_answers", {}),
        "verified": "code",
    }
    return usual | {name: firm[name] for name in usual if name in firm and name != "profile"}


def _invitation(campaign: Campaign, row: Mapping[str, Any]) -> dict[str, Any]:
    number = row["id"]
    return {"id": number, "campaign_id": campaign.id, "number": number, "code_hash": f"{number:064}", "ref": ""}


def _submissions(
    instrument: Instrument, given: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    profiles = [profile_row(one["profile"]) for one in given]
    answers = table_of(instrument, [one["answers"] for one in given], profiles)
    stored = handed_in(answers, [(one["profile"], one["answers"]) for one in given], [now()] * len(given))
    return [
        values
        | {"assessment_id": row["id"], "revision": row["revision"]}
        | {"own": {"taking_part": row["taking_part"], "own_answers": row["own_answers"]}}
        for values, row in zip(stored, rows, strict=True)
    ]


@dataclass(frozen=True)
class Body:
    """A body with a campaign, and a browser for each role in which a member is signed in."""

    app: Flask
    public_id: str
    campaign: Campaign
    visitors: Mapping[MemberRole, Visitor]

    @property
    def adviser(self) -> Visitor:
        return self.visitors["adviser"]

    def address(self, path: str = "") -> str:
        """Of the campaign's releases, or below."""
        return f"/o/{self.public_id}/campaigns/{self.campaign.public_id}/releases{path}"

    def get(self, path: str = "", role: MemberRole = "adviser") -> Page:
        return self.visitors[role].get(self.address(path))


def body(app: Flask, name: str = "Spring", *, called: str = "Chamber", **more: Any) -> Body:
    """A new body that is ``called`` so, with members and a campaign of this ``name``."""
    public_id = organisation(app, called, "body")
    visitors = {role: signed_in(app, member(app, public_id, role).user_id) for role in MEMBER_ROLES}
    return Body(app, public_id, campaign(app, name, body=public_id, **more), visitors)
