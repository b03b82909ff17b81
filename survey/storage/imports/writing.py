"""Writing a sheet: everything is put together first, then goes into the database in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from scoring.answers import AnswerTable
from scoring.instrument import Instrument
from scoring.scores import SCORER_VERSION, score
from scoring.sheetwords import normal
from survey.storage import frozen
from survey.storage.client_rows import is_invented
from survey.storage.clients import sort_name
from survey.storage.database import as_json, writing
from survey.storage.imports.details import changes_of, latest
from survey.storage.imports.known import AT_A_TIME, ClientDetails, fingerprint_of
from survey.storage.imports.merging import Incoming, Written, table_of_written
from survey.storage.imports.planning import Step
from survey.storage.imports.uploads import Import, moved
from survey.storage.instruments import recorded
from survey.storage.models import AnswerRow, AssessmentRow, ClientRow, OrganisationRow, SubmissionRow, now
from survey.storage.tokens import new_id

NOON = time(12, tzinfo=UTC)
"""When answers were given of which a sheet says only the day."""

Values = dict[str, Any]


@dataclass
class Batch:
    """Rows of tables, ready to be written. What has no id yet is referred to by its public id.

    ``waves``: new assessments, each wave following the one before. ``changed``: assessments corrected or filled, and
    ``submissions`` of all. ``invented``: whether the firms are nobody.
    """

    moment: datetime
    clients: list[Values] = field(default_factory=list)
    client_changes: list[Values] = field(default_factory=list)
    waves: list[list[Values]] = field(default_factory=list)
    changed: list[Values] = field(default_factory=list)
    submissions: list[Values] = field(default_factory=list)
    held: set[int] = field(default_factory=set)
    """Known assessments that must stay as they are until all is written."""
    invented: bool = False


def prepared(
    incoming: Incoming,
    steps: Sequence[Step],
    known: Mapping[int, ClientDetails],
    organisation_id: int,
    moment: datetime,
) -> Batch:
    """The rows that these steps write, scored. ``known``: the clients that rows match."""
    batch = Batch(moment)
    writers = sorted((step for step in steps if step.writes), key=lambda step: step.stage)
    written = [_written(incoming, step, known) for step in writers]
    new_clients = _new_clients(batch, incoming, list(zip(writers, written, strict=True)), organisation_id)
    _client_changes(batch, incoming, steps, known)
    submissions = _handed_in(incoming, writers, written, moment)
    placed: dict[int, _Placed] = {}
    for step, submission in zip(writers, submissions, strict=True):
        if step.on is not None:
            _change(batch, incoming, step, submission)
        else:
            client = step.match.client.id if step.match.client else new_clients[step.match.key]
            _add(batch, incoming, step, submission, client, placed)
    return batch


def written_rows(incoming: Incoming, steps: Sequence[Step], known: Mapping[int, ClientDetails]) -> list[Written]:
    """What each step that writes would store: for telling beforehand."""
    return [_written(incoming, step, known) for step in steps if step.writes]


def apply(at: Import, incoming: Incoming, batch: Batch, *, fingerprint: str, summary: Values) -> bool:
    """Write the batch and end the import, all of it or nothing; once, however often this is called.

    ``fingerprint``: of what the batch was planned on, see ``known.fingerprint_of``; False where that is no longer so,
    and nothing was written. Where somebody else moved the import on since ``at`` was read, it is theirs: nothing is
    written, and True.
    """
    try:
        with writing() as session:
            hold(session, at.organisation_id, batch)
            if fingerprint_of(session, at.organisation_id) != fingerprint:
                return False
            batch.invented = is_invented(session, at.organisation_id)
            if moved(session, at, status="done", finished_at=now(), summary=summary):
                write(session, incoming.table.instrument, batch)
            return True
    except sa.exc.IntegrityError:  # on PostgreSQL a client or stage can be added meanwhile, by whoever holds neither
        return False


def write(session: Session, instrument: Instrument, batch: Batch) -> dict[str, int]:
    """Write the batch within a transaction; returns the ids of new rows by public id."""
    instrument_id = recorded(session, instrument)
    ids: dict[str, int] = {}
    _insert(session, ClientRow, batch.clients, ids)
    for values in batch.client_changes:
        session.execute(sa.update(ClientRow).where(ClientRow.id == values["id"]).values(**values))
    for wave in batch.waves:
        shared = {"instrument_id": instrument_id, "invented": batch.invented}
        rows = [_resolved(row, ids, "client_id", "previous_id") | shared for row in wave]
        _insert(session, AssessmentRow, rows, ids)
    _update(session, batch.changed)
    submissions = [_resolved(row, ids, "assessment_id") for row in batch.submissions]
    _insert(session, SubmissionRow, submissions, None)
    return ids


def hold(session: Session, organisation_id: int, batch: Batch) -> None:
    """Keep others, until the transaction ends, from writing a sheet of the organisation, and from changing the
    assessments that the batch builds on."""
    session.execute(sa.select(OrganisationRow.id).filter_by(id=organisation_id).with_for_update()).one()
    for some in _parts(sorted(batch.held)):
        query = sa.select(AssessmentRow.id).where(AssessmentRow.id.in_(some)).order_by(AssessmentRow.id)
        session.execute(query.with_for_update()).all()


@dataclass(frozen=True)
class _Placed:
    """A new assessment of this batch, for the stage that follows it."""

    public_id: str
    series: str
    wave: int


def _new_clients(
    batch: Batch, incoming: Incoming, rows: Sequence[tuple[Step, Written]], organisation_id: int
) -> dict[str, str]:
    """Public ids of the clients that are made, by key; what is known of each is what its latest row says."""
    found: dict[str, Values] = {}
    for step, row in rows:
        if step.match.client is not None:
            continue
        name = incoming.firms[step.at]
        before = found.get(step.match.key, {"public_id": new_id(), "ref": None, "email": ""})
        found[step.match.key] = before | {
            "organisation_id": organisation_id,
            "ref": incoming.refs[step.at] or before["ref"],
            "name": name,
            "sort_name": sort_name(name),
            "email": incoming.emails[step.at] or before["email"],
            "profile": as_json(row.profile),
            "archived_at": None,
            "created_at": batch.moment,
            "updated_at": batch.moment,
        }
    batch.clients = list(found.values())
    return {key: values["public_id"] for key, values in found.items()}


def _client_changes(
    batch: Batch, incoming: Incoming, steps: Sequence[Step], known: Mapping[int, ClientDetails]
) -> None:
    taken = {normal(values["ref"]) for values in batch.clients if values["ref"]}
    for step in latest(steps).values():
        client = step.match.client
        changes = changes_of(incoming, step, known[client.id]) if client else {}
        # Rows of one number may have been said to be different clients: the first has it.
        if "ref" in changes and normal(changes["ref"]) in taken:
            del changes["ref"]
        taken |= {normal(changes["ref"])} if "ref" in changes else set()
        if client and changes:
            batch.client_changes.append({"id": client.id, "updated_at": batch.moment} | changes)


def _written(incoming: Incoming, step: Step, known: Mapping[int, ClientDetails]) -> Written:
    if step.on is not None and step.on.codes:
        return incoming.corrected(step.at, step.on)
    if step.match.client is None:
        return incoming.added(step.at, {})
    client = known[step.match.client.id]
    return incoming.added(step.at, {**client.profile, "firm": client.name})


def _handed_in(incoming: Incoming, steps: Sequence[Step], rows: Sequence[Written], moment: datetime) -> list[Values]:
    """The submissions, but for their assessment and revision."""
    table = table_of_written(incoming, rows, [f"T{step.stage}" for step in steps])
    dates = incoming.table.profile["date"].fillna("").tolist()
    given = [(row.profile, row.answers) for row in rows]
    return handed_in(table, given, [_moment(dates[step.at], moment) for step in steps])


def handed_in(
    table: AnswerTable, given: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], moments: Sequence[datetime]
) -> list[Values]:
    """The submissions of a table, scored all at once, but for their assessment and revision.

    ``given``: of each row the profile and the answers as they were said.
    """
    scores = frozen.to_json_rows(score(table))
    nobody = as_json({})
    return [
        {
            "profile": as_json(dict(profile)),
            "answers": as_json(dict(sorted(answers.items()))),
            "answered_by": nobody,
            "codes": table.blob(at),
            "content_hash": table.instrument.content_hash,
            "scores": as_json(scores[at]),
            "overall": scores[at]["overall"],
            "dimension_scores": frozen.packed(scores[at]),
            "scorer_version": SCORER_VERSION,
            "submitted_at": moment,
        }
        for at, ((profile, answers), moment) in enumerate(zip(given, moments, strict=True))
    ]


def _moment(date: str, moment: datetime) -> datetime:
    """Noon of the day that the sheet says; never a time to come."""
    return min(datetime.combine(datetime.fromisoformat(date), NOON), moment) if date else moment


def _change(batch: Batch, incoming: Incoming, step: Step, submission: Values) -> None:
    if step.on is None:
        raise ValueError("nothing to change")
    revision = step.on.revision + (0 if step.on.is_open else 1)
    batch.held.add(step.on.id)
    batch.submissions.append(submission | {"assessment_id": step.on.id, "revision": revision})
    batch.changed.append(_state(batch, incoming, step, submission, revision) | {"b_id": step.on.id})


def _add(  # noqa: PLR0913, PLR0917 - a row of each table, and where the others are
    batch: Batch,
    incoming: Incoming,
    step: Step,
    submission: Values,
    client: int | str,
    placed: dict[int, _Placed],
) -> None:
    public_id, before = new_id(), placed.get(step.after_at) if step.after_at is not None else None
    series = before.series if before else step.after.series if step.after else public_id
    wave = before.wave + 1 if before else 0
    placed[step.at] = _Placed(public_id, series, wave)
    if step.after:
        batch.held.add(step.after.id)
    if wave == len(batch.waves):
        batch.waves.append([])
    batch.waves[wave].append(
        _state(batch, incoming, step, submission, 1)
        | {
            "public_id": public_id,
            "series": series,
            "previous_id": before.public_id if before else step.after.id if step.after else None,
            "client_id": client,
            "stage": f"T{step.stage}",
            "created_at": batch.moment,
            "choices": as_json({}),
            "choices_revision": 0,
        }
    )
    batch.submissions.append(submission | {"assessment_id": public_id, "revision": 1})


def _state(batch: Batch, incoming: Incoming, step: Step, submission: Values, revision: int) -> Values:
    """What an assessment is once the row is in. A sheet is believed that an adviser asked, not that the firm did; and
    what the firm agreed to before is not about these answers."""
    said = incoming.sources[step.at]
    return {
        "revision": revision,
        "profile": submission["profile"],
        "status": "submitted",
        "submitted_at": submission["submitted_at"],
        "updated_at": batch.moment,
        "source": "interview" if said == "interview" else "import",
        "counted": None,
        "counted_at": None,
    }


def _insert(session: Session, kind: type[Any], rows: Sequence[Values], ids: dict[str, int] | None) -> None:
    """Insert many rows at once; with ``ids`` the new ones are noted by public id."""
    if not rows:
        return
    session.execute(kind.__table__.insert(), list(rows))
    if ids is None:
        return
    for some in _parts([row["public_id"] for row in rows]):
        query = sa.select(kind.public_id, kind.id).where(kind.public_id.in_(some))
        ids.update((row.public_id, row.id) for row in session.execute(query))


def _update(session: Session, changed: Sequence[Values]) -> None:
    """Change assessments; what was typed into them before is in their earlier submissions."""
    if not changed:
        return
    which = sa.update(AssessmentRow).where(AssessmentRow.id == sa.bindparam("b_id"))
    session.connection().execute(which, list(changed))
    for some in _parts([row["b_id"] for row in changed]):
        session.execute(sa.delete(AnswerRow).where(AnswerRow.assessment_id.in_(some)))


def _resolved(row: Values, ids: Mapping[str, int], *names: str) -> Values:
    """The row with public ids of new rows replaced by their ids."""
    return row | {name: ids[row[name]] for name in names if isinstance(row[name], str)}


def _parts(values: Sequence[Any]) -> list[Sequence[Any]]:
    return [values[start : start + AT_A_TIME] for start in range(0, len(values), AT_A_TIME)]
