"""Campaigns of a body for tests of what firms meet: a chamber with lists, questions and codes of its own."""

from __future__ import annotations

import itertools
from typing import Any

import sqlalchemy as sa
from flask import Flask

from survey import instruments
from survey.storage.campaigns.codes import code_digest
from survey.storage.database import writing
from survey.storage.models import AssessmentRow, CampaignInvitationRow, CampaignRow, OrganisationRow
from tests.integration.members import organisation

LISTS = {
    "sector": [
        {"id": "metal", "name": "Metal & <b>more</b>", "means": "C"},
        {"id": "care", "name": "Care", "means": "Q"},
    ],
    "region": [
        {"id": "north", "name": "The north", "means": "AT-4"},
        {"id": "abroad", "name": "Abroad", "means": ""},
    ],
    "group": [{"id": "young", "name": "Young firms", "means": ""}],
}

QUESTIONS = [
    {
        "id": "q1",
        "text": "Do you train apprentices?",
        "kind": "single",
        "options": [{"id": "yes", "text": "Yes, we do"}, {"id": "no", "text": "No"}],
    },
    {
        "id": "q2",
        "text": "What should we offer?",
        "kind": "multiple",
        "options": [
            {"id": "talks", "text": "Talks"},
            {"id": "visits", "text": "Visits"},
            {"id": "loans", "text": "Loans"},
        ],
    },
]

CODE = "KXQ4-M7TA-9WDB-RHC3"

_numbers = itertools.count(1)


def campaign(app: Flask, public_id: str = "spring", **given: Any) -> str:
    """The public id of a campaign of a chamber; ``given``: its columns."""
    body = organisation(app, "Chamber of <i>Trade</i>", "body")
    with app.test_request_context(), writing() as session:
        owner = session.scalars(sa.select(OrganisationRow.id).filter_by(public_id=body)).one()
        said = {"instrument": instruments.current().reference, "name": "Spring survey", **given}
        session.add(CampaignRow(public_id=public_id, organisation_id=owner, **said))
    return public_id


def invited(app: Flask, public_id: str, code: str = CODE, **given: Any) -> str:
    """A code that begins an assessment of this campaign."""
    with app.app_context(), writing() as session:
        of = session.scalars(sa.select(CampaignRow.id).filter_by(public_id=public_id)).one()
        session.add(CampaignInvitationRow(campaign_id=of, number=next(_numbers), code_hash=code_digest(code), **given))
    return code


def row_of(app: Flask, place: str) -> AssessmentRow:
    """The assessment of a page of this address, as it is stored."""
    with app.app_context(), writing() as session:
        row = session.scalars(sa.select(AssessmentRow).filter_by(public_id=place.split("/")[2])).one()
        session.expunge(row)
        return row
