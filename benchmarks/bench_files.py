"""Tables of 10,000 clients as files, against writing the same cells by xlsxwriter alone and by pandas.

    python -m benchmarks.bench_files --clients 10000

Ours begins at the database: it reads clients, codes and scores, puts words to them, and writes the file. The others
are handed the finished table. Ways take turns; medians. Memory is the most that Python holds while the complete export
is written.
"""

from __future__ import annotations

import argparse
import io
import secrets
import tempfile
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa
import xlsxwriter

from benchmarks.bench_scoring import in_turns
from scoring.answers import table_of
from scoring.loading import load
from scoring.scores import SCORER_VERSION, score
from survey import create_app
from survey.config import Settings
from survey.consultants.files import everything, kinds, making
from survey.profiles import profile_row
from survey.storage import exporting, frozen, migrations, organisations
from survey.storage.database import writing
from survey.storage.instruments import recorded
from survey.storage.models import AssessmentRow, ClientRow, OrganisationRow, SubmissionRow, now
from survey.storage.values import Member

ROUNDS = 3
INSTRUMENT = load("sme-readiness")
PROFILE = {"trade": "bakery", "people": "small", "country": "AT", "region": "AT-9"}


def main() -> None:
    """Print seconds and ratios for each table, and what the complete export takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=10_000)
    clients = parser.parse_args().clients
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), secret_key=secrets.token_urlsafe(48)))
        migrations.upgrade(app)
        with app.test_request_context():
            member = filled(clients)
            print(f"\n{clients:,} clients, each with one finished assessment")
            measure_tables(member)
            measure_everything(member)


def measure_tables(member: Member) -> None:
    ids = exporting.client_ids(member.organisation_id)
    asked = making.asked(member.organisation_id)[0]
    tables: dict[str, Callable[[], Iterable[pd.DataFrame]]] = {
        "clients": lambda: making.client_tables(member.organisation_id, ids),
        "answers": lambda: making.answer_tables(asked, ids, newest=True),
        "scores": lambda: making.score_tables(asked, ids),
    }
    print(f"{'':24}{'seconds':>9}{'x xlsxwriter':>14}{'x pandas':>10}")
    for name, made in tables.items():
        table = pd.concat(list(made()), ignore_index=True)
        seconds = in_turns(ways(made, table), ROUNDS)
        alone, pandas = seconds["xlsxwriter alone"], seconds["pandas to_excel"]
        for way, taken in seconds.items():
            print(f"{name + ', ' + way:32}{taken:9.2f}{taken / alone:9.2f}{taken / pandas:9.2f}")
    print("goals: at most 2 x xlsxwriter alone, which is handed the table, and a few seconds")


def ways(made: Callable[[], Iterable[pd.DataFrame]], table: pd.DataFrame) -> dict[str, Callable[[], object]]:
    return {
        "ours, XLSX": lambda: kinds.written(kinds.KINDS["xlsx"], made()).close(),
        "ours, CSV": lambda: kinds.written(kinds.KINDS["csv-comma"], made()).close(),
        "xlsxwriter alone": lambda: by_xlsxwriter(table),
        "pandas to_excel": lambda: table.to_excel(io.BytesIO(), index=False, engine="xlsxwriter"),
    }


def by_xlsxwriter(table: pd.DataFrame) -> None:
    cells = [column.astype(object).where(column.notna(), None).tolist() for _, column in table.items()]
    with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(table.columns))
        for at, column in enumerate(cells):
            sheet.write_column(1, at, column)


def measure_everything(member: Member) -> None:
    def whole() -> None:
        everything.archive(member).close()

    print(f"everything as one ZIP{in_turns({'zip': whole}, 1)['zip']:20.2f} seconds")
    tracemalloc.start()
    whole()
    print(f"memory held for it{tracemalloc.get_traced_memory()[1] / 1e6:23.0f} MB")
    tracemalloc.stop()


def filled(clients: int) -> Member:
    """An organisation with clients that answered at random, written as handing in writes it."""
    public_id = organisations.found("Benchmark", "consultancy")
    with writing() as session:
        organisation_id = session.scalars(sa.select(OrganisationRow.id)).one()
        instrument_id = recorded(session, INSTRUMENT)
        for start in range(0, clients, 1000):
            rows = range(start, min(start + 1000, clients))
            session.add_all(_client(organisation_id, row) for row in rows)
            session.flush()
            ids = session.scalars(sa.select(ClientRow.id).order_by(ClientRow.id.desc()).limit(len(rows))).all()
            session.add_all(_assessment(instrument_id, one) for one in ids)
            session.flush()
            made = session.scalars(sa.select(AssessmentRow.id).order_by(AssessmentRow.id.desc()).limit(len(rows))).all()
            session.add_all(_submissions(made))
    return Member(1, "Ann", "ann@example.org", "owner", organisation_id, public_id, "Benchmark", "consultancy")


def _client(organisation_id: int, row: int) -> ClientRow:
    name = f"Firm {row:06d}"
    return ClientRow(
        public_id=f"client{row}", organisation_id=organisation_id, name=name, sort_name=name.casefold(),
        ref=f"{row:06d}", email=f"firm{row}@example.org", profile=PROFILE,
    )  # fmt: skip


def _assessment(instrument_id: int, client: int) -> AssessmentRow:
    moment = now() - timedelta(days=client % 300)
    return AssessmentRow(
        public_id=f"stage{client}", series=f"stage{client}", instrument_id=instrument_id, profile=PROFILE,
        status="submitted", submitted_at=moment, client_id=client,
    )  # fmt: skip


def _submissions(assessments: Sequence[int]) -> Iterator[SubmissionRow]:
    """What the sample firm answered, in fifty ways of leaving some of it open."""
    variants = [_variant(seed) for seed in range(50)]
    for one in assessments:
        yield SubmissionRow(assessment_id=one, revision=1, submitted_at=now(), **variants[one % len(variants)])


def _variant(seed: int) -> dict[str, Any]:
    chance = np.random.default_rng(seed)
    given = INSTRUMENT.sample.answers if INSTRUMENT.sample else {}
    answers = {question: answer for question, answer in given.items() if chance.random() < 0.95}
    table = table_of(INSTRUMENT, [answers], [profile_row(PROFILE)])
    return {
        "profile": PROFILE,
        "answers": answers,
        "answered_by": {},
        "codes": table.blob(0),
        "content_hash": INSTRUMENT.content_hash,
        "scores": frozen.to_json(score(table)),
        "scorer_version": SCORER_VERSION,
    }


if __name__ == "__main__":
    main()
