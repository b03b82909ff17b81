"""Releases as they are kept, made by hand or of generated answers: for tests of what is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import Flask

from scoring.instrument import Instrument
from scoring.release.files import written
from scoring.release.model import Release
from survey import instruments
from survey.storage.database import writing
from survey.storage.models import CampaignRow, OrganisationRow, ReleaseRow, now
from survey.storage.values import ReleaseStatus
from tests.unit.scoring.release_cases import all_firms, release, summary, table

CHART = "dimensions"
"""An exhibit that such a release has."""


def by_hand(of: Instrument, number: int = 1, **more: Any) -> Release:
    """A release of about 100 firms with two tables."""
    parts = {part.id: summary(100) for part in of.dimensions}
    sizes = table(["size"], {("micro",): summary(60, 45), ("small",): summary(40, 55)})
    made = release(all_firms(summary(100), **parts), sizes, campaign="Spring")
    return replace(made, instrument=of.reference, hash=of.content_hash, number=number, **more)


def campaign(app: Flask, body: str, public_id: str = "spring", **more: Any) -> int:
    """The number of a new campaign of this body, by the current instrument."""
    with app.test_request_context(), writing() as session:
        owner = session.scalars(sa.select(OrganisationRow.id).filter_by(public_id=body)).one()
        given = {"organisation_id": owner, "instrument": instruments.current().reference, "name": "Spring"}
        row = CampaignRow(public_id=public_id, **(given | more))
        session.add(row)
        session.flush()
        return row.id


def keep(app: Flask, campaign_id: int, made: Release, status: ReleaseStatus = "published", **more: Any) -> None:
    """Keep a release as if it had been made and, unless it is a draft, published."""
    told = {} if status == "draft" else {"published_at": now() - timedelta(days=1)}
    told |= {"withdrawn_at": now()} if status == "withdrawn" else {}
    row = {"number": made.number, "day": made.date, "data": written(made), "snapshot": b"", "status": status}
    with app.app_context(), writing() as session:
        session.add(ReleaseRow(campaign_id=campaign_id, **(row | told | more)))


@cache
def whole(reference: str, firms: int = 640) -> Release:
    """Of generated answers to the built-in questionnaire, with everything that a release can say; made once."""
    from benchmarks.bench_dashboard import released  # noqa: PLC0415 - for the tests that look at all of it
    from scoring.loading import load  # noqa: PLC0415 - as above

    return released(load(reference), firms)
