"""Clients with their finished stages, read from the database in two queries that open no JSON of answers or scores."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from scoring.answers import from_blobs
from scoring.instrument import Instrument
from scoring.portfolio import Stages, portfolio
from scoring.roadmap import Mark
from survey.profiles import profile_columns
from survey.storage import choices
from survey.storage.database import reading
from survey.storage.models import AssessmentRow, ClientRow, SubmissionRow
from survey.storage.portfolios.held import Held

_LATER = sa.orm.aliased(SubmissionRow)


def read(organisation_id: int, instrument_id: int, instrument: Instrument) -> Held:
    """Everything that a portfolio by this instrument is made of. The instrument is still what was answered."""
    with reading() as session:
        # Past the mapping to objects, which costs as much again as the queries.
        connection, asked = session.connection(), {"organisation": organisation_id, "instrument": instrument_id}
        clients = connection.execute(_CLIENTS, asked).all()
        rows = connection.execute(_FINISHED, asked).all()
        others = set(connection.scalars(_ELSEWHERE, asked))
    lines = _lines(rows)
    with_result = [(place, lines[client.id]) for place, client in enumerate(clients) if client.id in lines]
    newest = [line[-1] for _, line in with_result]
    place = np.array([at for at, _ in with_result], dtype=np.intp)
    profile = _profile(clients, place, newest)
    shown = {"client": [row.public_id for row in clients], "firm": [row.name for row in clients]}
    shown |= {"ref": [row.ref or "" for row in clients]}
    shown |= {name: profile[name].fillna("").tolist() for name in ("sector", "size")}
    return Held(
        ids=np.array([row.id for row in clients], dtype=np.int64),
        clients=pd.DataFrame(shown, dtype="str"),
        place=place,
        portfolio=portfolio(
            from_blobs(instrument, [row.codes for row in newest], profile.iloc[place]),
            _stages([line for _, line in with_result], len(instrument.dimensions)),
            clients=[clients[at].public_id for at in place],
            marks=[_marks(row) for row in newest],
        ),
        elsewhere=np.array([row.id in others and row.id not in lines for row in clients], dtype=bool),
    )


_HERE = (ClientRow.organisation_id == sa.bindparam("organisation"), ClientRow.archived_at.is_(None))
_CLIENTS = (
    sa.select(ClientRow.id, ClientRow.public_id, ClientRow.ref, ClientRow.name)
    .add_columns(sa.cast(ClientRow.profile, sa.Text).label("profile"))
    .where(*_HERE)
    .order_by(ClientRow.sort_name, ClientRow.id)
)
_FINISHED = (
    sa.select(
        AssessmentRow.client_id,
        AssessmentRow.series,
        AssessmentRow.stage,
        # Only the newest stage is asked for its day: the others are spared being made a moment in UTC.
        sa.type_coerce(AssessmentRow.submitted_at, sa.DateTime(timezone=True)).label("submitted_at"),
        sa.cast(AssessmentRow.choices, sa.Text).label("choices"),
        sa.cast(SubmissionRow.profile, sa.Text).label("profile"),
        SubmissionRow.codes,
        SubmissionRow.overall,
        SubmissionRow.dimension_scores,
    )
    .join(ClientRow, ClientRow.id == AssessmentRow.client_id)
    .join(SubmissionRow, SubmissionRow.assessment_id == AssessmentRow.id)
    .where(
        *_HERE,
        AssessmentRow.instrument_id == sa.bindparam("instrument"),
        SubmissionRow.revision
        == sa.select(sa.func.max(_LATER.revision))
        .where(_LATER.assessment_id == AssessmentRow.id)
        .correlate(AssessmentRow)
        .scalar_subquery(),
    )
    .order_by(AssessmentRow.id)
)
_ELSEWHERE = (
    sa.select(AssessmentRow.client_id)
    .join(ClientRow, ClientRow.id == AssessmentRow.client_id)
    .where(*_HERE, AssessmentRow.instrument_id != sa.bindparam("instrument"), AssessmentRow.submitted_at.is_not(None))
)


def _lines(rows: Sequence[Any]) -> dict[int, list[Any]]:
    """Of each client the finished stages of the series of its newest one, up to that; after a merger it has others."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.client_id, []).append(row)
    return {client: _line(stages) for client, stages in found.items()}


def _line(stages: Sequence[Any]) -> list[Any]:
    newest = stages[-1]
    earlier = {_number(one): one for one in stages[:-1] if one.series == newest.series}
    return [earlier[number] for number in sorted(earlier) if number < _number(newest)] + [newest]


def _number(row: Any) -> int:
    return int(row.stage.removeprefix("T"))


def _stages(lines: Sequence[Sequence[Any]], dimensions: int) -> Stages:
    rows = [row for line in lines for row in line]
    overall = [np.nan if row.overall is None else row.overall for row in rows]
    none = np.full(dimensions, np.nan, dtype="<f4").tobytes()
    return Stages(
        client=np.repeat(np.arange(len(lines), dtype=np.intp), [len(line) for line in lines]),
        number=np.array([_number(row) for row in rows], dtype=int),
        overall=np.array(overall, dtype=np.float64),
        dimensions=_packed([row.dimension_scores or none for row in rows], "<f4", dimensions).astype(np.float64),
        done=np.array([sum(mark == "done" for mark in _marks(row).values()) for row in rows], dtype=int),
    )


def _packed(blobs: Sequence[bytes], kind: Any, width: int) -> np.ndarray:
    return np.frombuffer(b"".join(blobs), dtype=kind).reshape(len(blobs), width)


def _marks(row: Any) -> Mapping[str, Mark]:
    """Nearly all choices hold none, and need not be opened."""
    return choices.from_json(json.loads(row.choices), 0).marks if '"marks"' in row.choices else {}


def _profile(clients: Sequence[Any], place: np.ndarray, newest: Sequence[Any]) -> pd.DataFrame:
    """The profile of each client: of those with a result as it was handed in, of the others as it is known."""
    known = list(clients)
    stage, date = ["T0"] * len(known), [""] * len(known)
    for at, row in zip(place, newest, strict=True):
        known[at], stage[at], date[at] = row, row.stage, _day(row.submitted_at)
    profile = profile_columns([json.loads(row.profile) for row in known])
    # As the organisation has them, also where the reader of sheets would refuse one.
    said = {"firm": [row.name for row in clients], "ref": [row.ref for row in clients], "stage": stage, "date": date}
    return profile.assign(**{name: pd.Series(values, dtype="string") for name, values in said.items()})


def _day(moment: datetime) -> str:
    """In UTC, which SQLite's moments are without saying so."""
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()
