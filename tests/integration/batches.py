"""Batches for tests: ordered, and taken as far as a test needs by what a worker would write, without one."""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa

from survey.storage import batches, items
from survey.storage.batches import Wish, packing, partfiles
from survey.storage.batches.files import place_of
from survey.storage.batches.held import folder_of
from survey.storage.database import reading
from survey.storage.items import Chunk, Claimed, Done, Fault
from survey.storage.models import BatchRow, JobItemRow
from survey.storage.tokens import new_id
from tests.integration.consultancy import Consultancy

LEASE = timedelta(minutes=1)
PDF = b"%PDF-1.7 of "


def order(of: Consultancy, *clients: str, name: str = "Spring", language: str = "en_GB", **more: object) -> str:
    """A batch of these clients, by public id; its own."""
    with of.app.app_context():
        wish = Wish(name, clients, language, **more)  # type: ignore[arg-type]
        return batches.begin(of.members["adviser"], wish, new_id())


def claim(of: Consultancy, number: int) -> Chunk:
    """So many reports in hand."""
    with of.app.app_context():
        chunk = items.claim(LEASE, number)
    assert chunk is not None
    assert len(chunk.items) == number
    return chunk


def make(of: Consultancy, batch: str, number: int, *, faulty: Collection[int] = (), error: str = "no paper") -> None:
    """The next so many reports: made, or, at these positions, set aside."""
    chunk = claim(of, number)
    with of.app.app_context():
        outcomes = {item.id: _outcome(batch, item, item.position in faulty, error) for item in chunk.items}
        assert len(items.record(chunk, outcomes)) == number


def pack(of: Consultancy, batch: str) -> None:
    """The archive of what there is, with nothing in it."""
    with of.app.app_context():
        with reading() as session:
            job = session.scalars(sa.select(BatchRow.job_id).filter_by(public_id=batch)).one()
            done = session.execute(
                sa.select(JobItemRow.id, JobItemRow.result)
                .filter_by(job_id=job, status="done")
                .order_by(JobItemRow.position)
            ).all()
        path = folder_of(batch) / partfiles.archive_name()
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("index.txt", "x" * 2_500_000)
        assert packing.packed(job, path, [(row.id, place_of(row.result)) for row in done])


def _outcome(batch: str, item: Claimed, faulty: bool, error: str) -> Done | Fault:
    if faulty:
        return Fault(error, for_good=True)
    [place] = partfiles.put(folder_of(batch), [PDF + str(item.position).encode()])
    told = {"level": "Building", "actions": [], "warning": ""}
    return Done(told | vars(place))
