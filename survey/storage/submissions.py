"""Handing in: answers frozen and scored, read back, updated later, and counted or not."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from scoring.answers import table_of
from scoring.scores import SCORER_VERSION, score
from survey.instruments import by_reference
from survey.profiles import profile_row
from survey.storage import frozen, revised
from survey.storage.access import NoSuchAssessmentError, keep_from_advisers, locked, series_of
from survey.storage.campaigns import counting
from survey.storage.database import reading, writing
from survey.storage.finding import as_owner
from survey.storage.instruments import recorded, reference_of
from survey.storage.models import AnswerRow, AssessmentRow, InstrumentRow, SubmissionRow, now
from survey.storage.values import Assessment, NotSubmitted, Role, Source, Submission


def submit(public_id: str, counted: bool, *, role: Role = "owner", register: str = "", email: str = "") -> Assessment:
    """Freeze and score the answers; submitting again changes nothing until an update is opened.

    ``counted``, ``register``, ``email``: see ``set_counted``. ``role``: who hands in; from an adviser no word about
    counting is taken, and what the firm said of this stage before does not carry over to answers that are no longer its
    own. Raises ``scoring.answers.AnswerError`` if an answer is not one that the instrument offers, and
    ``NoSuchAssessmentError``.
    """
    with writing() as session:
        row, others = _stages(session, public_id)
        if row.status == "open":
            row.status, row.submitted_at = "submitted", now()
            row.updated_at = row.submitted_at
            if role == "owner":
                keep_from_advisers(row)
                _decide(row, others, counted, (register, email))
            else:
                row.counted, row.counted_at = None, None
                counting.forget_identity(row)
            if row.revision == 1 or role == "owner":
                row.source = source_of(role)  # an update of what the firm gave stays the firm's, whoever hands it in
            session.add(_scored(session, row))
        return as_owner(session, row)


def hand_in(session: Session, row: AssessmentRow, source: Source) -> None:
    """Freeze and score a stage that is held and open, of which nobody but an adviser said anything: not to be counted.

    Raises ``scoring.answers.AnswerError``.
    """
    row.status, row.submitted_at = "submitted", now()
    row.updated_at, row.source = row.submitted_at, source
    row.counted, row.counted_at = None, None
    counting.forget_identity(row)
    session.flush()
    session.add(_scored(session, row))


def source_of(role: Role) -> Source:
    """Who gave the answers that somebody in this role hands in."""
    return "self" if role == "owner" else "interview"


def submission(public_id: str, revision: int | None = None) -> Submission | None:
    """What was handed in, with the scores of that day: the newest, or that revision; None where there is none."""
    query = (
        sa.select(SubmissionRow, AssessmentRow, InstrumentRow)
        .join(AssessmentRow, AssessmentRow.id == SubmissionRow.assessment_id)
        .join(InstrumentRow, InstrumentRow.id == AssessmentRow.instrument_id)
        .where(AssessmentRow.public_id == public_id)
        .order_by(SubmissionRow.revision.desc())
        .limit(1)
    )
    if revision is not None:
        query = query.where(SubmissionRow.revision == revision)
    with reading() as session:
        found = session.execute(query).one_or_none()
        return _value(*found) if found else None


def set_counted(public_id: str, counted: bool, *, register: str = "", email: str = "") -> None:
    """Whether the firm may be counted, decided anew: a yes is for this stage, a no takes all of them back.

    ``register``, ``email``: what makes it count once; kept as long as the yes is. An invented firm is never counted.

    Raises ``NotSubmitted`` and ``NoSuchAssessmentError``.
    """
    with writing() as session:
        row, others = _stages(session, public_id)
        if row.submitted_at is None:
            raise NotSubmitted
        _decide(row, others, counted, (register, email))


def reopen(public_id: str, *, role: Role = "owner") -> Assessment:
    """Open an update of the same stage; until it is handed in, the last submission stays the result.

    ``role``: who opens it. Raises ``NotSubmitted`` and ``NoSuchAssessmentError``.
    """
    with writing() as session:
        row = _handed_in(session, public_id)
        if role == "owner":
            keep_from_advisers(row)
        if row.status == "submitted":
            row.status, row.updated_at = "open", now()
            row.revision += 1
            _lay_out(session, row)
        return as_owner(session, row)


def keep_as_it_was(public_id: str) -> Assessment:
    """End an update: profile and answers are again what was last handed in; notes stay as they are.

    Raises ``NotSubmitted`` and ``NoSuchAssessmentError``.
    """
    with writing() as session:
        row = _handed_in(session, public_id)
        restore(session, row)
        row.updated_at = now()
        return as_owner(session, row)


def restore(session: Session, row: AssessmentRow) -> None:
    """``keep_as_it_was`` for a row that is held; it does not count as touched by the firm."""
    if row.status != "open":
        return
    row.status, row.revision = "submitted", row.revision - 1
    last = session.get_one(SubmissionRow, (row.id, row.revision))
    row.profile = last.profile
    counting.as_handed_in(row, last.own)
    for answer in session.scalars(sa.select(AnswerRow).filter_by(assessment_id=row.id)):
        value = last.answers.get(answer.question)
        if not revised.same(answer.value, value):
            revised.write(session, answer, value)
        answer.answered_by = last.answered_by.get(answer.question)


REVISIONS_APART = 1000
"""Answers that a sheet brought begin at a revision that no page was drawn with."""


def _lay_out(session: Session, row: AssessmentRow) -> None:
    """Answers that came by a sheet were handed in at once: only now, when they are changed, each becomes a row."""
    if session.scalar(sa.select(AnswerRow.question).filter_by(assessment_id=row.id).limit(1)) is not None:
        return
    last = session.get_one(SubmissionRow, (row.id, row.revision - 1))
    written = {"assessment_id": row.id, "revision": row.revision * REVISIONS_APART, "updated_at": row.updated_at}
    session.add_all(AnswerRow(**written, question=name, value=value) for name, value in last.answers.items())


def _handed_in(session: Session, public_id: str) -> AssessmentRow:
    row = locked(session, public_id)
    if row.submitted_at is None:
        raise NotSubmitted
    return row


def _stages(session: Session, public_id: str) -> tuple[AssessmentRow, list[AssessmentRow]]:
    """The assessment and the other stages of the firm, held in one order so that no two requests deadlock."""
    query = sa.select(AssessmentRow).where(AssessmentRow.series == series_of(public_id)).order_by(AssessmentRow.id)
    rows = session.scalars(query.with_for_update()).all()
    row = next((row for row in rows if row.public_id == public_id), None)
    if row is None:
        raise NoSuchAssessmentError
    return row, [other for other in rows if other is not row]


def _decide(row: AssessmentRow, others: list[AssessmentRow], counted: bool, identity: tuple[str, str]) -> None:
    row.counted, row.counted_at = counted and not row.invented, now()
    if row.counted:
        counting.identify(row, identity, invited=any(one.invitation_id is not None for one in (row, *others)))
        return
    counting.forget_identity(row)
    for other in others:
        if counted:
            continue
        counting.forget_identity(other)
        if other.counted:
            other.counted, other.counted_at = False, row.counted_at


def _scored(session: Session, row: AssessmentRow) -> SubmissionRow:
    """The frozen answers of an assessment with their codes and scores."""
    named = session.get_one(InstrumentRow, row.instrument_id)
    instrument = by_reference(reference_of(named))
    recorded(session, instrument)
    given = session.scalars(sa.select(AnswerRow).filter_by(assessment_id=row.id).order_by(AnswerRow.question)).all()
    final = {answer.question: answer.value for answer in given if answer.value is not None}
    table = table_of(instrument, [final], [_profile(row, row.profile)])
    scores = frozen.to_json(score(table))
    return SubmissionRow(
        assessment_id=row.id,
        revision=row.revision,
        profile=row.profile,
        answers=final,
        answered_by={answer.question: answer.answered_by for answer in given if answer.answered_by is not None},
        codes=table.blob(0),
        content_hash=named.content_hash,
        scores=scores,
        overall=scores["overall"],
        dimension_scores=frozen.packed(scores),
        scorer_version=SCORER_VERSION,
        submitted_at=row.submitted_at,
        own=counting.handed_in(row),
    )


def _value(row: SubmissionRow, assessment: AssessmentRow, named: InstrumentRow) -> Submission:
    instrument = by_reference(reference_of(named))
    return Submission(
        revision=row.revision,
        profile=row.profile,
        answers=row.answers,
        table=table_of(instrument, [row.answers], [_profile(assessment, row.profile)]),
        scores=frozen.from_json(instrument, row.scores),
        submitted_at=row.submitted_at,
        scorer_version=row.scorer_version,
    )


def _profile(row: AssessmentRow, profile: dict[str, Any]) -> dict[str, Any]:
    return profile_row(profile) | {"stage": row.stage, "source": row.source, "counted": bool(row.counted)}
