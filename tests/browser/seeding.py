"""What takes a worker long or a mishap to come about, written into the database of the server that is visited."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from survey.config import Settings
from survey.storage.app import storage_app
from survey.storage.database import writing
from survey.storage.models import BatchRow, ClientRow, JobItemRow, JobRow, OrganisationRow, now
from survey.storage.tokens import new_id

STATUSES = {"running": ("done", "running", "waiting"), "done": ("done", "failed")}
"""Of a job, and of its items by turns."""


def batch(folder: Path, organisation: str, status: str, name: str) -> str:
    """The public id of a batch of all clients, which no worker takes up. ``folder``: the data folder of the server."""
    # In a thread of its own: storage and the browser's event loop do not go together.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_batch, folder, organisation, status, name).result()


def _batch(folder: Path, organisation: str, status: str, name: str) -> str:
    with storage_app(Settings(data_dir=folder)).app_context(), writing() as session:
        ours = session.scalars(sa.select(OrganisationRow).filter_by(public_id=organisation)).one()
        # Of a kind that no worker knows, so that it stays as it is.
        job = JobRow(kind="shown", status=status, payload={"size": 123_456_789}, run_after=now())
        session.add(job)
        session.flush()
        order = {"name": name, "key": new_id(), "language": "en_GB", "paper": "A4", "day": now().date()}
        row = BatchRow(public_id=new_id(), organisation_id=ours.id, job_id=job.id, **order)
        row.expires_at = now() + timedelta(days=30)
        session.add(row)
        clients = session.scalars(sa.select(ClientRow).filter_by(organisation_id=ours.id).order_by(ClientRow.id)).all()
        session.add_all(_item(job.id, place, client, STATUSES[status]) for place, client in enumerate(clients))
        return row.public_id


def _item(job: int, place: int, client: ClientRow, statuses: tuple[str, ...]) -> JobItemRow:
    about = {"client": client.public_id, "name": client.name, "ref": client.ref or "", "email": client.email}
    status = statuses[place % len(statuses)]
    result = {"level": "Building", "warning": "", "part": "", "offset": 0, "size": 0} if status == "done" else None
    error = "killed" if status == "failed" else None
    return JobItemRow(job_id=job, position=place, payload=about, status=status, result=result, error=error)
