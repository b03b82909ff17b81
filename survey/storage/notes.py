"""The firm's own notes to single questions: for itself and its adviser, never a part of what is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from survey.storage import revised
from survey.storage.access import locked_open
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow, NoteRow, now


@dataclass(frozen=True)
class Note:
    """A note and how often it was written. ``text`` is empty only in a NoteConflict: it was cleared elsewhere."""

    text: str
    revision: int


@dataclass(frozen=True)
class NoteConflict:
    """Someone else changed this note since the page was drawn; nothing was written for it."""

    question: str
    stored: Note
    posted: str


def notes(public_id: str) -> dict[str, Note]:
    """Every note by question id."""
    query = (
        sa.select(NoteRow)
        .join(AssessmentRow, AssessmentRow.id == NoteRow.assessment_id)
        .where(AssessmentRow.public_id == public_id, NoteRow.value.is_not(None))
    )
    with reading() as session:
        return {row.question: _note(row) for row in session.scalars(query)}


def save_notes(public_id: str, posted: Mapping[str, str], seen: Mapping[str, int]) -> list[NoteConflict]:
    """Write the notes of one page in one transaction, by the rule for answers; an empty one clears.

    Raises ``AlreadySubmitted`` and ``NoSuchAssessmentError``.
    """
    with writing() as session:
        assessment = locked_open(session, public_id)
        rows = revised.rows_of(session, NoteRow, posted, assessment_id=assessment.id)
        conflicts = []
        for question, text in posted.items():
            row = rows[question]
            if revised.conflicting(row, text or None, seen.get(question, 0)):
                conflicts.append(NoteConflict(question, _note(row), text))
            elif not revised.same(row.value, text or None):
                revised.write(session, row, text or None)
        assessment.updated_at = now()
        return conflicts


def _note(row: NoteRow) -> Note:
    return Note(row.value or "", row.revision)
