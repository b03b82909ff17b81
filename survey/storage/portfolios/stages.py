"""What one client reached at each of its finished stages, by dimension, and what it did in between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from survey.storage import choices
from survey.storage.database import reading
from survey.storage.instruments import reference_of
from survey.storage.models import AssessmentRow, InstrumentRow, SubmissionRow


@dataclass(frozen=True)
class Reached:
    """One finished stage. ``dimensions``: scores in the order of the instrument; None is no score, never 0.
    ``done``: ids of the actions that were marked as done after it."""

    stage: str
    overall: float | None
    dimensions: tuple[float | None, ...]
    done: tuple[str, ...]


@dataclass(frozen=True)
class Series:
    """Two finished stages or more of one series by one instrument, in their order."""

    instrument: str
    content_hash: str
    stages: tuple[Reached, ...]


def series_of(client_id: int) -> list[Series]:
    """What can be compared over time of a client, the series last handed in first."""
    later = sa.orm.aliased(SubmissionRow)
    last = sa.select(sa.func.max(later.revision)).where(later.assessment_id == AssessmentRow.id)
    query = (
        sa.select(AssessmentRow, InstrumentRow, SubmissionRow.overall, SubmissionRow.dimension_scores)
        .join(InstrumentRow, InstrumentRow.id == AssessmentRow.instrument_id)
        .join(SubmissionRow, SubmissionRow.assessment_id == AssessmentRow.id)
        .where(
            AssessmentRow.client_id == client_id,
            SubmissionRow.revision == last.correlate(AssessmentRow).scalar_subquery(),
        )
        .order_by(AssessmentRow.id)
    )
    found: dict[tuple[str, int], list[sa.Row[AssessmentRow, InstrumentRow, float | None, bytes | None]]] = {}
    with reading() as session:
        for row in session.execute(query):
            found.setdefault((row[0].series, row[1].id), []).append(row)
        several = [rows for rows in found.values() if len(rows) > 1]
        newest_first = sorted(several, key=lambda rows: -rows[-1][0].id)
        return [
            Series(reference_of(rows[-1][1]), rows[-1][1].content_hash, tuple(_reached(row) for row in rows))
            for rows in newest_first
        ]


def _reached(row: sa.Row[AssessmentRow, InstrumentRow, float | None, bytes | None]) -> Reached:
    assessment, _, overall, packed = row
    scores = np.frombuffer(packed or b"", dtype="<f4").tolist()
    marks = choices.from_json(assessment.choices, 0).marks
    return Reached(
        stage=assessment.stage,
        overall=overall,
        dimensions=tuple(None if np.isnan(score) else score for score in scores),
        done=tuple(action for action, mark in marks.items() if mark == "done"),
    )
