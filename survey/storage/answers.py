"""The firm's answers while it fills them in."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from scoring.answers import Answer
from survey.storage import revised
from survey.storage.access import keep_from_advisers, locked_open
from survey.storage.database import reading, writing
from survey.storage.models import AnswerRow, AssessmentRow, LinkRow, SubmissionRow, now
from survey.storage.values import Conflict, Role, StoredAnswer


def answers(public_id: str) -> dict[str, StoredAnswer]:
    """Every answer so far by question id; one that was cleared is there with the value None."""
    query = (
        sa.select(AnswerRow.question, AnswerRow.value, AnswerRow.revision, LinkRow.name)
        .join(AssessmentRow, AssessmentRow.id == AnswerRow.assessment_id)
        .outerjoin(LinkRow, LinkRow.id == AnswerRow.answered_by)
        .where(AssessmentRow.public_id == public_id)
    )
    with reading() as session:
        return {row.question: StoredAnswer(row.value, row.revision, row.name or "") for row in session.execute(query)}


def answers_before(public_id: str) -> dict[str, Answer]:
    """The answers last handed in at the stage before; none at the first."""
    query = (
        sa.select(SubmissionRow.answers)
        .join(AssessmentRow, AssessmentRow.previous_id == SubmissionRow.assessment_id)
        .where(AssessmentRow.public_id == public_id)
        .order_by(SubmissionRow.revision.desc())
        .limit(1)
    )
    with reading() as session:
        return session.scalar(query) or {}


def save(
    public_id: str, posted: Mapping[str, Answer | None], seen: Mapping[str, int], *, role: Role = "owner"
) -> list[Conflict]:
    """Write the firm's answers of one page in one transaction; None clears one.

    ``role``: who answers. ``seen``: the revision each question was drawn with, 0 for none. A question conflicts when
    it was written since and now holds something else than what is posted: it is left as it is and returned, the
    others are written.
    From the second stage on None is written even where nothing was before: the page drew the answer of last time,
    and the firm has looked at it. Raises ``AlreadySubmitted`` and ``NoSuchAssessmentError``.
    """
    with writing() as session:
        assessment = locked_open(session, public_id)
        if role == "owner":
            keep_from_advisers(assessment)
        rows = revised.rows_of(session, AnswerRow, posted, assessment_id=assessment.id)
        conflicts = [q for q, value in posted.items() if revised.conflicting(rows[q], value, seen.get(q, 0))]
        for question in posted.keys() - conflicts:
            row, value = rows[question], posted[question]
            confirmed = row.revision == 0 and assessment.previous_id is not None
            if confirmed or not revised.same(row.value, value):
                row.answered_by = None
                revised.write(session, row, value)
        assessment.updated_at = now()
        return [Conflict(q, as_stored(session, rows[q]), posted[q]) for q in conflicts]


def as_stored(session: Session, row: AnswerRow) -> StoredAnswer:
    """The value of a row, with the name of the colleague who gave it."""
    link = session.get(LinkRow, row.answered_by) if row.answered_by is not None else None
    return StoredAnswer(row.value, row.revision, link.name if link else "")
