"""An assessment as it stands: its instrument in the visitor's language, the answers so far, and the path through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import url_for

from scoring.answers import Answer, AnswerTable, table_of
from scoring.instrument import Instrument
from survey import instruments
from survey.firms.answering.path import Path, path_of
from survey.profiles import profile_row
from survey.storage import assessments
from survey.storage.assessments import Assessment, StoredAnswer


@dataclass(frozen=True)
class Draft:
    """One firm's assessment with what is needed to draw any of its pages."""

    assessment: Assessment
    instrument: Instrument
    stored: Mapping[str, StoredAnswer]

    @cached_property
    def answers(self) -> dict[str, Answer]:
        return {question: stored.value for question, stored in self.stored.items() if stored.value is not None}

    @cached_property
    def revisions(self) -> dict[str, int]:
        return {question: stored.revision for question, stored in self.stored.items()}

    @cached_property
    def table(self) -> AnswerTable:
        """The answers as a table of one row."""
        return table_of(self.instrument, [self.answers], [profile_row(self.assessment.profile)])

    @cached_property
    def path(self) -> Path:
        return path_of(self.table)


def draft_of(assessment: Assessment) -> Draft:
    stored = assessments.answers(assessment.public_id)
    return Draft(assessment, instruments.by_reference(assessment.instrument), stored)


def left_off_at(assessment: Assessment) -> str:
    """The address at which the firm goes on."""
    public_id = assessment.public_id
    if assessment.status == "submitted":
        return url_for("firms.results", public_id=public_id)
    draft = draft_of(assessment)
    page = draft.path.reached(draft.answers)
    if page is None:
        return url_for("firms.review", public_id=public_id)
    return url_for("firms.questions", public_id=public_id, page_id=page.id)
