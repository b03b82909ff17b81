"""Batches for tests: clients by the hundred, an order, a press that works on it, and what a worker would write."""

from __future__ import annotations

import io
import secrets
import sys
import threading
import zipfile
from collections.abc import Collection, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import sqlalchemy as sa
from flask import Flask

from reports.archive import Entry
from scoring.parallel import Executor, local
from survey.jobs.batches.press import LEASE, Press
from survey.jobs.batches.stored import StoredReports
from survey.jobs.worker import work_once
from survey.storage import batches, items
from survey.storage.batches import Batch, Wish, partfiles
from survey.storage.batches.held import folder_of
from survey.storage.client_rows import sort_name
from survey.storage.database import reading, writing
from survey.storage.items import Chunk, Claimed, Done, Fault
from survey.storage.models import AssessmentRow, ClientRow, JobItemRow, SubmissionRow
from survey.storage.tokens import new_id
from survey.storage.values import Member
from tests.integration.clients import add, finish
from tests.integration.consultancy import Consultancy

SHORT_LEASE = timedelta(minutes=1)
PDF = b"%PDF-1.7 of "


def finished(us: Member, *names: str) -> tuple[str, ...]:
    """Public ids of clients who answered what a small shop is asked."""
    clients = [add(us, name) for name in names]
    for client in clients:
        finish(client)
    return tuple(client.public_id for client in clients)


def copies(model: str, count: int) -> tuple[str, ...]:
    """Public ids of so many clients more who handed in what the client of this public id did; each has its name."""
    with writing() as session:
        client = session.scalars(sa.select(ClientRow).filter_by(public_id=model)).one()
        stage = session.scalars(sa.select(AssessmentRow).filter_by(client_id=client.id)).one()
        given = session.scalars(sa.select(SubmissionRow).filter_by(assessment_id=stage.id)).one()
        names = [f"Firm {number:03}" for number in range(count)]
        clients = [_like(client, public_id=secrets.token_urlsafe(12), name=n, sort_name=sort_name(n)) for n in names]
        session.add_all(clients)
        session.flush()
        ids = [secrets.token_urlsafe(12) for _ in names]
        stages = [
            _like(stage, public_id=id, series=id, client_id=one.id, profile=stage.profile | {"firm": one.name})
            for id, one in zip(ids, clients, strict=True)
        ]
        session.add_all(stages)
        session.flush()
        session.add_all(_like(given, assessment_id=one.id, profile=one.profile) for one in stages)
        return tuple(one.public_id for one in clients)


def _like(row: Any, **columns: object) -> Any:
    names = {column.key for column in sa.inspect(type(row)).columns} - {"id"}
    kept = {name: getattr(row, name) for name in names}
    return type(row)(**kept | columns)


def ordered(us: Member, clients: Sequence[str], name: str = "Spring", language: str = "en_GB", **wish: object) -> str:
    """The public id of a batch."""
    return batches.begin(us, Wish(name, tuple(clients), language, **wish), new_id())  # type: ignore[arg-type]


def order(of: Consultancy, *clients: str, **wish: str) -> str:
    """The same, ordered by the adviser."""
    with of.app.app_context():
        return ordered(of.members["adviser"], clients, **wish)


class Slips(StoredReports):
    """In place of reports, slips with the name of the firm: what happens to them is the same, and is not waited for."""

    def make(self) -> Any:
        return slips


def slips(items: list[Any]) -> list[Entry]:
    """A firm whose name begins with Raise or Exit does that to whoever works on it."""
    names = [item.stored.profile["firm"] for item in items]
    for name in names:
        POISON.get(name.split()[0], lambda: None)()
    return [Entry(name, f"%PDF {name}".encode(), level="Basics", actions=("Begin",)) for name in names]


def _raise() -> None:
    raise ValueError("no ink")


POISON = {"Raise": _raise, "Exit": lambda: sys.exit("no ink")}


def press(
    app: Flask, executor: Executor | None = None, *, lease: timedelta = LEASE, of: type[StoredReports] = Slips
) -> Press:
    """A press that works in this process, or by this executor."""
    made = executor or local(1)
    return Press(app, of(app.config["WAYMARK"]), lambda: made, threading.Event(), lease=lease)


def work(app: Flask, executor: Executor | None = None, *, of: type[StoredReports] = Slips) -> None:
    """All that there is to do is done: reports, then archives."""
    at_work = press(app, executor, of=of)
    while at_work.turn() or work_once(app):
        pass


def batch(us: Member, public_id: str) -> Batch:
    found = batches.find(us.organisation_id, public_id)
    assert found is not None
    return found


def archive(us: Member, public_id: str) -> zipfile.ZipFile:
    path = batches.archive_file(us.organisation_id, public_id)
    assert path is not None
    return zipfile.ZipFile(path)


def item_rows() -> list[JobItemRow]:
    with reading() as session:
        return list(session.scalars(sa.select(JobItemRow).order_by(JobItemRow.job_id, JobItemRow.position)))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def index(us: Member, public_id: str) -> list[dict[str, object]]:
    with archive(us, public_id) as kept:
        head, *rows = openpyxl.load_workbook(io.BytesIO(kept.read("index.xlsx"))).active.values  # type: ignore[union-attr]
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def claim(of: Consultancy, number: int) -> Chunk:
    """So many reports in hand."""
    with of.app.app_context():
        chunk = items.claim(SHORT_LEASE, number)
    assert chunk is not None
    assert len(chunk.items) == number
    return chunk


def make(of: Consultancy, batch: str, number: int, *, faulty: Collection[int] = (), error: str = "no paper") -> None:
    """The next so many reports: made, or, at these positions, set aside."""
    chunk = claim(of, number)
    with of.app.app_context():
        outcomes = {item.id: _outcome(batch, item, item.position in faulty, error) for item in chunk.items}
        assert len(items.record(chunk, outcomes)) == number


def pack(of: Consultancy) -> None:
    """The archive of what there is, and whatever else a worker finds to do."""
    with of.app.app_context():
        work(of.app)


def _outcome(batch: str, item: Claimed, faulty: bool, error: str) -> Done | Fault:
    if faulty:
        return Fault(error, for_good=True)
    [place] = partfiles.put(folder_of(batch), [PDF + str(item.position).encode()])
    told = {"level": "Building", "actions": [], "warning": ""}
    return Done(told | vars(place))
