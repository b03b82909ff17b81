"""Uploads: kept with their files until they are removed, and moved on by one person or worker at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage.database import empty_log, executed, reading, writing
from survey.storage.imports.planning import Mode
from survey.storage.models import ImportFileRow, ImportRow, JobRow, UserRow, now
from survey.storage.tokens import is_id, new_id
from survey.storage.values import ImportStatus, Member, SheetLayout

KIND = "import"
"""Kind of the job that takes an import on; its payload names it under the same word."""

CELLS = -1
"""Position of the cells that were read from the files."""

KEPT = timedelta(days=30)
"""How long an upload stays, unless someone removes it before."""

LISTED = 50

AT_WORK: tuple[ImportStatus, ...] = ("reading", "checking", "writing")
"""Where the next move is a worker's."""


@dataclass(frozen=True)
class Import:
    """A sheet on its way in (see ``ImportRow``). ``by``: who uploaded it; ``revision`` rises with every change."""

    id: int
    public_id: str
    organisation_id: int
    by: str
    instrument: str
    language: str
    status: ImportStatus
    layout: SheetLayout | None
    mode: Mode
    names: dict[str, str]
    words: dict[str, dict[str, str]]
    decisions: dict[str, str]
    summary: dict[str, Any]
    fault: dict[str, Any] | None
    revision: int
    done: int
    total: int
    files: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether the next move is a worker's."""
        return self.status in AT_WORK

    @property
    def removed_on(self) -> datetime:
        return self.created_at + KEPT


def add(member: Member, instrument: str, language: str, files: Sequence[tuple[str, bytes]]) -> str:
    """Keep what was uploaded; the public id of the import."""
    row = ImportRow(
        public_id=new_id(),
        organisation_id=member.organisation_id,
        user_id=member.user_id,
        instrument=instrument,
        language=language,
        status="reading",
    )
    with writing() as session:
        session.add(row)
        session.flush()
        rows = [
            ImportFileRow(import_id=row.id, position=at, name=name[:255], data=data)
            for at, (name, data) in enumerate(files)
        ]
        session.add_all(rows)
        return row.public_id


def find(organisation_id: int, public_id: str) -> Import | None:
    """The import, if it is this organisation's."""
    if not is_id(public_id):
        return None
    return _found(ImportRow.organisation_id == organisation_id, ImportRow.public_id == public_id)


def at_work(public_id: str) -> Import | None:
    """The import for a worker, whosever it is."""
    return _found(ImportRow.public_id == public_id)


def of_organisation(organisation_id: int) -> list[Import]:
    """The newest imports, the last first."""
    query = _QUERY.where(ImportRow.organisation_id == organisation_id).order_by(ImportRow.id.desc()).limit(LISTED)
    with reading() as session:
        found = session.execute(query).all()
        names = _files(session, [row.ImportRow.id for row in found])
        return [_value(row, names.get(row.ImportRow.id, ())) for row in found]


def files(import_id: int) -> list[tuple[str, bytes]]:
    """What was uploaded, by name."""
    mine = sa.select(ImportFileRow.name, ImportFileRow.data).where(
        ImportFileRow.import_id == import_id, ImportFileRow.position != CELLS
    )
    with reading() as session:
        return [(row.name, row.data) for row in session.execute(mine.order_by(ImportFileRow.position))]


def cells(import_id: int) -> bytes:
    """The cells as ``move`` was given them; empty where there are none."""
    with reading() as session:
        return session.scalar(sa.select(ImportFileRow.data).filter_by(import_id=import_id, position=CELLS)) or b""


def move(at: Import, *, cells: bytes | None = None, **values: Any) -> bool:
    """Write these columns, if nobody moved the import on since ``at`` was read; whether it was so."""
    with writing() as session:
        if not moved(session, at, **values):
            return False
        if cells is not None:
            session.execute(sa.delete(ImportFileRow).filter_by(import_id=at.id, position=CELLS))
            session.add(ImportFileRow(import_id=at.id, position=CELLS, name="", data=cells))
        return True


def moved(session: Session, at: Import, **values: Any) -> bool:
    """``move`` within a transaction."""
    mine = sa.update(ImportRow).where(ImportRow.id == at.id, ImportRow.revision == at.revision)
    return executed(session, mine.values(**values, revision=at.revision + 1, updated_at=now())) == 1


def tell(at: Import, done: int, total: int) -> None:
    """How far a worker is, for whoever watches."""
    mine = sa.update(ImportRow).where(ImportRow.id == at.id, ImportRow.revision == at.revision)
    with writing() as session:
        session.execute(mine.values(done=done, total=total))


def remove(at: Import) -> None:
    """Remove the import with its files; clients and answers that came by it stay."""
    with writing() as session:
        session.execute(sa.delete(ImportRow).filter_by(id=at.id))
    empty_log()


def deserted(before: datetime) -> list[str]:
    """Public ids of imports that no worker will take on any more: untouched since then, and no job is left for them."""
    named = JobRow.payload[KIND].as_string() == ImportRow.public_id
    left = sa.select(JobRow.id).where(JobRow.kind == KIND, JobRow.finished_at.is_(None), named)
    query = sa.select(ImportRow.public_id).where(
        ImportRow.status.in_(AT_WORK), ImportRow.updated_at < before, sa.not_(left.exists())
    )
    with reading() as session:
        return list(session.scalars(query))


def old(moment: datetime) -> sa.ColumnElement[bool]:
    """Imports that are to be purged."""
    return ImportRow.created_at < moment - KEPT


_QUERY = sa.select(
    ImportRow, sa.func.coalesce(sa.func.nullif(UserRow.name, ""), UserRow.email, "").label("by")
).outerjoin(UserRow, UserRow.id == ImportRow.user_id)


def _found(*which: sa.ColumnElement[bool]) -> Import | None:
    with reading() as session:
        row = session.execute(_QUERY.where(*which)).one_or_none()
        return _value(row, _files(session, [row.ImportRow.id]).get(row.ImportRow.id, ())) if row else None


def _files(session: Session, ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    query = (
        sa.select(ImportFileRow.import_id, ImportFileRow.name)
        .where(ImportFileRow.import_id.in_(ids), ImportFileRow.position != CELLS)
        .order_by(ImportFileRow.import_id, ImportFileRow.position)
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in session.execute(query):
        found[row.import_id] = (*found.get(row.import_id, ()), row.name)
    return found


def _value(found: Any, names: tuple[str, ...]) -> Import:
    row = found.ImportRow
    held = {name: getattr(row, name) for name in Import.__dataclass_fields__ if name not in ("by", "files")}
    return Import(**held, by=found.by, files=names)
