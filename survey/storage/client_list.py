"""The list of an organisation's clients: searched, filtered, sorted, counted, and one page of it at a time.

A page reads the assessments of the clients on it. Counting by state reads one row for each client: the newest of its
assessments, by an index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast, get_args

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from survey.storage import client_tags
from survey.storage.client_assessments import LEVEL, State, state_of
from survey.storage.client_rows import sort_name
from survey.storage.database import reading
from survey.storage.instruments import reference_of
from survey.storage.models import AssessmentRow, ClientRow, ClientTagRow, InstrumentRow, SubmissionRow, now
from survey.storage.paging import Paged, within

PAGE = 25
STATES: tuple[State, ...] = ("none", "invited", "opened", "begun", "stalled", "finished", "update")
"""In the order in which a list by state has them."""

Sort = Literal["name", "ref", "state", "activity", "score"]
SORTS: tuple[Sort, ...] = get_args(Sort)
MOST_WORDS = 8


@dataclass(frozen=True)
class Wanted:
    """Which clients, in which order. ``text``: words that name, number or address hold; ``tag``: in any case."""

    text: str = ""
    tag: str = ""
    state: State | None = None
    archived: bool = False
    sort: Sort = "name"
    descending: bool = False
    page: int = 1


@dataclass(frozen=True)
class Result:
    """What a client last handed in; ``level``: position among the levels of the instrument. None: no score."""

    overall: float | None
    level: int | None
    instrument: str


@dataclass(frozen=True)
class Line:
    """One client of the list; ``active_at``: when its assessment, or else the client itself, was last touched."""

    public_id: str
    ref: str
    name: str
    email: str
    tags: tuple[str, ...]
    state: State
    active_at: datetime
    finished_at: datetime | None
    result: Result | None


@dataclass(frozen=True)
class Listing(Paged):
    """A page of clients, up to ``size`` of them. ``states``: how many there are in each state, whichever state is asked
    for."""

    lines: tuple[Line, ...]
    page: int
    total: int
    states: Mapping[State, int]
    size: int = PAGE


def listing(organisation_id: int, wanted: Wanted, size: int = PAGE) -> Listing:
    """The page that is asked for; of those past the end, the last."""
    with reading() as session:
        states = _states(session, organisation_id, wanted)
        total = states.get(wanted.state, 0) if wanted.state else sum(states.values())
        page = within(wanted.page, total, size)
        query = _ordered(_matching(organisation_id, wanted), wanted)
        ids = session.scalars(query.limit(size).offset((page - 1) * size)).all() if total else []
        return Listing(_lines(session, ids), page, total, states, size)


def matching(organisation_id: int, wanted: Wanted, most: int) -> list[str]:
    """Public ids of the clients that are asked for, in that order, up to so many."""
    ids = _ordered(_matching(organisation_id, wanted), wanted).limit(most)
    with reading() as session:
        rows = session.execute(sa.select(ClientRow.id, ClientRow.public_id).where(ClientRow.id.in_(ids)))
        found: dict[int, str] = {row.id: row.public_id for row in rows}
        return [found[one] for one in session.scalars(ids) if one in found]


def number(organisation_id: int, *, archived: bool) -> int:
    """How many clients there are."""
    query = sa.select(sa.func.count()).select_from(ClientRow).where(*_those(organisation_id, archived))
    with reading() as session:
        return session.scalar(query) or 0


def _states(session: Session, organisation_id: int, wanted: Wanted) -> dict[State, int]:
    # Apart, so that the state of each client is looked up once, and not once more to be grouped by.
    each = sa.select(_client_state().label("state")).where(*_where(organisation_id, wanted)).subquery()
    query = sa.select(each.c.state, sa.func.count()).group_by(each.c.state)
    return {cast(State, row[0]): row[1] for row in session.execute(query)}


def _matching(organisation_id: int, wanted: Wanted) -> sa.Select[int]:
    query = sa.select(ClientRow.id).where(*_where(organisation_id, wanted))
    return query.where(_client_state() == wanted.state) if wanted.state else query


def _where(organisation_id: int, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    tagged = sa.select(ClientTagRow.client_id).filter_by(key=client_tags.key_of(wanted.tag))
    by_tag = [ClientRow.id.in_(tagged)] if wanted.tag else []
    words = [_holds(word) for word in wanted.text.split()[:MOST_WORDS]]
    return [*_those(organisation_id, wanted.archived), *by_tag, *words]


def _those(organisation_id: int, archived: bool) -> list[sa.ColumnElement[bool]]:
    put_away = ClientRow.archived_at.is_not(None) if archived else ClientRow.archived_at.is_(None)
    return [ClientRow.organisation_id == organisation_id, put_away]


def _holds(word: str) -> sa.ColumnElement[bool]:
    bare = sort_name(word)
    named = ClientRow.sort_name.contains(bare, autoescape=True) if bare else sa.false()
    others = (column.icontains(word, autoescape=True) for column in (ClientRow.ref, ClientRow.email))
    return sa.or_(named, *others)


def _client_state() -> sa.ColumnElement[str]:
    """The state of a client: that of its newest assessment."""
    return sa.func.coalesce(_newest(state_of(_minute())), "none")


def _minute() -> datetime:
    return now().replace(second=0, microsecond=0)


def _newest(column: sa.ColumnElement[Any] | InstrumentedAttribute[Any]) -> sa.ScalarSelect[Any]:
    """Something about the newest assessment of the client of a query: one look into an index."""
    mine = sa.select(column).where(AssessmentRow.client_id == ClientRow.id).order_by(AssessmentRow.id.desc())
    return mine.limit(1).correlate(ClientRow).scalar_subquery()


def _score() -> sa.ScalarSelect[Any]:
    mine = sa.select(SubmissionRow.overall).join(AssessmentRow, AssessmentRow.id == SubmissionRow.assessment_id)
    newest = mine.where(AssessmentRow.client_id == ClientRow.id).order_by(
        AssessmentRow.id.desc(), SubmissionRow.revision.desc()
    )
    return newest.limit(1).correlate(ClientRow).scalar_subquery()


def _ordered(query: sa.Select[int], wanted: Wanted) -> sa.Select[int]:
    """By what is asked for, those without it last; what is alike by name."""
    names = (ClientRow.sort_name, ClientRow.id)
    if wanted.sort == "name":
        return query.order_by(*(name.desc() if wanted.descending else name for name in names))
    key = sa.label("sorted_by", _KEYS[wanted.sort]())
    query = query.add_columns(key)
    return query.order_by((key.desc() if wanted.descending else key.asc()).nulls_last(), *names)


_KEYS: Mapping[Sort, Any] = {
    "ref": lambda: ClientRow.ref,
    "state": lambda: sa.case({state: place for place, state in enumerate(STATES)}, value=_client_state()),
    "activity": lambda: sa.func.coalesce(_newest(AssessmentRow.updated_at), ClientRow.updated_at),
    "score": _score,
}


def _lines(session: Session, ids: Sequence[int]) -> tuple[Line, ...]:
    clients = {row.id: row for row in session.scalars(sa.select(ClientRow).where(ClientRow.id.in_(ids)))}
    newest, results, tags = _assessments(session, ids), _results(session, ids), _tags(session, ids)
    lines = ((clients[one], newest.get(one), results.get(one)) for one in ids if one in clients)
    return tuple(_line(row, assessment, result, tags.get(row.id, [])) for row, assessment, result in lines)


def _assessments(session: Session, ids: Sequence[int]) -> dict[int, Any]:
    """The newest assessment of each client, with its state."""
    touched, finished = AssessmentRow.updated_at, AssessmentRow.submitted_at
    query = sa.select(AssessmentRow.client_id, touched, finished, state_of(_minute()).label("state"))
    rows = session.execute(query.where(AssessmentRow.client_id.in_(ids)).order_by(AssessmentRow.id))
    return {row.client_id: row for row in rows}


def _results(session: Session, ids: Sequence[int]) -> dict[int, Result]:
    query = (
        sa.select(AssessmentRow.client_id, SubmissionRow.overall, LEVEL, InstrumentRow)
        .join(SubmissionRow, SubmissionRow.assessment_id == AssessmentRow.id)
        .join(InstrumentRow, InstrumentRow.id == AssessmentRow.instrument_id)
        .where(AssessmentRow.client_id.in_(ids))
        .order_by(AssessmentRow.id, SubmissionRow.revision)
    )
    rows: Iterable[Any] = session.execute(query)
    return {row.client_id: Result(row.overall, row.level, reference_of(row.InstrumentRow)) for row in rows}


def _tags(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    query = sa.select(ClientTagRow.client_id, ClientTagRow.tag).where(ClientTagRow.client_id.in_(ids))
    found: dict[int, list[str]] = {}
    for client, tag in session.execute(query.order_by(ClientTagRow.key)):
        found.setdefault(client, []).append(tag)
    return found


def _line(row: ClientRow, newest: Any, result: Result | None, tags: Sequence[str]) -> Line:
    return Line(
        public_id=row.public_id,
        ref=row.ref or "",
        name=row.name,
        email=row.email,
        tags=tuple(tags),
        state=newest.state if newest else "none",
        active_at=newest.updated_at if newest else row.updated_at,
        finished_at=newest.submitted_at if newest else None,
        result=result,
    )
