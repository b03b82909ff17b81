"""What an organisation has already: its clients, and the stages that a sheet may correct or go on from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from scoring.instrument import Instrument
from survey.storage.database import reading
from survey.storage.imports.matching import KnownClient
from survey.storage.imports.planning import KnownStage
from survey.storage.models import AnswerRow, AssessmentRow, ClientRow, InstrumentRow, SubmissionRow

AT_A_TIME = 500
"""Ids that go into one query: SQLite takes so many parameters everywhere."""


@dataclass(frozen=True)
class ClientDetails:
    """What a row may change of a client."""

    ref: str
    name: str
    email: str
    profile: Mapping[str, Any]


def clients(organisation_id: int) -> list[KnownClient]:
    """Every client, archived ones too: their numbers are taken."""
    columns = (ClientRow.id, ClientRow.public_id, ClientRow.ref, ClientRow.name, ClientRow.sort_name)
    query = sa.select(*columns).filter_by(organisation_id=organisation_id).order_by(ClientRow.id)
    with reading() as session:
        return [
            KnownClient(row.id, row.public_id, row.ref or "", row.name, row.sort_name) for row in session.execute(query)
        ]


def details(ids: Collection[int]) -> dict[int, ClientDetails]:
    """Of these clients."""
    columns = (ClientRow.id, ClientRow.ref, ClientRow.name, ClientRow.email, ClientRow.profile)
    with reading() as session:
        return {
            row.id: ClientDetails(row.ref or "", row.name, row.email, row.profile)
            for some in _in_parts(ids)
            for row in session.execute(sa.select(*columns).where(ClientRow.id.in_(some)))
        }


def stages(ids: Collection[int], instrument: Instrument) -> dict[int, tuple[KnownStage, ...]]:
    """By client, from T0 on; where a merger left several series, those of the one that was begun last.

    A series that the firm shares no more is left alone: what a sheet says begins another one.
    """
    found: dict[int, list[KnownStage]] = defaultdict(list)
    with reading() as session:
        for some in _in_parts(ids):
            theirs = AssessmentRow.client_id.in_(some), AssessmentRow.unshared_at.is_(None)
            rows = session.execute(_STAGES.where(*theirs, *_of(instrument))).all()
            begun = _begun(session, [row.id for row in rows if row.status == "open"])
            for row in rows:
                found[row.client_id].append(_stage(row, begun))
    return {client: _last_series(rows) for client, rows in found.items()}


def fingerprint_of(session: Session, organisation_id: int) -> str:
    """A word that changes when clients, stages or what was handed in change, and not while somebody answers."""
    theirs = ClientRow.organisation_id == organisation_id
    of_clients = sa.select(sa.func.count(), sa.func.max(ClientRow.id), sa.func.max(ClientRow.updated_at)).where(theirs)
    columns = (
        sa.func.count(),
        sa.func.max(AssessmentRow.id),
        sa.func.sum(AssessmentRow.revision),
        sa.func.count().filter(AssessmentRow.status == "open"),
        sa.func.max(AssessmentRow.submitted_at),
        sa.func.count(AssessmentRow.unshared_at),
    )
    joined = ClientRow.id == AssessmentRow.client_id
    of_stages = sa.select(*columns).join(ClientRow, joined).where(theirs)
    drafts = sa.select(sa.func.count(sa.distinct(AnswerRow.assessment_id))).join(
        AssessmentRow, AssessmentRow.id == AnswerRow.assessment_id
    )
    of_drafts = drafts.join(ClientRow, joined).where(theirs, AssessmentRow.status == "open")
    told = [value for query in (of_clients, of_stages, of_drafts) for value in session.execute(query).one()]
    return " ".join(map(str, told))


def fingerprint(organisation_id: int) -> str:
    """``fingerprint_of``, in a transaction of its own."""
    with reading() as session:
        return fingerprint_of(session, organisation_id)


_LAST = sa.case((AssessmentRow.status == "open", AssessmentRow.revision - 1), else_=AssessmentRow.revision)
_STAGES = (
    sa.select(
        AssessmentRow.id,
        AssessmentRow.client_id,
        AssessmentRow.stage,
        AssessmentRow.series,
        AssessmentRow.revision,
        AssessmentRow.source,
        AssessmentRow.status,
        AssessmentRow.submitted_at,
        # What is being changed is no one's profile yet.
        sa.func.coalesce(SubmissionRow.profile, AssessmentRow.profile, type_=sa.JSON).label("profile"),
        SubmissionRow.answers,
        SubmissionRow.codes,
    )
    .join(InstrumentRow, InstrumentRow.id == AssessmentRow.instrument_id)
    .outerjoin(SubmissionRow, sa.and_(SubmissionRow.assessment_id == AssessmentRow.id, SubmissionRow.revision == _LAST))
    .order_by(AssessmentRow.id)
)


def _of(instrument: Instrument) -> tuple[sa.ColumnElement[bool], ...]:
    switches = instrument.reference.partition("?")[2]
    return (
        InstrumentRow.name == instrument.id,
        InstrumentRow.version == instrument.version,
        InstrumentRow.switches == switches,
    )


def _begun(session: Session, ids: Sequence[int]) -> set[int]:
    """Which of these hold an answer."""
    query = sa.select(AnswerRow.assessment_id).where(AnswerRow.value.is_not(None)).distinct()
    return {one for some in _in_parts(ids) for one in session.scalars(query.where(AnswerRow.assessment_id.in_(some)))}


def _stage(row: Any, begun: Collection[int]) -> KnownStage:
    return KnownStage(
        id=row.id,
        number=int(row.stage[1:]),
        series=row.series,
        revision=row.revision,
        source=row.source,
        is_open=row.status == "open",
        begun=row.id in begun,
        submitted_at=row.submitted_at,
        profile=row.profile,
        answers=row.answers or {},
        codes=row.codes or b"",
    )


def _last_series(rows: Sequence[KnownStage]) -> tuple[KnownStage, ...]:
    series = max(rows, key=lambda row: row.id).series
    return tuple(sorted((row for row in rows if row.series == series), key=lambda row: row.number))


def _in_parts(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + AT_A_TIME] for start in range(0, len(ordered), AT_A_TIME))
