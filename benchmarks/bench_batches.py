"""A batch through the tables of jobs against the same reports without them, and pages while one is made.

The same firms go from their answers to a ZIP on the same warm processes, in turns: by ``reports.batch.entries`` into
``reports.archive``, and as a batch that is ordered, claimed, kept in parts and packed. Then a site is served on
loopback and its list of clients fetched over and over, in turns while its worker makes a batch and while that is
halted.
"""

from __future__ import annotations

import argparse
import http.client
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from benchmarks.bench_clients import signed_in
from benchmarks.reports_by.firms import EDITION, firms
from benchmarks.reports_by.told import PROCESSES
from reports import archive
from reports.batch import entries
from scoring.answers import AnswerTable, all_answers
from scoring.parallel import Executor, beside
from scoring.scores import SCORER_VERSION, score
from survey import create_app, instruments
from survey.config import Settings
from survey.jobs.batches.packing import run_pack
from survey.jobs.batches.press import Press
from survey.jobs.batches.stored import StoredReports
from survey.profiles import profile_of_row
from survey.storage import batches, frozen, jobs, migrations, organisations
from survey.storage.batches import Wish
from survey.storage.client_rows import sort_name
from survey.storage.database import reading, writing
from survey.storage.instruments import recorded
from survey.storage.items import PACK
from survey.storage.models import AssessmentRow, ClientRow, OrganisationRow, SubmissionRow, now
from survey.storage.values import Member

PARTS, WARM = 4, 50
GOAL, GOAL_OF_PAGES = 1.3, 2.0
PORT = 8765


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=10.0, help="of fetching pages in each of the turns")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), rate_limit="1000000 per minute"))
        migrations.upgrade(app)
        with app.app_context():
            table = firms(asked.clients + WARM)
            us, cookie = founded(app)
            clients = stored(us, table)
            measure(app, us, table, clients)
            pages(app, us, cookie, clients, asked.seconds)


def founded(app: Flask) -> tuple[Member, str]:
    """Somebody who leads an organisation, and the cookie of the browser in which they are signed in."""
    public_id = organisations.found("Harbour Advisers", "consultancy")
    client = signed_in(app)
    with reading() as session:
        number = session.scalars(sa.select(OrganisationRow.id).filter_by(public_id=public_id)).one()
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None  # noqa: S101 - signed in just now
    return organisations.members(number)[0], f"{cookie.key}={cookie.value}"


def stored(us: Member, table: AnswerTable) -> list[str]:
    """Public ids of clients who handed these answers in."""
    answers, moment = all_answers(table), now()
    scores = frozen.to_json_rows(score(table))
    with writing() as session:
        instrument = recorded(session, instruments.current())
        clients = []
        for row in range(len(table)):
            said = profile_of_row(table.profile.iloc[row].to_dict())
            name, public_id = f"{said.get('firm', 'Firm')} {row}", secrets.token_urlsafe(12)
            client = ClientRow(public_id=public_id, organisation_id=us.organisation_id, name=name)
            client.sort_name = sort_name(name)
            session.add(client)
            session.flush()
            stage = AssessmentRow(public_id=public_id, series=public_id, instrument_id=instrument, client_id=client.id)
            stage.profile, stage.status, stage.submitted_at = said | {"firm": name}, "submitted", moment
            session.add(stage)
            session.flush()
            handed_in = {"profile": stage.profile, "answers": answers[row], "answered_by": {}, "codes": table.blob(row)}
            scored = {"scores": scores[row], "overall": scores[row]["overall"], "scorer_version": SCORER_VERSION}
            key = {"assessment_id": stage.id, "revision": 1, "content_hash": table.instrument.content_hash}
            session.add(SubmissionRow(**key, **handed_in, **scored, submitted_at=moment))
            clients.append(public_id)
    return clients


