"""Ordering a batch: which clients a report can be made of, and the order itself, taken once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session, aliased

from survey.storage import houses, items
from survey.storage.batches.values import (
    MOST,
    Eligible,
    NobodyError,
    TooManyError,
    TwiceError,
    UnfinishedError,
    UnknownClientsError,
    Wish,
)
from survey.storage.database import as_json, reading, writing
from survey.storage.models import (
    AssessmentRow,
    BatchRow,
    ClientRow,
    ClientTagRow,
    JobItemRow,
    SubmissionRow,
    now,
)
from survey.storage.tokens import is_id, new_id
from survey.storage.values import Member

AT_A_TIME = 500
"""Clients named in one query: of more, SQLite has no room for the parameters."""


def eligible(
    organisation_id: int, *, new_since_last: bool = False, tag: str = "", archived: bool = False
) -> list[Eligible]:
    """Clients that handed in an assessment, by name: of each its newest result.

    ``new_since_last``: only those of which that result is in no batch that is still known. ``tag``: its key, only
    those that have it; ``archived``: the archived ones instead of the others.
    """
    put_away = ClientRow.archived_at.is_not(None) if archived else ClientRow.archived_at.is_(None)
    query = _RESULTS.where(ClientRow.organisation_id == organisation_id, put_away)
    if tag:
        query = query.where(ClientRow.id.in_(sa.select(ClientTagRow.client_id).filter_by(key=tag)))
    with reading() as session:
        known = _reported(session, organisation_id)
        rows = session.execute(query.order_by(ClientRow.sort_name, ClientRow.id)).all()
    found = [
        Eligible(
            row.client, row.name, row.ref, row.stage, row.submitted_at, (row.assessment, row.revision) not in known
        )
        for row in rows
    ]
    return [one for one in found if one.new or not new_since_last]


def begin(member: Member, wish: Wish, key: str) -> str:
    """Order the newest report of each of these clients; the public id of the batch.

    It is worked on in the order in which the clients are named. The same ``key`` (of the form that it came by) gives
    the batch that was ordered with it. Raises ``OrderError``, of a kind that says what is wrong with it.
    """
    if there := ordered(member.organisation_id, key):
        return there
    _check(wish)
    house = houses.house(member.organisation_id)
    try:
        with writing() as session:
            public_id = _ordered(session, member.organisation_id, key)
            if public_id is None:
                found = _results(session, member.organisation_id, wish.clients)
                batch = _batch(member, wish, key) | {
                    "house": as_json(houses.to_json(house)),
                    "logo": house.branding.logo or None,
                }
                public_id = _put(session, batch, found)
            return public_id
    except sa.exc.IntegrityError:  # on PostgreSQL two can look before either writes
        public_id = ordered(member.organisation_id, key)
        if public_id is None:
            raise
        return public_id


def ordered(organisation_id: int, key: str) -> str | None:
    """The public id of the batch that was ordered with this key; None where none was."""
    if not is_id(key):
        return None
    with reading() as session:
        return _ordered(session, organisation_id, key)


def _check(wish: Wish) -> None:
    if not wish.clients:
        raise NobodyError
    if len(wish.clients) > MOST:
        raise TooManyError
    if len(set(wish.clients)) < len(wish.clients):
        raise TwiceError


def _ordered(session: Session, organisation_id: int, key: str) -> str | None:
    mine = sa.select(BatchRow.public_id).filter_by(organisation_id=organisation_id, key=key)
    return session.scalar(mine)


@dataclass(frozen=True)
class _Result:
    """What a client's report is made from, and who that is: the payload of its item."""

    client: str
    name: str
    ref: str
    email: str
    assessment: int
    revision: int


def _results(session: Session, organisation_id: int, clients: Sequence[str]) -> list[_Result]:
    """The newest result of each of these clients. Raises ``UnknownClientsError`` and ``UnfinishedError``."""
    found: dict[str, _Result] = {}
    names: dict[str, str] = {}
    known = [client for client in clients if is_id(client)]
    for start in range(0, len(known), AT_A_TIME):
        which = (
            ClientRow.organisation_id == organisation_id,
            ClientRow.public_id.in_(known[start : start + AT_A_TIME]),
        )
        names |= {row.public_id: row.name for row in session.execute(_NAMES.where(*which))}
        for row in session.execute(_RESULTS.where(*which)):
            found[row.client] = _Result(row.client, row.name, row.ref, row.email, row.assessment, row.revision)
    if unknown := tuple(client for client in clients if client not in names):
        raise UnknownClientsError(unknown)
    if unfinished := tuple(names[client] for client in clients if client not in found):
        raise UnfinishedError(unfinished)
    return [found[client] for client in clients]


def _batch(member: Member, wish: Wish, key: str) -> dict[str, Any]:
    moment = now()
    return {
        "public_id": new_id(),
        "organisation_id": member.organisation_id,
        "user_id": member.user_id,
        "key": key,
        "name": wish.name,
        "language": wish.language,
        "paper": wish.paper,
        "for_us": wish.for_us,
        "letter": wish.letter,
        "day": moment.date(),
        "created_at": moment,
        "updated_at": moment,
        "expires_at": moment + kept(),
    }


def kept() -> timedelta:
    """How long the files of a batch are kept, by the settings."""
    return timedelta(days=current_app.config["WAYMARK"].batch_days)


def _put(session: Session, batch: dict[str, Any], results: Sequence[_Result]) -> str:
    job = items.begun(session, items.BATCH, {}, [vars(result) for result in results])
    session.add(BatchRow(**batch, job_id=job))
    return str(batch["public_id"])


def _reported(session: Session, organisation_id: int) -> set[tuple[int, int]]:
    """What was handed in and is in a batch of the organisation: assessment and revision."""
    said = JobItemRow.payload
    query = (
        sa.select(said["assessment"].as_integer(), said["revision"].as_integer())
        .join(BatchRow, BatchRow.job_id == JobItemRow.job_id)
        .where(BatchRow.organisation_id == organisation_id, BatchRow.cancelled_at.is_(None))
        .where(JobItemRow.status != "failed")
    )
    return {(assessment, revision) for assessment, revision in session.execute(query)}


_LATER = aliased(AssessmentRow)
_LAST = aliased(SubmissionRow)
_IS_LAST = AssessmentRow.id == (
    sa.select(sa.func.max(_LATER.id))
    .where(_LATER.client_id == ClientRow.id, _LATER.submitted_at.is_not(None))
    .correlate(ClientRow)
    .scalar_subquery()
)
_NEWEST = SubmissionRow.revision == (
    sa.select(sa.func.max(_LAST.revision))
    .where(_LAST.assessment_id == AssessmentRow.id)
    .correlate(AssessmentRow)
    .scalar_subquery()
)
_NAMES = sa.select(ClientRow.public_id, ClientRow.name)
_RESULTS = (
    sa.select(
        ClientRow.public_id.label("client"),
        ClientRow.name,
        sa.func.coalesce(ClientRow.ref, "").label("ref"),
        ClientRow.email,
        AssessmentRow.id.label("assessment"),
        AssessmentRow.stage,
        SubmissionRow.revision,
        SubmissionRow.submitted_at,
    )
    .join(AssessmentRow, AssessmentRow.client_id == ClientRow.id)
    .join(SubmissionRow, SubmissionRow.assessment_id == AssessmentRow.id)
    .where(_IS_LAST, _NEWEST)
)
"""The newest result of each client: what was handed in last of the stage that was handed in last."""
