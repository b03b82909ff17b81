"""Releases as they are kept, made by hand or of generated answers: for tests of what is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from flask import Flask

from scoring.instrument import Instrument
from scoring.release.model import Release
from survey.storage.models import now
from survey.storage.values import ReleaseStatus
from tests.integration.campaign_rows import campaign_row, release_row
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
    with app.test_request_context():
        return campaign_row(body, public_id=public_id, **more)


def keep(app: Flask, campaign_id: int, made: Release, status: ReleaseStatus = "published", **more: Any) -> None:
    """Keep a release as if it had been made and, unless it is a draft, published."""
    told = {} if status == "draft" else {"published_at": now() - timedelta(days=1)}
    told |= {"withdrawn_at": now()} if status == "withdrawn" else {}
    with app.app_context():
        release_row(campaign_id, made, status=status, **told | more)


@cache
def whole(reference: str, firms: int = 640) -> Release:
    """Of generated answers to the built-in questionnaire, with everything that a release can say; made once."""
    from benchmarks.bench_dashboard import released  # noqa: PLC0415 - for the tests that look at all of it
    from scoring.loading import load  # noqa: PLC0415 - as above

    return released(load(reference), firms)
