"""Clients and what they handed in, by the hundred: the rows of tables that an organisation takes along.

``client_ids`` says which clients and in what order; the rest is asked for some of them at a time, so that memory does
not grow with their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from survey.storage.client_assessments import State, state_of
from survey.storage.database import reading
from survey.storage.instruments import reference_of
from survey.storage.models import AssessmentRow, ClientRow, ClientTagRow, InstrumentRow, SubmissionRow
from survey.storage.values import Source

BATCH = 500
"""Clients asked for at a time."""


@dataclass(frozen=True)
class Which:
    """Which clients. ``archived``: only these, only the others, or (None) both; ``tag``: its key, "" for any."""

    archived: bool | None = False
    tag: str = ""


EVERYONE = Which(archived=None)


@dataclass(frozen=True)
class UsedInstrument:
    """An instrument that clients finished, and how many of them; ``content_hash``: of what decided their scores."""

    id: int
    reference: str
    content_hash: str
    clients: int
    archived: int


@dataclass(frozen=True)
class Result:
    """The newest finished stage of a client; ``level``: its position in the instrument's levels, -1 without one."""

    instrument: str
    stage: str
    submitted_at: datetime
    overall: float | None
    level: int


@dataclass(frozen=True)
class ListedClient:
    """A client with how far it is."""

    id: int
    public_id: str
    ref: str
    name: str
    email: str
    profile: dict[str, Any]
    archived_at: datetime | None
    created_at: datetime
    tags: tuple[str, ...]
    state: State
    result: Result | None


@dataclass(frozen=True)
class Finished:
    """One finished stage of a client: the newest of what was handed in, with the scores of that day.

    ``profile``: as handed in. ``told``: the answers to the questions asked for by name, None for none. ``dimensions``,
    ``overall``, ``level`` (-1: none), ``answered``, ``low``, ``high``: parts of ``Scores``; None is no score.
    """

    client_id: int
    name: str
    ref: str
    email: str
    profile: dict[str, Any]
    stage: str
    source: Source
    counted: bool | None
    submitted_at: datetime
    codes: bytes
    scorer_version: int
    dimensions: dict[str, float | None]
    overall: float | None
    level: int
    answered: float | None
    low: float | None
    high: float | None
    told: tuple[Any, ...]


def client_ids(organisation_id: int, which: Which = EVERYONE) -> list[int]:
    """Numbers of the organisation's clients by name."""
    query = sa.select(ClientRow.id).filter_by(organisation_id=organisation_id)
    if which.archived is not None:
        query = query.where(ClientRow.archived_at.is_not(None) if which.archived else ClientRow.archived_at.is_(None))
    if which.tag:
        query = query.join(ClientTagRow, ClientTagRow.client_id == ClientRow.id).where(ClientTagRow.key == which.tag)
    with reading() as session:
        return list(session.scalars(query.order_by(ClientRow.sort_name, ClientRow.id)))


def batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The same numbers, some at a time; at least once, so that a table without rows has its columns."""
    yield from (ids[start : start + BATCH] for start in range(0, max(len(ids), 1), BATCH))


def instruments_used(organisation_id: int) -> list[UsedInstrument]:
    """The instruments that clients finished: the one last handed in first, those of archived clients alone last."""
    in_use = sa.case((ClientRow.archived_at.is_(None), ClientRow.id))
    query = (
        sa.select(InstrumentRow, sa.func.count(ClientRow.id.distinct()), sa.func.count(in_use.distinct()))
        .join(AssessmentRow, AssessmentRow.instrument_id == InstrumentRow.id)
        .join(ClientRow, ClientRow.id == AssessmentRow.client_id)
        .where(ClientRow.organisation_id == organisation_id, AssessmentRow.submitted_at.is_not(None))
        .group_by(InstrumentRow.id)
        .order_by(sa.func.max(AssessmentRow.submitted_at).desc(), InstrumentRow.id.desc())
    )
    with reading() as session:
        found = [
            UsedInstrument(row.id, reference_of(row), row.content_hash, everyone, everyone - current)
            for row, everyone, current in session.execute(query)
        ]
    return sorted(found, key=lambda used: used.clients == used.archived)


def clients(organisation_id: int, ids: Sequence[int]) -> list[ListedClient]:
    """These clients of the organisation, by name."""
    with reading() as session:
        rows = session.execute(_LISTED, _asked(organisation_id, ids)).all()
        tagged = _by_client(session.execute(_TAGGED, _asked(organisation_id, ids)))
        reached = _STAGES.add_columns(state_of().label("state"))
        stages = _by_client(session.execute(reached, _asked(organisation_id, ids)))
        return [
            ListedClient(
                **row._asdict(),
                tags=tuple(tag.tag for tag in tagged.get(row.id, ())),
                **_reached(stages.get(row.id, [])),
            )
            for row in rows
        ]


def finished(
    organisation_id: int, ids: Sequence[int], instrument_id: int, *, told: Sequence[str] = (), newest: bool = False
) -> list[Finished]:
    """Finished stages of these clients by name, earliest first; ``newest``: of each client only the last.

    ``told``: questions whose answers are wanted as they were given, beside the codes.
    """
    wanted = [SubmissionRow.answers[question] for question in told]
    query = _FINISHED.add_columns(*wanted).where(AssessmentRow.instrument_id == instrument_id)
    parts = len(_PARTS)
    with reading() as session:
        rows = session.execute(query, _asked(organisation_id, ids))
        found = [Finished(**dict(zip(_PARTS, row, strict=False)), told=tuple(row[parts:])) for row in rows]
    # Stages of a client begin one after another; of few stages a database finds the last no sooner than this.
    return list({stage.client_id: stage for stage in found}.values()) if newest else found


def _asked(organisation_id: int, ids: Sequence[int]) -> dict[str, Any]:
    return {"organisation": organisation_id, "clients": list(ids)}


_THESE = (
    ClientRow.organisation_id == sa.bindparam("organisation"),
    ClientRow.id.in_(sa.bindparam("clients", expanding=True)),
)
_BY_NAME = (ClientRow.sort_name, ClientRow.id)
_REF = sa.func.coalesce(ClientRow.ref, "").label("ref")
_LISTED = (
    sa.select(ClientRow.id, ClientRow.public_id, _REF, ClientRow.name, ClientRow.email, ClientRow.profile)
    .add_columns(ClientRow.archived_at, ClientRow.created_at)
    .where(*_THESE)
    .order_by(*_BY_NAME)
)
_TAGGED = (
    sa.select(ClientTagRow.client_id, ClientTagRow.tag)
    .join(ClientRow, ClientRow.id == ClientTagRow.client_id)
    .where(*_THESE)
    .order_by(ClientTagRow.client_id, ClientTagRow.key)
)
_EARLIER = aliased(SubmissionRow)
_LAST = sa.and_(
    SubmissionRow.assessment_id == AssessmentRow.id,
    SubmissionRow.revision
    == sa.select(sa.func.max(_EARLIER.revision))
    .where(_EARLIER.assessment_id == AssessmentRow.id)
    .correlate(AssessmentRow)
    .scalar_subquery(),
)
"""The newest submission of an assessment."""

_STAGES = (
    sa.select(
        AssessmentRow.client_id,
        AssessmentRow.stage,
        SubmissionRow.submitted_at,
        SubmissionRow.scores["overall"].label("overall"),
        SubmissionRow.scores["level"].label("level"),
        InstrumentRow,
    )
    .join(ClientRow, ClientRow.id == AssessmentRow.client_id)
    .join(InstrumentRow, InstrumentRow.id == AssessmentRow.instrument_id)
    .outerjoin(SubmissionRow, _LAST)
    .where(*_THESE)
    .order_by(AssessmentRow.client_id, AssessmentRow.id)
)
_FINISHED = (
    sa.select(
        ClientRow.id.label("client_id"),
        ClientRow.name,
        _REF,
        ClientRow.email,
        SubmissionRow.profile,
        AssessmentRow.stage,
        AssessmentRow.source,
        AssessmentRow.counted,
        SubmissionRow.submitted_at,
        SubmissionRow.codes,
        SubmissionRow.scorer_version,
        SubmissionRow.scores["dimensions"].label("dimensions"),
        SubmissionRow.scores["overall"].label("overall"),
        SubmissionRow.scores["level"].label("level"),
        SubmissionRow.scores["answered"].label("answered"),
        SubmissionRow.scores[("low", "overall")].label("low"),
        SubmissionRow.scores[("high", "overall")].label("high"),
    )
    .select_from(ClientRow)
    .join(AssessmentRow, AssessmentRow.client_id == ClientRow.id)
    .join(SubmissionRow, _LAST)
    .where(*_THESE)
    .order_by(*_BY_NAME, AssessmentRow.id)
)
_PARTS = tuple(_FINISHED.selected_columns.keys())


def _by_client(rows: sa.Result[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.client_id, []).append(row)
    return found


def _reached(stages: Sequence[Any]) -> dict[str, Any]:
    """How far the newest of a client's stages is, and the result of the last that was finished."""
    if not stages:
        return {"state": "none", "result": None}
    done = [stage for stage in stages if stage.submitted_at is not None]
    last = done[-1] if done else None
    result = last and Result(
        instrument=reference_of(last.InstrumentRow),
        stage=last.stage,
        submitted_at=last.submitted_at,
        overall=last.overall,
        level=-1 if last.level is None else last.level,
    )
    return {"state": stages[-1].state, "result": result}
