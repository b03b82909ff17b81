"""Assessments: a firm's answers while it fills them in, what it submitted, and their deletion."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from scoring.answers import Answer, AnswerTable, table_of
from scoring.instrument import Instrument
from scoring.roadmap import RoadmapChoices
from scoring.scores import SCORER_VERSION, Scores, score
from survey.instruments import by_reference
from survey.profiles import profile_row
from survey.storage import frozen
from survey.storage.access import grant, locked, rights_of
from survey.storage.database import empty_log, reading, writing
from survey.storage.instruments import recorded, reference_of
from survey.storage.models import AnswerRow, AssessmentRow, InstrumentRow, SubmissionRow, now

_PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class Assessment:
    """One firm's assessment. ``profile``: firm, trade, people, country, region (see ``survey.profiles``)."""

    public_id: str
    instrument: str
    content_hash: str
    profile: dict[str, Any]
    stage: str
    status: Literal["open", "submitted"]
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    counted: bool | None
    choices: RoadmapChoices


@dataclass(frozen=True)
class StoredAnswer:
    """An answer and how often it was written. ``value`` is None only in a Conflict: it was cleared elsewhere."""

    value: Answer | None
    revision: int


@dataclass(frozen=True)
class Conflict:
    """Someone else changed this question since the page was drawn; nothing was written for it."""

    question: str
    stored: StoredAnswer
    posted: Answer | None


@dataclass(frozen=True)
class Submission:
    """What was handed in, as it was scored then."""

    answers: dict[str, Answer]
    table: AnswerTable
    scores: Scores
    submitted_at: datetime
    scorer_version: int


class AlreadySubmitted(Exception):  # noqa: N818 - a state, not a fault
    """Answers and profile are frozen once handed in."""


def start(instrument: Instrument, profile: Mapping[str, Any], browser: str) -> Assessment:
    """A new assessment that this browser may see and change.

    Raises ``InstrumentChangedError`` if the instrument is not what firms answered before under the same version.
    """
    with writing() as session:
        row = AssessmentRow(
            public_id=secrets.token_urlsafe(12), instrument_id=recorded(session, instrument), profile=dict(profile)
        )
        session.add(row)
        session.flush()
        grant(session, row.id, browser, link_id=None)
        return _value(session, row)


def find(public_id: str, browser: str) -> Assessment | None:
    """The assessment, if this browser has the right to it; None for unknown, deleted and foreign ones alike."""
    if not _PUBLIC_ID.fullmatch(public_id):
        return None
    query = sa.select(AssessmentRow).where(
        AssessmentRow.public_id == public_id, AssessmentRow.id.in_(rights_of(browser))
    )
    with reading() as session:
        row = session.scalar(query)
        return _value(session, row) if row else None


def of_browser(browser: str) -> list[Assessment]:
    """The assessments this browser has a right to, the latest touched first."""
    query = (
        sa.select(AssessmentRow)
        .where(AssessmentRow.id.in_(rights_of(browser)))
        .order_by(AssessmentRow.updated_at.desc(), AssessmentRow.id.desc())
    )
    with reading() as session:
        return [_value(session, row) for row in session.scalars(query)]


def change_profile(public_id: str, profile: Mapping[str, Any]) -> None:
    """Replace the profile. Raises ``AlreadySubmitted`` and ``NoSuchAssessmentError``."""
    with writing() as session:
        row = _open(session, public_id)
        row.profile = dict(profile)
        row.updated_at = now()


def answers(public_id: str) -> dict[str, StoredAnswer]:
    """Every answer given so far, by question id."""
    query = (
        sa.select(AnswerRow)
        .join(AssessmentRow, AssessmentRow.id == AnswerRow.assessment_id)
        .where(AssessmentRow.public_id == public_id, AnswerRow.value.is_not(None))
    )
    with reading() as session:
        return {row.question: StoredAnswer(row.value, row.revision) for row in session.scalars(query)}


