"""Assessments of a client: seen over time, and begun for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from scoring.instrument import Instrument
from survey.storage.assessments import new_series, stage_after
from survey.storage.client_rows import is_invented, locked
from survey.storage.database import reading, writing
from survey.storage.instruments import recorded, reference_of
from survey.storage.models import AssessmentRow, ClientRow, InstrumentRow, SubmissionRow, now
from survey.storage.tokens import new_id
from survey.storage.values import Source

State = Literal["none", "invited", "opened", "begun", "stalled", "finished", "update"]
"""How far a client is: no assessment yet; one that the firm was asked to answer, or that an adviser opened, and nobody
has touched; begun; begun and left; handed in; handed in, with an update open."""

STALLED_AFTER = timedelta(days=14)
PROFILE = ("trade", "people", "country", "region")


@dataclass(frozen=True)
class Stage:
    """One assessment of a client. ``overall``, ``level`` (position among those of the instrument): as last handed in,
    None where there is no score."""

    public_id: str
    series: str
    stage: str
    state: State
    source: Source
    instrument: str
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    overall: float | None
    level: int | None


def of_client(client_id: int) -> list[Stage]:
    """Every assessment of the client, the newest first."""
    newest = sa.select(sa.func.max(SubmissionRow.revision)).where(SubmissionRow.assessment_id == AssessmentRow.id)
    query = (
        sa.select(AssessmentRow, InstrumentRow, state_of().label("state"), SubmissionRow.overall, LEVEL)
        .join(InstrumentRow, InstrumentRow.id == AssessmentRow.instrument_id)
        .outerjoin(
            SubmissionRow,
            sa.and_(
                SubmissionRow.assessment_id == AssessmentRow.id,
                SubmissionRow.revision == newest.correlate(AssessmentRow).scalar_subquery(),
            ),
        )
        .where(AssessmentRow.client_id == client_id)
        .order_by(AssessmentRow.id.desc())
    )
    with reading() as session:
        return [_stage(found) for found in session.execute(query)]


def start_for_client(client_id: int, instrument: Instrument, source: Source) -> str:
    """The public id of the assessment to be answered now: the open one, the next stage, or the first.

    It gives no browser a right. Sent twice, it begins one. Raises ``NoSuchClientError`` and ``InstrumentChangedError``.
    """
    with writing() as session:
        return started(session, locked(session, client_id), instrument, source).public_id


def started(session: Session, client: ClientRow, instrument: Instrument, source: Source) -> AssessmentRow:
    """``start_for_client`` for a client that is held: whoever else begins one waits, and finds it open."""
    newest = sa.select(AssessmentRow).filter_by(client_id=client.id).order_by(AssessmentRow.id.desc()).limit(1)
    row = session.scalar(newest.with_for_update())
    if row is not None and (source == "self" or row.status == "submitted") and row.unshared_at is not None:
        # The firm shares the series no more: nobody else goes on with it, or opens all of it.
        row = None
    if row is None:
        row = new_series(new_id(), recorded(session, instrument), _profile(client))
        row.client_id = client.id
        row.invented = is_invented(session, client.organisation_id)
        session.add(row)
    elif row.status == "submitted":
        row = stage_after(session, row, source)
    if row.submitted_at is None and row.updated_at == row.created_at:
        row.source, row.profile = source, _as_known(row.profile, client)
    session.flush()
    return row


def state_of(moment: datetime | None = None) -> sa.ColumnElement[str]:
    """The state of the assessment of a query. What is made is untouched until its ``updated_at`` moves on."""
    untouched = AssessmentRow.updated_at == AssessmentRow.created_at
    return sa.case(
        (AssessmentRow.status == "submitted", "finished"),
        (AssessmentRow.submitted_at.is_not(None), "update"),
        (untouched & (AssessmentRow.source == "self"), "invited"),
        (untouched, "opened"),
        (AssessmentRow.updated_at < (moment or now()) - STALLED_AFTER, "stalled"),
        else_="begun",
    )


LEVEL = SubmissionRow.scores["level"].as_integer().label("level")


def _stage(found: Any) -> Stage:
    row = found.AssessmentRow
    return Stage(
        public_id=row.public_id,
        series=row.series,
        stage=row.stage,
        state=found.state,
        source=row.source,
        instrument=reference_of(found.InstrumentRow),
        created_at=row.created_at,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        overall=found.overall,
        level=found.level,
    )


def _as_known(profile: Mapping[str, Any], client: ClientRow) -> dict[str, Any]:
    """The profile of a stage that nobody has touched yet, with what is known of the client by now."""
    known = {name: value for name, value in _profile(client).items() if value}
    region = {"region": client.profile.get("region") or ""} if "country" in known else {}
    return {**profile, **known, **region}


def _profile(client: ClientRow) -> Mapping[str, str]:
    """As the firm would have said it itself."""
    return {"firm": client.name} | {name: str(client.profile.get(name) or "") for name in PROFILE}
