"""What the reports of a batch are made from, as a worker takes it along: plain values, a chunk at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from reports.firm.house import Help, House
from survey.storage import help_offers, houses
from survey.storage.database import reading
from survey.storage.instruments import reference_of
from survey.storage.items import Claimed
from survey.storage.models import AssessmentRow, BatchRow, ClientRow, InstrumentRow, SubmissionRow


@dataclass(frozen=True)
class Order:
    """What all reports of a batch have in common (see ``BatchRow``)."""

    public_id: str
    organisation_id: int
    language: str
    paper: str
    for_us: bool
    letter: bool
    day: date
    house: House


@dataclass(frozen=True)
class Stored:
    """What was handed in at one stage, and what was decided and advised about the plan that came of it.

    As it is stored, so that what cannot be read costs this one: ``profile`` for ``profiles.profile_row``, with
    ``beside`` it what is known of the stage; ``answers``, of which only words are read, for ``codes`` hold the others;
    ``scores`` for ``frozen``; ``choices`` with their revision for ``storage.choices``; ``advice`` for its ``advice``.
    ``help``: what the body has for the firm whose campaign it answers, on the day of the order. ``before``: the stage
    before, as far as it is the same client's and measured the same. ``campaign_id``: of the call that the stage
    answers; ``taking_part``: what the firm said for that alone.
    """

    reference: str
    content_hash: str
    profile: Mapping[str, Any]
    beside: Mapping[str, Any]
    answers: Mapping[str, Any]
    codes: bytes
    scores: Mapping[str, Any]
    scorer: int
    submitted_at: datetime
    choices: tuple[Mapping[str, Any], int]
    advice: Mapping[str, Any] = field(default_factory=dict)
    help: tuple[Help, ...] = ()
    before: Stored | None = None
    campaign_id: int | None = None
    taking_part: Mapping[str, Any] = field(default_factory=dict)


def order_of(job: int) -> Order | None:
    """The order that a job of items is about; None where it is gone."""
    with reading() as session:
        row = session.scalar(sa.select(BatchRow).filter_by(job_id=job))
        if row is None:
            return None
        return Order(
            public_id=row.public_id,
            organisation_id=row.organisation_id,
            language=row.language,
            paper=row.paper,
            for_us=row.for_us,
            letter=row.letter,
            day=row.day,
            house=houses.from_json(row.house, row.logo),
        )


def stored(order: Order, items: Sequence[Claimed]) -> dict[int, Stored]:
    """By id of the item; those whose answers are gone, or no client's of the organisation any more, are not in it."""
    wanted = {(item.payload["assessment"], item.payload["revision"]): item.id for item in items}
    query = _STORED.where(AssessmentRow.id.in_([assessment for assessment, _ in wanted]))
    with reading() as session:
        rows = session.execute(query.where(ClientRow.organisation_id == order.organisation_id)).all()
        found = {wanted[key]: row for row in rows if (key := (row.AssessmentRow.id, row.revision)) in wanted}
        before = _before(session, [row.AssessmentRow for row in found.values()])
        values = {id: _with_before(row, before) for id, row in found.items()}
    help = help_offers.of_assessments((row.AssessmentRow.id for row in found.values()), order.day)
    return {id: replace(one, help=help.get(found[id].AssessmentRow.id, ())) for id, one in values.items()}


def _before(session: Session, rows: Sequence[AssessmentRow]) -> dict[int, Any]:
    """The newest submissions of the stages before, by the assessment's number; of the same clients only."""
    clients = {row.previous_id: row.client_id for row in rows if row.previous_id is not None}
    found = session.execute(_STORED.where(AssessmentRow.id.in_(clients), _IS_NEWEST)).all() if clients else []
    return {row.AssessmentRow.id: row for row in found if row.AssessmentRow.client_id == clients[row.AssessmentRow.id]}


def _with_before(row: Any, before: Mapping[int, Any]) -> Stored:
    found = _value(row)
    earlier = before.get(row.AssessmentRow.previous_id)
    if earlier is None or earlier.content_hash != found.content_hash:
        return found
    return replace(found, before=_value(earlier))


def _value(row: Any) -> Stored:
    stage = row.AssessmentRow
    return Stored(
        reference=reference_of(row.InstrumentRow),
        content_hash=row.content_hash,
        profile=row.profile,
        beside={"stage": stage.stage, "source": stage.source, "counted": bool(stage.counted)},
        answers=row.answers,
        codes=row.codes,
        scores=row.scores,
        scorer=row.scorer_version,
        submitted_at=row.submitted_at,
        choices=(stage.choices, stage.choices_revision),
        advice=stage.advice,
        campaign_id=stage.campaign_id,
        taking_part=stage.taking_part,
    )


_LATER = aliased(SubmissionRow)
_IS_NEWEST = SubmissionRow.revision == (
    sa.select(sa.func.max(_LATER.revision))
    .where(_LATER.assessment_id == AssessmentRow.id)
    .correlate(AssessmentRow)
    .scalar_subquery()
)
_STORED = (
    sa.select(AssessmentRow, InstrumentRow, InstrumentRow.content_hash)
    .add_columns(SubmissionRow.revision, SubmissionRow.profile, SubmissionRow.answers, SubmissionRow.codes)
    .add_columns(SubmissionRow.scores, SubmissionRow.scorer_version, SubmissionRow.submitted_at)
    .join(InstrumentRow, InstrumentRow.id == AssessmentRow.instrument_id)
    .join(ClientRow, ClientRow.id == AssessmentRow.client_id)
    .join(SubmissionRow, SubmissionRow.assessment_id == AssessmentRow.id)
)