def save(public_id: str, posted: Mapping[str, Answer | None], seen: Mapping[str, int]) -> list[Conflict]:
    """Write the answers of one page in one transaction; None clears one.

    ``seen``: the revision each question was drawn with, 0 for none. A question conflicts when it was written since
    and now holds something else than what is posted: it is left as it is and returned, the others are written.
    Raises ``AlreadySubmitted`` and ``NoSuchAssessmentError``.
    """
    with writing() as session:
        row = _open(session, public_id)
        query = sa.select(AnswerRow).where(AnswerRow.assessment_id == row.id, AnswerRow.question.in_(posted))
        stored = {answer.question: answer for answer in session.scalars(query)}
        for question in posted.keys() - stored.keys():
            stored[question] = AnswerRow(assessment_id=row.id, question=question, value=None, revision=0)
        changed = {q: value for q, value in posted.items() if not _same(stored[q].value, value)}
        conflicts = [
            Conflict(q, StoredAnswer(stored[q].value, stored[q].revision), value)
            for q, value in changed.items()
            if _moved(stored[q], seen.get(q, 0))
        ]
        for question in changed.keys() - {conflict.question for conflict in conflicts}:
            _write(session, stored[question], changed[question])
        row.updated_at = now()
        return conflicts


def submit(public_id: str, counted: bool) -> Assessment:
    """Freeze and score the answers; submitting again changes nothing.

    Raises ``scoring.answers.AnswerError`` if an answer is not one that the instrument offers, and
    ``NoSuchAssessmentError``.
    """
    with writing() as session:
        row = locked(session, public_id)
        if row.status == "open":
            moment = now()
            session.add(_scored(session, row, moment))
            row.status, row.counted = "submitted", counted
            row.submitted_at = row.updated_at = row.counted_at = moment
        return _value(session, row)


def submission(public_id: str) -> Submission | None:
    """What was handed in, with the scores of that day; None while the assessment is open."""
    query = (
        sa.select(SubmissionRow, AssessmentRow, InstrumentRow)
        .join(AssessmentRow, AssessmentRow.id == SubmissionRow.assessment_id)
        .join(InstrumentRow, InstrumentRow.id == AssessmentRow.instrument_id)
        .where(AssessmentRow.public_id == public_id)
    )
    with reading() as session:
        found = session.execute(query).one_or_none()
        if found is None:
            return None
        row, assessment, named = found
        instrument = by_reference(reference_of(named))
        table = table_of(instrument, [row.answers], [_profile(assessment)])
        scores = frozen.from_json(instrument, row.scores)
        return Submission(row.answers, table, scores, row.submitted_at, row.scorer_version)


def delete(public_id: str) -> None:
    """Remove everything about the firm: answers, scores, links and rights."""
    with writing() as session:
        session.execute(sa.delete(AssessmentRow).filter_by(public_id=public_id))
    empty_log()


def _open(session: Session, public_id: str) -> AssessmentRow:
    row = locked(session, public_id)
    if row.status != "open":
        raise AlreadySubmitted
    return row


def _same(one: Answer | None, other: Answer | None) -> bool:
    """Whether two answers say the same; the order of ticks says nothing."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return sorted(one) == sorted(other)
    return one == other


def _moved(answer: AnswerRow, seen: int) -> bool:
    """Whether the answer was written since the page was drawn; drawn blank and blank again is as it was."""
    return answer.revision != seen and not (seen == 0 and answer.value is None)


def _write(session: Session, answer: AnswerRow, value: Answer | None) -> None:
    answer.value = value
    answer.revision += 1
    answer.updated_at = now()
    session.add(answer)


def _scored(session: Session, row: AssessmentRow, moment: datetime) -> SubmissionRow:
    """The frozen answers of an assessment with their codes and scores."""
    named = session.get_one(InstrumentRow, row.instrument_id)
    instrument = by_reference(reference_of(named))
    recorded(session, instrument)
    given = session.scalars(sa.select(AnswerRow).filter_by(assessment_id=row.id).order_by(AnswerRow.question))
    final = {answer.question: answer.value for answer in given if answer.value is not None}
    table = table_of(instrument, [final], [_profile(row)])
    return SubmissionRow(
        assessment_id=row.id,
        answers=final,
        codes=table.blob(0),
        content_hash=named.content_hash,
        scores=frozen.to_json(score(table)),
        scorer_version=SCORER_VERSION,
        submitted_at=moment,
    )


def _profile(row: AssessmentRow) -> dict[str, Any]:
    return profile_row(row.profile) | {"stage": row.stage, "source": "self", "counted": bool(row.counted)}


def _value(session: Session, row: AssessmentRow) -> Assessment:
    instrument = session.get_one(InstrumentRow, row.instrument_id)
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
        choices=RoadmapChoices(**row.choices, revision=row.choices_revision),
    )
