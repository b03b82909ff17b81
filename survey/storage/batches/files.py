"""The files of batches as members take them: one report as soon as it is made, the archive once it is packed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from reports.archive import file_name
from survey.storage.batches import partfiles
from survey.storage.batches.held import folder_of
from survey.storage.batches.partfiles import LostError, Place
from survey.storage.database import reading
from survey.storage.models import BatchRow, JobItemRow, JobRow, now
from survey.storage.tokens import is_id
from survey.storage.values import HIGHEST_ID


def report_file(organisation_id: int, public_id: str, position: int) -> tuple[str, bytes] | None:
    """The name and bytes of one PDF, as soon as it is made and for as long as it is kept."""
    if not 0 <= position <= HIGHEST_ID:
        return None
    mine = sa.select(JobItemRow.payload, JobItemRow.result).join(BatchRow, BatchRow.job_id == JobItemRow.job_id)
    mine = mine.where(JobItemRow.position == position, JobItemRow.status == "done")
    for _ in range(2):  # between the two looks its archive may take the place of its part
        found = _kept(organisation_id, public_id, mine)
        if found is None or found.result is None:
            return None
        try:
            pdf = partfiles.read(folder_of(public_id), place_of(found.result))
        except LostError:
            continue
        return file_name(found.payload["name"], set()), pdf
    return None


def archive_file(organisation_id: int, public_id: str) -> Path | None:
    """The ZIP, once it is there and for as long as it is kept."""
    mine = sa.select(JobRow.payload).join(BatchRow, BatchRow.job_id == JobRow.id).where(JobRow.status == "done")
    found = _kept(organisation_id, public_id, mine)
    name = found.payload.get("archive") if found else None
    path = folder_of(public_id) / name if name else None
    return path if path and path.is_file() else None


def place_of(result: dict[str, Any]) -> Place:
    return Place(result["part"], result["offset"], result["size"])


def _kept(organisation_id: int, public_id: str, mine: sa.Select[Any]) -> Any:
    """What is asked for of a batch of this organisation, unless its time is over."""
    if not is_id(public_id):
        return None
    theirs = (BatchRow.organisation_id == organisation_id, BatchRow.public_id == public_id)
    with reading() as session:
        return session.execute(mine.where(*theirs, BatchRow.expires_at > now())).one_or_none()
