"""The portfolio of 10,000 clients against one of 100: the page as a member fetches it, sorted, filtered, and its parts.

Each page goes through the whole application (test client, SQLite) in turn with that of the small organisation, and the
median of the ratios is printed. Of both organisations nine clients in ten have a result, four in ten of these have a
second one and some a third; answers are random, and no two clients answer alike. What is read of clients is kept until
one of them changes: the last line is the page right after that, when all of them are read again.
"""

from __future__ import annotations

import argparse
import secrets
import statistics
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from benchmarks.bench_clients import fetch, row, signed_in
from scoring.answers import AnswerTable, all_answers
from scoring.instrument import Instrument, MultipleQuestion, NumberQuestion, TextQuestion, cells_of
from scoring.profile import profile_table
from scoring.scores import SCORER_VERSION, score
from survey import create_app, instruments
from survey.config import Settings
from survey.storage import frozen, migrations, organisations
from survey.storage.database import writing
from survey.storage.instruments import recorded
from survey.storage.models import AssessmentRow, ClientRow, ClientTagRow, OrganisationRow, SubmissionRow, now

CLIENTS, FEW = 10_000, 100
GOAL = 3.0
CHANGED = "after a change"
PAGES = {
    "the page": "portfolio",
    "the last page": "portfolio?page=400",
    "sorted by score": "portfolio?sort=overall&order=down",
    "by dimension": "portfolio?sort=security",
    "by tag": "portfolio?tag=tag+3",
    "by sector": "portfolio?sector=C",
    "who needs a step": "portfolio?action=monthly_page",
    "whom to call": "portfolio/call/improved",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), rate_limit="1000000 per minute"))
        migrations.upgrade(app)
        many, few = (f"/o/{organisation(app, count)}/" for count in (CLIENTS, FEW))
        client = signed_in(app)
        print(f"the portfolio of {CLIENTS:,} clients against one of {FEW}, median of {rounds} interleaved rounds")
        for name, page in PAGES.items():
            tell(name, rounds, partial(fetched, client, page), many, few)
        tell(CHANGED, max(rounds // 8, 3), partial(fetched_anew, app, client), many, few)


def fetched(client: FlaskClient, page: str, where: str) -> float:
    return fetch(client, where + page)


def fetched_anew(app: Flask, client: FlaskClient, where: str) -> float:
    changed(app)
    return fetch(client, where + "portfolio")


def tell(name: str, rounds: int, timed: Callable[[str], float], many: str, few: str) -> None:
    timings = [(timed(many), timed(few)) for _ in range(rounds + 2)][2:]
    ratio = statistics.median(big / small for big, small in timings)
    big_ms, small_ms = (statistics.median(times) * 1000 for times in zip(*timings, strict=True))
    goal = f"goal: at most {GOAL:g} x" if name != CHANGED else "no goal"
    print(f"  {name:<16} {big_ms:7.1f} ms  {small_ms:7.1f} ms   {ratio:.1f} x as long ({goal})")


def changed(app: Flask) -> None:
    """Somebody changes a client of each organisation."""
    with app.app_context(), writing() as session:
        first = sa.select(sa.func.min(ClientRow.id)).group_by(ClientRow.organisation_id)
        session.execute(sa.update(ClientRow).where(ClientRow.id.in_(first)).values(updated_at=now()))


def organisation(app: Flask, count: int) -> str:
    """The public id of an organisation with so many clients."""
    with app.test_request_context():
        public_id, instrument = organisations.found(f"Advisers of {count}", "consultancy"), instruments.current()
        with writing() as session:
            number = session.scalar(sa.select(OrganisationRow.id).filter_by(public_id=public_id))
            session.execute(sa.insert(ClientRow), [row(number, n, count) for n in range(count)])
            clients = session.scalars(sa.select(ClientRow).filter_by(organisation_id=number)).all()
            tags = [
                {"client_id": one.id, "key": f"tag {n % 7}", "tag": f"Tag {n % 7}"} for n, one in enumerate(clients)
            ]
            session.execute(sa.insert(ClientTagRow), tags)
            assess(session, instrument, clients)
    return public_id


def assess(session: Session, instrument: Instrument, clients: Sequence[ClientRow]) -> None:
    """Every stage of every client."""
    handed_in = [(stage, one) for n, one in enumerate(clients) for stage in range(stages_of(n))]
    table = random_table(instrument, len(handed_in))
    scores, answers, used = frozen.to_json_rows(score(table)), all_answers(table), recorded(session, instrument)
    before: AssessmentRow | None = None
    for place, (stage, client) in enumerate(handed_in):
        public_id = secrets.token_urlsafe(12)
        before = AssessmentRow(
            public_id=public_id,
            series=before.series if stage and before else public_id,
            previous_id=before.id if stage and before else None,
            instrument_id=used,
            profile=client.profile,
            stage=f"T{stage}",
            status="submitted",
            submitted_at=now(),
            client_id=client.id,
            source="interview",
        )
        session.add(before)
        session.flush()
        session.add(submission(before, table, place, scores[place], answers[place]))


def stages_of(n: int) -> int:
    """None for each tenth client, two for four in ten, three for a few."""
    return 0 if n % 10 == 0 else 1 + (n % 5 < 2) + (n % 20 == 1)


def submission(one: AssessmentRow, table: AnswerTable, place: int, scores: Any, answers: Any) -> SubmissionRow:
    return SubmissionRow(
        assessment_id=one.id,
        revision=1,
        profile=one.profile,
        answers=answers,
        answered_by={},
        codes=table.blob(place),
        content_hash=table.instrument.content_hash,
        scores=scores,
        overall=scores["overall"],
        dimension_scores=frozen.packed(scores),
        scorer_version=SCORER_VERSION,
        submitted_at=now(),
    )


def random_table(instrument: Instrument, firms: int) -> AnswerTable:
    """Answers of firms that are further or less far in everything."""
    chance = np.random.default_rng(firms)
    skill = chance.uniform(0.1, 0.95, (firms, 1))
    parts = [
        chance.binomial(_codes(question) - 1, skill, (firms, len(cells_of(question))))
        for question in instrument.questions.values()
        if not isinstance(question, TextQuestion)
    ]
    profile, _ = profile_table(pd.DataFrame({"firm": ["A firm"] * firms, "size": "small", "sector": "C"}))
    return AnswerTable(instrument, np.hstack(parts).astype(np.int8), profile, pd.DataFrame(index=range(firms)))


def _codes(question: object) -> int:
    if isinstance(question, MultipleQuestion):
        return 2
    return len(question.bands) if isinstance(question, NumberQuestion) else len(question.options)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
