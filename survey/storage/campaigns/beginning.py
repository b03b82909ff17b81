"""Where firms meet a campaign: what was begun by a code, and the answers to the body's own questions."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from survey.storage.access import keep_from_advisers, locked_open
from survey.storage.database import reading, writing
from survey.storage.finding import seen_by
from survey.storage.models import AssessmentRow, now
from survey.storage.tracing import trace
from survey.storage.values import Assessment, Role

OwnAnswers = Mapping[str, str | list[str]]
"""Id of a body's own question → of the option, or of the options, that a firm chose; without those left open."""


def begun_here(invitation_id: int, browser: str) -> Assessment | None:
    """What was begun by this code, if this very browser is the firm's own; whoever else has it is told nothing."""
    begun = sa.select(AssessmentRow.public_id).filter_by(invitation_id=invitation_id)
    with reading() as session:
        public_id = session.scalar(begun)
        return seen_by(session, browser, public_id) if public_id and browser else None


def answer_own(public_id: str, answers: OwnAnswers, *, seen: str, role: Role = "owner") -> OwnAnswers | None:
    """Replace the answers to the body's own questions; ``seen``: ``trace`` of those that the page was drawn with.

    Returns None once they are written. Where another device has written others meanwhile, those are returned and
    nothing is written. Raises ``AlreadySubmitted`` and ``NoSuchAssessmentError``.
    """
    with writing() as session:
        row = locked_open(session, public_id)
        stored: OwnAnswers = row.own_answers
        if trace(stored) != seen and stored != answers:
            return stored
        if role == "owner":
            keep_from_advisers(row)
        row.own_answers = dict(answers)
        row.updated_at = now()
        return None
