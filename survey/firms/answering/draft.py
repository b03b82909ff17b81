"""An assessment as it stands: its instrument in the visitor's language, the answers so far, and the path through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.answers import Answer, AnswerTable, table_of
from scoring.instrument import GridQuestion, Instrument, Question
from survey import instruments
from survey.firms.answering.path import Path, path_of
from survey.profiles import profile_row
from survey.storage import assessments, notes
from survey.storage.assessments import Assessment, StoredAnswer
from survey.storage.campaigns import finding as campaigns
from survey.storage.notes import Note


@dataclass(frozen=True)
class Draft:
    """One firm's assessment with what is needed to draw any of its pages.

    ``before``: the answers of the stage before. They are drawn as chosen where this stage has none, and count only
    once the firm has saved them again.
    """

    assessment: Assessment
    instrument: Instrument
    stored: Mapping[str, StoredAnswer]
    before: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """What has been answered at this stage."""
        return {question: stored.value for question, stored in self.stored.items() if stored.value is not None}

    @cached_property
    def complete(self) -> frozenset[str]:
        """Questions with nothing left open; a grid has an answer in every row."""
        asked = self.instrument.questions
        return frozenset(name for name, answer in self.answers.items() if not _open_rows(asked.get(name), answer))

    @cached_property
    def drawn(self) -> dict[str, Answer]:
        """What the pages show as chosen: this stage's answers, and those from last time that nobody touched yet."""
        return {question: self.before[question] for question in self.unconfirmed} | self.answers

    @cached_property
    def unconfirmed(self) -> frozenset[str]:
        """Questions that show last time's answer; what was cleared at this stage stays cleared."""
        return frozenset(self.before.keys() - self.stored.keys())

    @cached_property
    def revisions(self) -> dict[str, int]:
        return {question: stored.revision for question, stored in self.stored.items()}

    @cached_property
    def notes(self) -> dict[str, Note]:
        return notes.notes(self.assessment.public_id)

    @cached_property
    def table(self) -> AnswerTable:
        """The answers of this stage as a table of one row."""
        return self._table(self.answers)

    @cached_property
    def path(self) -> Path:
        """The way through the questions, as what is drawn opens and closes them."""
        return path_of(self._table(self.drawn) if self.unconfirmed else self.table)

    @cached_property
    def profile(self) -> dict[str, str]:
        """The firm's profile in the columns that scoring reads."""
        return profile_row(self.assessment.profile)

    def _table(self, answers: Mapping[str, Answer]) -> AnswerTable:
        return table_of(self.instrument, [answers], [self.profile])


def draft_of(assessment: Assessment) -> Draft:
    public_id = assessment.public_id
    before = assessments.answers_before(public_id) if assessment.previous else {}
    instrument = instruments.by_reference(assessment.instrument)
    return Draft(assessment, instrument, assessments.answers(public_id), before)


def left_off_at(assessment: Assessment) -> str:
    """The address at which the firm goes on."""
    public_id = assessment.public_id
    if assessment.status == "submitted":
        return url_for("firms.results", public_id=public_id)
    draft = draft_of(assessment)
    page = draft.path.reached(draft.answers)
    if page is None:
        own = "" if assessment.own_answers else after_questions(assessment)
        return own or url_for("firms.review", public_id=public_id)
    return url_for("firms.questions", public_id=public_id, page_id=page.id)


def after_questions(assessment: Assessment) -> str:
    """The address behind the last page: of a body's own questions where its campaign has some, else the review."""
    campaign = campaigns.of_assessment(assessment.public_id) if assessment.calling else None
    endpoint = "own_questions" if campaign and campaign.questions else "review"
    return url_for(f"firms.{endpoint}", public_id=assessment.public_id)


def to_results(public_id: str) -> ResponseReturnValue:
    """On to the results of what was handed in; whoever sent a page that was still open is told what became of it."""
    if request.method == "POST":
        flash(
            _(
                "These answers were handed in already, so nothing was saved just now. To change something, update the"
                " answers at the end of this page."
            )
        )
    return redirect(url_for("firms.results", public_id=public_id))


def _open_rows(question: Question | None, answer: Answer) -> bool:
    return isinstance(question, GridQuestion) and isinstance(answer, Mapping) and len(answer) < len(question.rows)
