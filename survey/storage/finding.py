"""Finding assessments, as the browser that asks may see them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from survey.storage import choices
from survey.storage.access import RIGHTS, digest
from survey.storage.database import reading
from survey.storage.instruments import reference_of
from survey.storage.models import AssessmentRow, InstrumentRow
from survey.storage.values import Assessment, Role

ROLES: tuple[Role, ...] = ("owner", "reader", "colleague")
OWNER: tuple[Role, ...] = ("owner",)
_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


def find(public_id: str, browser: str, roles: Collection[Role] = OWNER) -> Assessment | None:
    """The assessment, if this browser has one of these roles; None for unknown, deleted and foreign ones alike."""
    if not _PUBLIC_ID.fullmatch(public_id):
        return None
    with reading() as session:
        return seen_by(session, browser, public_id, roles)


def of_browser(browser: str) -> list[Assessment]:
    """The assessments in which this browser has any role, the latest touched first."""
    with reading() as session:
        return _widest(session.execute(_SEEN_ALL, {"browser": digest(browser), "roles": ROLES}))


def seen_by(session: Session, browser: str, public_id: str, roles: Collection[Role] = OWNER) -> Assessment | None:
    """``find`` within a transaction."""
    given = {"browser": digest(browser), "roles": list(roles), "public_id": public_id}
    found = _widest(session.execute(_SEEN_ONE, given))
    return found[0] if found else None


def as_owner(session: Session, row: AssessmentRow) -> Assessment:
    """The value of a row that the caller has just changed."""
    session.flush()
    return _value(*session.execute(_QUERY.where(AssessmentRow.id == row.id)).one(), "owner")


_BEFORE = aliased(AssessmentRow)
_AFTER = aliased(AssessmentRow)
_QUERY = (
    sa.select(AssessmentRow, InstrumentRow, _BEFORE.public_id, _AFTER.public_id)
    .join(InstrumentRow, InstrumentRow.id == AssessmentRow.instrument_id)
    .outerjoin(_BEFORE, _BEFORE.id == AssessmentRow.previous_id)
    # By the series as well: where few stages have one before, the index on that alone says too little to be used.
    .outerjoin(_AFTER, sa.and_(_AFTER.series == AssessmentRow.series, _AFTER.previous_id == AssessmentRow.id))
)
# A row for each right that opens an assessment. Built once: putting it together takes as long as running it.
_OPENS = sa.or_(RIGHTS.c.role == "owner", RIGHTS.c.assessment_id == AssessmentRow.id)
_SEEN = (
    _QUERY.join(RIGHTS, sa.and_(RIGHTS.c.series == AssessmentRow.series, _OPENS))
    .where(RIGHTS.c.role.in_(sa.bindparam("roles", expanding=True)))
    .add_columns(RIGHTS.c.role)
)
_SEEN_ONE = _SEEN.where(AssessmentRow.public_id == sa.bindparam("public_id"))
_SEEN_ALL = _SEEN.order_by(AssessmentRow.updated_at.desc(), AssessmentRow.id.desc())


def _widest(rows: Iterable[Any]) -> list[Assessment]:
    """Each assessment once, in the order of the rows, with the widest of the roles."""
    found: dict[str, Assessment] = {}
    for row in rows:
        assessment = _value(*row)
        known = found.setdefault(assessment.public_id, assessment)
        if ROLES.index(assessment.role) < ROLES.index(known.role):
            found[assessment.public_id] = assessment
    return list(found.values())


def _value(
    row: AssessmentRow, instrument: InstrumentRow, previous: str | None, following: str | None, role: Role
) -> Assessment:
    return Assessment(
        public_id=row.public_id,
        instrument=reference_of(instrument),
        content_hash=instrument.content_hash,
        profile=row.profile,
        stage=row.stage,
        status="open" if row.status == "open" else "submitted",
        created_at=row.created_at,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        counted=row.counted,
        counted_at=row.counted_at,
        choices=choices.from_json(row.choices, row.choices_revision),
        series=row.series,
        revision=row.revision,
        previous=previous,
        following=following,
        role=role,
    )
