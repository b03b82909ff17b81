"""Answers of a client handed in at once, as an adviser has them from somewhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import sqlalchemy as sa

from scoring.answers import Answer
from scoring.instrument import Instrument
from survey.storage.client_assessments import started
from survey.storage.client_rows import locked
from survey.storage.database import writing
from survey.storage.instruments import reference_of
from survey.storage.models import AnswerRow, AssessmentRow, InstrumentRow, now
from survey.storage.submissions import hand_in as freeze


class StageOpenError(Exception):
    """An assessment of the client is open: what is typed into it must not be written over. ``assessment``: which."""

    def __init__(self, assessment: str) -> None:
        super().__init__(assessment)
        self.assessment = assessment


class OtherStageError(Exception):
    """The next stage of the client is another one, or asks by another instrument."""

    def __init__(self, stage: str, instrument: str) -> None:
        super().__init__(stage, instrument)
        self.stage, self.instrument = stage, instrument


def hand_in(  # noqa: PLR0913, PLR0917 - whose answers, to what, when, which, by whom
    client_id: int,
    instrument: Instrument,
    stage: str,
    reference: str,
    answers: Mapping[str, Answer],
    source: Literal["interview", "import"],
) -> str:
    """The public id of the client's next stage with these answers, all of it or nothing.

    ``instrument``: what a first stage asks; later ones ask what the one before did. ``stage``, ``reference``: what the
    caller takes it to be, so that the same sent twice is handed in once. Raises ``OtherStageError`` where it is not
    so, ``StageOpenError``, ``scoring.answers.AnswerError`` and ``NoSuchClientError``.
    """
    with writing() as session:
        client = locked(session, client_id)
        newest = session.scalar(
            sa.select(AssessmentRow).filter_by(client_id=client.id).order_by(AssessmentRow.id.desc()).limit(1)
        )
        if newest is not None and newest.status == "open":
            raise StageOpenError(newest.public_id)
        row = started(session, client, instrument, source)
        asks = reference_of(session.get_one(InstrumentRow, row.instrument_id))
        if (row.stage, asks) != (stage, reference):
            raise OtherStageError(row.stage, asks)
        written = {"assessment_id": row.id, "revision": 1, "updated_at": now()}
        session.add_all(AnswerRow(**written, question=name, value=value) for name, value in answers.items())
        freeze(session, row, source)
        return row.public_id
