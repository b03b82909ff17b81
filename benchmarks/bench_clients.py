"""The list of 10,000 clients against one of 10: the page as a member fetches it, searched, and sorted by state.

Each page goes through the whole application (test client, SQLite) in turn with that of the small organisation, and the
median of the ratios is printed. Of the big organisation nine clients in ten have an assessment, a third of which are
handed in; each has two tags.
"""

from __future__ import annotations

import argparse
import secrets
import statistics
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from survey import create_app, instruments
from survey.config import Settings
from survey.storage import accounts, client_assessments, migrations, organisations
from survey.storage.client_rows import sort_name
from survey.storage.database import writing
from survey.storage.models import AssessmentRow, ClientRow, ClientTagRow, OrganisationRow, SubmissionRow, now
from survey.storage.submissions import submit

CLIENTS, FEW = 10_000, 10
GOAL = 3.0
PAGES = {
    "the first page": "",
    "the last page": "?page=400",
    "searched": "?q=firm+00",
    "by tag": "?tag=tag+3",
    "stalled only": "?state=stalled",
    "sorted by state": "?sort=state",
    "sorted by score": "?sort=score&order=down",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), rate_limit="1000000 per minute"))
        migrations.upgrade(app)
        many, few = (f"/o/{organisation(app, count)}/clients" for count in (CLIENTS, FEW))
        client = signed_in(app)
        print(f"the list of {CLIENTS:,} clients against one of {FEW}, median of {rounds} interleaved rounds")
        for name, query in PAGES.items():
            timings = [(fetch(client, many + query), fetch(client, few + query)) for _ in range(rounds + 2)][2:]
            ratio = statistics.median(big / small for big, small in timings)
            big_ms, small_ms = (statistics.median(times) * 1000 for times in zip(*timings, strict=True))
            print(
                f"  {name:<16} {big_ms:7.1f} ms  {small_ms:7.1f} ms   {ratio:.1f} x as long (goal: at most {GOAL:g} x)"
            )


def organisation(app: Flask, count: int) -> str:
    """The public id of an organisation with so many clients."""
    with app.app_context():
        public_id = organisations.found(f"Advisers of {count}", "consultancy")
        with writing() as session:
            number = session.scalar(sa.select(OrganisationRow.id).filter_by(public_id=public_id))
            session.execute(sa.insert(ClientRow), [row(number, n, count) for n in range(count)])
            ids = session.scalars(sa.select(ClientRow.id).filter_by(organisation_id=number)).all()
            tagged = [(one, tag) for one in ids for tag in (f"tag {one % 7}", f"call {one % 30}")]
            session.execute(sa.insert(ClientTagRow), [{"client_id": a, "key": b, "tag": b.title()} for a, b in tagged])
        assess(ids)
    return public_id


def row(organisation_id: int | None, n: int, count: int) -> dict[str, object]:
    name = f"Firm {n * 7919 % count:05} & Töchter"
    return {
        "organisation_id": organisation_id,
        "public_id": secrets.token_urlsafe(12),
        "ref": f"K-{n}",
        "name": name,
        "sort_name": sort_name(name),
        "email": f"firm{n}@example.org",
        "profile": {"trade": "C", "people": "small", "country": "AT", "region": ""},
    }


def assess(clients: list[int]) -> None:
    """One real submission, copied to every third client that has an assessment."""
    first = client_assessments.start_for_client(clients[0], instruments.current(), "interview")
    submit(first, counted=False)
    with writing() as session:
        model = session.scalars(sa.select(AssessmentRow).filter_by(public_id=first)).one()
        handed_in = session.scalars(sa.select(SubmissionRow).filter_by(assessment_id=model.id)).one()
        shared = {"instrument_id": model.instrument_id, "profile": model.profile}
        for place, client in enumerate(clients[1:], 1):
            if place % 10 == 0:
                continue
            done = place % 3 == 0
            public_id = secrets.token_urlsafe(12)
            touched = now() - client_assessments.STALLED_AFTER * (place % 4) / 2
            new = AssessmentRow(
                **shared,
                public_id=public_id,
                series=public_id,
                client_id=client,
                status="submitted" if done else "open",
                created_at=touched - client_assessments.STALLED_AFTER if place % 5 else touched,
                updated_at=touched,
                submitted_at=touched if done else None,
            )
            session.add(new)
            if done:
                session.flush()
                session.add(copy(handed_in, new.id, overall=place % 1000 / 10))


def copy(one: SubmissionRow, assessment_id: int, overall: float) -> SubmissionRow:
    columns = [column.key for column in SubmissionRow.__table__.columns]
    return SubmissionRow(
        **{name: getattr(one, name) for name in columns}
        | {"assessment_id": assessment_id, "scores": one.scores | {"overall": overall, "level": 1}}
    )


def signed_in(app: Flask) -> FlaskClient:
    """A browser of a member of both organisations."""
    with app.app_context():
        account = accounts.add({"email": "ann@example.org", "name": "Ann", "fs_uniquifier": secrets.token_hex(16)})
        with writing() as session:
            known = session.scalars(sa.select(OrganisationRow.public_id)).all()
        for public_id in known:
            organisations.join(public_id, account.id, "adviser")
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": account.fs_uniquifier, "_fresh": True, "fs_cc": "set", "fs_paa": time.time()})
    return client


def fetch(client: FlaskClient, address: str) -> float:
    start = time.perf_counter()
    response = client.get(address)
    seconds = time.perf_counter() - start
    assert response.status_code == 200, address  # noqa: S101 - a time of another page would be no time at all
    return seconds


if __name__ == "__main__":
    main()
