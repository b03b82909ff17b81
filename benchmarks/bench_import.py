"""Importing the sheet of 10,000 clients with 45 questions, against scoring them and inserting the bare rows alone.

    python -m benchmarks.bench_import --rows 10000

Each round has a database of its own; the baseline scores the same table and inserts the same submissions, and nothing
else, in one transaction. Printed are the medians by phase, and how long others cannot write.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import gc
import io
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from flask import Flask

from scoring.answers import AnswerTable
from scoring.scores import score
from survey.config import Settings
from survey.consultants.sheets import checking, steps
from survey.instruments import by_reference
from survey.storage import accounts, database, migrations, organisations
from survey.storage.app import storage_app
from survey.storage.database import writing
from survey.storage.imports import known, uploads
from survey.storage.imports.writing import hold, prepared, write
from survey.storage.models import AssessmentRow, ClientRow, SubmissionRow, now
from survey.storage.values import Member

QUESTIONS = 45
ROUNDS = 3
GOAL = 5.0

Phases = dict[str, float]


def main() -> None:
    """Print seconds by phase, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    rows = parser.parse_args().rows
    data = sheet(rows)
    found = [measured(data) for _ in range(ROUNDS)]
    print(f"\nImporting {rows:,} clients x {QUESTIONS} questions from CSV, median of {ROUNDS}")
    for name in found[0]:
        print(f"  {name:44}{statistics.median(one[name] for one in found):8.2f} s")
    ratio = statistics.median(one[IMPORT] / one[BASE] for one in found)
    print(f"  import / baseline: {ratio:.1f} x (goal: at most {GOAL:g} x)")


READ, CHECK, PREVIEW = "files to cells", "cells to answers, matched and planned", "counted and grouped for the preview"
PREPARE, WRITE = "scored and put together", "written (others wait so long)"
IMPORT, BASE = "the import: planned, scored, written", "baseline: score, and insert the bare rows"


def measured(data: bytes) -> Phases:
    with tempfile.TemporaryDirectory() as folder:
        app = shop(Path(folder))
        with app.app_context():
            phases = _phases(data)
            database.db.engine.dispose()
    return phases


def shop(folder: Path) -> Flask:
    """The application on a new database, asking 45 questions."""
    place = folder / "instruments" / "many" / "v1"
    place.mkdir(parents=True)
    (place / "questions.yaml").write_text(instrument())
    settings = Settings(data_dir=folder, instrument="many", instrument_dir=folder / "instruments")
    app = storage_app(settings)
    migrations.upgrade(app)
    return app


def _phases(data: bytes) -> Phases:
    phases: Phases = {}
    public_id = uploads.add(adviser(), by_reference("many").reference, "en", [("clients.csv", data)])
    with timed(phases, READ):
        steps._read(at(public_id), 60.0)
    with timed(phases, CHECK):
        checked = checking.check(at(public_id))
    with timed(phases, PREVIEW):
        steps.summary_of(checked)
    with timed(phases, PREPARE):
        batch = prepared(checked.incoming, checked.steps, checked.known, checked.found.organisation_id, now())
    with timed(phases, WRITE), writing() as session:
        hold(session, checked.found.organisation_id, batch)
        known.fingerprint_of(session, checked.found.organisation_id)
        write(session, checked.incoming, batch)
    phases[IMPORT] = phases[CHECK] + phases[PREPARE] + phases[WRITE]
    with timed(phases, BASE):
        baseline(checked.reading.table)
    return phases


def baseline(table: AnswerTable) -> None:
    """The same rows of the same three tables, with nothing in them but what has to be."""
    score(table)
    moment = now()
    blobs = [table.blob(at) for at in range(len(table))]
    with writing() as session:
        first = (session.scalar(sa.select(sa.func.max(AssessmentRow.id))) or 0) + 1
        theirs = {"organisation_id": 1, "profile": {}, "email": "", "created_at": moment, "updated_at": moment}
        ids = range(first, first + len(table))
        session.execute(
            ClientRow.__table__.insert(),
            [theirs | {"id": one, "public_id": f"c{one}", "name": "x", "sort_name": "x"} for one in ids],
        )
        stage = {"instrument_id": 1, "profile": {}, "created_at": moment, "updated_at": moment, "submitted_at": moment}
        session.execute(
            AssessmentRow.__table__.insert(),
            [stage | {"id": one, "public_id": f"a{one}", "series": f"a{one}", "client_id": one} for one in ids],
        )
        last = {"revision": 1, "profile": {}, "answers": {}, "answered_by": {}, "content_hash": "", "scores": {}}
        last |= {"scorer_version": 1, "submitted_at": moment}
        session.execute(
            SubmissionRow.__table__.insert(),
            [last | {"assessment_id": one, "codes": blob} for one, blob in zip(ids, blobs, strict=True)],
        )


@contextlib.contextmanager
def timed(phases: Phases, name: str) -> Iterator[None]:
    gc.collect()
    start = time.perf_counter()
    yield
    phases[name] = time.perf_counter() - start


def at(public_id: str) -> uploads.Import:
    found = uploads.at_work(public_id)
    if found is None:
        raise LookupError(public_id)
    return found


def adviser() -> Member:
    organisation = organisations.found("Harbour", "consultancy")
    account = accounts.add({"email": "a@example.org", "fs_uniquifier": secrets.token_hex(8)})
    organisations.join(organisation, account.id, "adviser")
    found = organisations.member(account.id, organisation)
    if found is None:
        raise LookupError(organisation)
    return found


def sheet(rows: int) -> bytes:
    """A CSV of firms, a tenth of whose answers are blank."""
    numbers = np.random.default_rng(7).integers(-1, 9, (rows, QUESTIONS)) // 2
    words = np.array(["a", "b", "c", "d", "e", ""])[numbers]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["firm", "ref", "sector", "employees", "country", *(f"q{at}" for at in range(QUESTIONS))])
    writer.writerows(
        [f"Firm {at}", f"{at:06}", "C", str(at % 200), "DE", *row] for at, row in enumerate(words.tolist())
    )
    return text.getvalue().encode()


def instrument() -> str:
    options = "".join(
        f"          - {{id: {one}, label: Answer {one}, points: {at}}}\n" for at, one in enumerate("abcde")
    )
    questions = "".join(
        f"      - id: q{at}\n        type: single\n        text: Question {at}?\n        options:\n{options}"
        for at in range(QUESTIONS)
    )
    return (
        "format: 1\nid: many\nversion: 1\nlanguage: en\ntitle: Many\ndescription: Many questions.\nsource: Our own.\n"
        "cut: lower\nbaseline: high\nlevels:\n  - {id: low, title: Low, meaning: Low.}\n"
        "  - {id: high, title: High, meaning: High., bound: 50}\n"
        "dimensions:\n  - id: all\n    title: All\n    short: All\n    description: All of it.\n"
        f"    questions:\n{questions}"
    )


if __name__ == "__main__":
    main()
