"""Campaigns of a body for tests of what firms meet: a chamber with lists, questions and codes of its own."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from flask import Flask

from scoring.release.model import Release
from survey import instruments
from survey.storage.campaigns.codes import code_digest
from survey.storage.database import writing
from survey.storage.models import AssessmentRow, CampaignInvitationRow, CampaignRow, now
from tests.integration.campaign_rows import campaign_row, release_row
from tests.integration.members import organisation
from tests.unit.scoring.release_cases import all_firms, release, summary, table

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

OWN_GROUPS: dict[str, Any] = {
    "grouping": {"sector": {"metal": "makers", "care": "care"}, "size": {"small": "small", "micro": "other"}},
    "titles": {"sector": {"makers": "Our makers <b>&</b> smiths", "care": "Care"}},
}

_numbers = itertools.count(1000)


def campaign(app: Flask, public_id: str = "spring", of: str = "Chamber of <i>Trade</i>", **given: Any) -> str:
    """The public id of a campaign of a body of this name; ``given``: its columns."""
    body = organisation(app, of, "body")
    with app.test_request_context():
        campaign_row(body, public_id=public_id, **{"name": "Spring survey"} | given)
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


def released(name: str, *, mean: int, **more: Any) -> Release:
    """A release of the instrument in use, with a table by sector and size."""
    used = instruments.current()
    by = table(["sector", "size"], {("makers", "small"): summary(40), ("care", "small"): summary(40)})
    tables = [all_firms(summary(100, mean)), *([by] if more else [])]
    return replace(release(*tables, campaign=name, **more), instrument=used.reference, hash=used.content_hash)


def publish(of: str, made: Release, number: int = 1, status: str = "published") -> None:
    """Keep the release for the campaign of this public id."""
    with writing() as session:
        campaign_id = session.scalars(sa.select(CampaignRow.id).filter_by(public_id=of)).one()
    published_at = now() if status == "published" else None
    release_row(campaign_id, made, number=number, status=status, published_at=published_at)


def put_into(app: Flask, public_id: str, taking_part: Mapping[str, str], of: str = "spring") -> None:
    """Let an assessment be one for this campaign."""
    with app.app_context(), writing() as session:
        campaign_id = session.scalars(sa.select(CampaignRow.id).filter_by(public_id=of)).one()
        mine = sa.update(AssessmentRow).filter_by(public_id=public_id)
        session.execute(mine.values(campaign_id=campaign_id, taking_part=dict(taking_part)))
