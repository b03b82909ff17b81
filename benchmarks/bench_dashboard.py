"""The page of a release of a million firms against that of a release of a thousand.

    python -m benchmarks.bench_dashboard --firms 1000000

Both releases are made once, of generated answers to the built-in questionnaire with the same sectors and sizes, without
their audit, which does not change what a page shows. Pages go through the whole application (test client, SQLite) in
turn, once as whoever asks first finds them, with nothing kept of the report, and as everybody after that; the median of
the ratios is printed.
"""

from __future__ import annotations

import argparse
import datetime
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.bench_clients import fetch
from benchmarks.bench_portfolio import random_table
from scoring.answers import AnswerTable
from scoring.instrument import Instrument
from scoring.profile import profile_table
from scoring.release.build import build
from scoring.release.files import written
from scoring.release.model import Release
from scoring.release.snapshot import snapshot_of
from scoring.scores import score
from survey import create_app, instruments
from survey.config import Settings
from survey.published import making
from survey.storage import migrations, organisations
from survey.storage.database import writing
from survey.storage.models import CampaignRow, OrganisationRow, ReleaseRow, now
from survey.storage.releases import reading

MANY, FEW = 1_000_000, 1_000
GOAL = 1.5
ROUNDS, ANEW = 30, 5
SECTORS, SIZES = "CFGHIJM", ("micro", "small", "medium")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--firms", type=int, default=MANY)
    firms = parser.parse_args().firms
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), rate_limit="1000000 per minute"))
        migrations.upgrade(app)
        many, few = (published(app, count) for count in (firms, FEW))
        client = app.test_client()
        print(f"\nthe page of a release of {firms:,} firms against one of {FEW:,}")
        tell("asked for first", [(anew(app, client, many), anew(app, client, few)) for _ in range(ANEW)])
        tell("after that", [(fetch(client, many), fetch(client, few)) for _ in range(ROUNDS)])


def tell(name: str, timings: list[tuple[float, float]]) -> None:
    ratio = statistics.median(many / few for many, few in timings)
    large, small = (statistics.median(times) * 1000 for times in zip(*timings, strict=True))
    print(f"  {name:<16}{large:8.1f} ms{small:8.1f} ms   {ratio:.2f} x as long (goal: at most {GOAL:g} x)")


def anew(app: Flask, client: FlaskClient, address: str) -> float:
    """As the first who asks: no process has read this release yet."""
    for name in (making.NAME, reading.NAME):
        app.extensions.pop(name, None)
    return fetch(client, address)


def published(app: Flask, firms: int) -> str:
    """The address of a published release of so many firms."""
    with app.test_request_context():
        body, instrument = organisations.found(f"Chamber of {firms}", "body"), instruments.current()
        started = time.perf_counter()
        release = released(instrument, firms)
        print(f"a release of {firms:,} firms: answers, scores and tables in {time.perf_counter() - started:.0f} s")
        with writing() as session:
            number = session.scalars(sa.select(OrganisationRow.id).filter_by(public_id=body)).one()
            campaign = CampaignRow(
                public_id=f"campaign-{firms}", organisation_id=number, instrument=instrument.reference, name="Spring"
            )
            session.add(campaign)
            session.flush()
            row = {"number": 1, "day": release.date, "data": written(release), "snapshot": b"", "published_at": now()}
            session.add(ReleaseRow(campaign_id=campaign.id, status="published", **row))
    return f"/releases/campaign-{firms}/1"


def released(instrument: Instrument, firms: int) -> Release:
    """The release of generated answers."""
    table = answered(instrument, firms)
    snapshot = snapshot_of(table, score(table))
    return build(snapshot, instrument, campaign="Spring", date=datetime.date(2026, 3, 31)).release


def answered(instrument: Instrument, firms: int) -> AnswerTable:
    """Random answers of firms of some sectors, sizes and countries, all of which agreed to be counted."""
    chance = np.random.default_rng(firms)
    profile, _ = profile_table(
        pd.DataFrame({
            "firm": [f"Firm {place}" for place in range(firms)],
            "ref": [f"{place}" for place in range(firms)],
            "size": chance.choice(SIZES, firms),
            "sector": chance.choice(list(SECTORS), firms),
            "country": chance.choice(["AT", "DE"], firms),
            "counted": ["yes"] * firms,
        })
    )  # fmt: skip
    codes = random_table(instrument, firms).codes
    return AnswerTable(instrument, codes, profile, pd.DataFrame(index=range(firms)))


if __name__ == "__main__":
    main()