def measure(app: Flask, us: Member, table: AnswerTable, clients: list[str]) -> None:
    """Print seconds for both ways to the same archive, and their ratio."""
    edition = replace(EDITION, record=False)
    source = StoredReports(app.config["WAYMARK"])
    with beside(PROCESSES) as executor, tempfile.TemporaryDirectory() as folder:
        press = Press(app, source, lambda: executor, threading.Event())
        by_archive(Path(folder), table[:WARM], edition, executor)
        by_tables(press, us, clients[:WARM])
        size = -(-(len(table) - WARM) // PARTS)
        turns = [slice(start, start + size) for start in range(WARM, len(table), size)]
        taken = [
            (by_archive(Path(folder), table[part], edition, executor), by_tables(press, us, clients[part]))
            for part in turns
        ]
    plain, whole = (sum(seconds) for seconds in zip(*taken, strict=True))
    ratio = whole / plain
    print(f"\n{len(table) - WARM:,} reports on {PROCESSES} processes, from answers to ZIP, in {PARTS} turns each")
    print(f"  entries into an archive   {plain:7.1f} s")
    print(f"  a batch by the tables     {whole:7.1f} s   {ratio:.2f} x as long (goal: at most {GOAL:g} x)")


def by_archive(folder: Path, table: AnswerTable, edition: object, executor: Executor) -> float:
    start = time.perf_counter()
    archive.write(folder / "roadmaps.zip", entries(table, edition, executor, exact=True))  # type: ignore[arg-type]
    return time.perf_counter() - start


def by_tables(press: Press, us: Member, clients: list[str]) -> float:
    start = time.perf_counter()
    public_id = order(us, clients)
    while press.turn():
        pass
    while job := jobs.claim([PACK], press.lease):
        run_pack(job)
        jobs.finish(job)
    seconds = time.perf_counter() - start
    found = batches.find(us.organisation_id, public_id)
    assert found is not None  # noqa: S101 - a time of something else would be no time at all
    assert (found.status, found.done) == ("done", len(clients)), found  # noqa: S101
    return seconds


def order(us: Member, clients: list[str]) -> str:
    return batches.begin(us, Wish("Spring", tuple(clients), "en_GB"), secrets.token_hex(8))


def pages(app: Flask, us: Member, cookie: str, clients: list[str], seconds: float) -> None:
    """Print how long the slowest twentieth of pages takes while a batch is made, and while it is halted."""
    with served(app) as port:
        public_id = order(us, clients)
        taken: dict[str, list[float]] = {"halted": [], "made": []}
        fetched(port, us, cookie, 3.0)
        for turn in range(2 * PARTS):
            state = "made" if turn % 2 else "halted"
            change = batches.resume if state == "made" else batches.pause
            change(us.organisation_id, public_id)
            time.sleep(8.0)  # until the worker has seen it, or what was in hand is finished
            taken[state] += fetched(port, us, cookie, seconds)
        found = batches.find(us.organisation_id, public_id)
    idle, busy = (statistics.quantiles(taken[state], n=20)[-1] * 1000 for state in ("halted", "made"))
    print(f"\nthe list of {len(clients):,} clients on loopback, while {found.done if found else 0} reports were made")
    print(f"  p95 while the batch is halted   {idle:7.1f} ms")
    print(f"  p95 while it is made            {busy:7.1f} ms   {busy / idle:.2f} x (goal: at most {GOAL_OF_PAGES:g} x)")


@contextmanager
def served(app: Flask) -> Iterator[int]:
    """The site with web and worker, as ``waymark serve`` runs it."""
    settings = app.config["WAYMARK"]
    given = {"WAYMARK_DATA_DIR": str(settings.data_dir), "WAYMARK_RATE_LIMIT": settings.rate_limit}
    command = [sys.executable, "-c", "from survey.cli import main; main()", "serve", "--bind", f"127.0.0.1:{PORT}"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=os.environ | given, **quiet) as site:  # noqa: S603 - our own
        try:
            _wait()
            yield PORT
        finally:
            site.terminate()


def _wait() -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            http.client.HTTPConnection("127.0.0.1", PORT, timeout=2).request("GET", "/healthz")
        except OSError:
            time.sleep(0.2)
        else:
            return


def fetched(port: int, us: Member, cookie: str, seconds: float) -> list[float]:
    """Seconds for each page, one after the other with a short rest between, as people ask for them."""
    taken, deadline = [], time.monotonic() + seconds
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        start = time.perf_counter()
        connection.request("GET", f"/o/{us.organisation}/clients", headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        taken.append(time.perf_counter() - start)
        assert answer.status == http.client.OK, answer.status  # noqa: S101 - as above
        connection.close()
        time.sleep(0.05)
    return taken


if __name__ == "__main__":
    main()
