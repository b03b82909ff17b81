"""A body's campaign with firms that take part, for tests: as many rows as a test asks for, and no more answers than it
says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

import sqlalchemy as sa
from flask import Flask

from survey.instruments import by_reference
from survey.storage import access, assessments
from survey.storage.campaigns import finding, inviting
from survey.storage.campaigns.inviting import Guest
from survey.storage.campaigns.values import Campaign
from survey.storage.database import writing
from survey.storage.models import AssessmentRow, CampaignInvitationRow, now
from tests.integration.campaign_rows import campaign_row
from tests.integration.members import organisation

INSTRUMENT = "corner-shop"
LISTS = {
    "sector": [{"id": "crafts", "name": "Crafts", "means": "C"}, {"id": "shops", "name": "Shops", "means": "G"}],
    "region": [],
    "group": [],
}
_NUMBERS = count(1)


def campaign(app: Flask, body: str = "", **more: Any) -> Campaign:
    """A campaign of a new body, or of the one of this public id; to be called in a context of the application."""
    body = body or organisation(app, "Chamber", "body")
    public_id = f"campaign{next(_NUMBERS)}"
    campaign_row(body, public_id=public_id, **{"instrument": INSTRUMENT, "lists": LISTS} | more)
    found = finding.public(public_id)
    assert found is not None
    return found


@dataclass(frozen=True)
class Firm:
    """How far a firm has come. ``invitation``: None for one that came by the open link."""

    invitation: int | None = None
    handed_in: bool = True
    agreed: bool = True
    sector: str = "crafts"
    people: str = "small"
    name: str = "Joinery"
    register: str = ""
    email: str = ""


def take_part(of: Campaign, firm: Firm = Firm(), **answers: Any) -> str:
    """The public id of an assessment in the campaign, known by its code where it has one."""
    profile = {"firm": firm.name, "people": firm.people, "trade": "C"}
    begun = assessments.start(by_reference(of.instrument), profile, access.new_browser())
    if answers:
        assert not assessments.save(begun.public_id, answers, {})
    told = {"sector": firm.sector, "register": firm.register, "email": firm.email}
    by_code = firm.invitation is not None and firm.agreed
    values = {
        "campaign_id": of.id,
        "invitation_id": firm.invitation,
        "invented": of.invented,
        "taking_part": {name: value for name, value in told.items() if value},
        "submitted_at": now() if firm.handed_in else None,
        "status": "submitted" if firm.handed_in else "open",
        "counted": firm.agreed if firm.handed_in else None,
        "verified": "code" if firm.handed_in and by_code else "",
    }
    with writing() as session:
        session.execute(sa.update(AssessmentRow).filter_by(public_id=begun.public_id).values(**values))
    return begun.public_id


def invite(of: Campaign, many: int, **told: str) -> list[int]:
    """The ids of so many more invitations, by number."""
    inviting.add(of.id, [Guest(**told)] * many)
    return inviting.all_ids(of.id)[-many:]


def at(of: Campaign, column: str, moment: datetime | None) -> None:
    """Set a moment of all invitations, as if it had been so."""
    with writing() as session:
        session.execute(sa.update(CampaignInvitationRow).filter_by(campaign_id=of.id).values(**{column: moment}))
