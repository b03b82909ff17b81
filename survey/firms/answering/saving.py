"""Writing what a page of questions posted, and what to show where another device got there first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext

from scoring.answers import Answer
from scoring.instrument import NumberQuestion, Question
from survey.firms.answering.draft import Draft, draft_of
from survey.firms.answering.path import Page
from survey.forms import AssessmentForm
from survey.forms.faults import Fault
from survey.forms.wording import in_words
from survey.storage import assessments, notes
from survey.storage.assessments import Conflict
from survey.storage.notes import NoteConflict


@dataclass(frozen=True)
class Versions:
    """A conflict in words: what is stored and what was posted, one text for each thing that was said."""

    stored: list[str]
    posted: list[str]


def draw(draft: Draft, form_class: type[AssessmentForm]) -> AssessmentForm:
    """The form as the draft stands."""
    texts = {question: note.text for question, note in draft.notes.items()}
    revisions = {question: note.revision for question, note in draft.notes.items()}
    return form_class.of(draft.drawn, draft.revisions, texts, revisions)


def save(draft: Draft, form: AssessmentForm, *, with_answers: bool = True) -> dict[str, Versions]:
    """Write answers (unless told not to) and notes of a form that has been validated; what conflicts, in words.

    A conflict of a note is filed under ``n_`` and its question. The form then shows the revisions that the other
    versions have: whoever saves it next has seen both.
    """
    touched = _touched(draft, form) if with_answers else {}
    assessment = draft.assessment
    seen, role = form.seen(), assessment.role
    answered = assessments.save(assessment.public_id, touched, seen, role=role) if with_answers else []
    noted = _save_notes(draft, form)
    if answered or noted:
        _show_both(draft_of(assessment), form, answered, noted)
    return versions(draft, answered) | {
        f"n_{one.question}": Versions([one.stored.text] if one.stored.text else [], [one.posted] if one.posted else [])
        for one in noted
    }


def versions(draft: Draft, conflicts: Iterable[Conflict]) -> dict[str, Versions]:
    """Conflicts of answers in words, by question id."""
    asked = draft.instrument.questions
    return {
        one.question: Versions(
            in_words(asked[one.question], one.stored.value), in_words(asked[one.question], one.posted)
        )
        for one in conflicts
    }


def just_opened(before: Page, now: Page | None) -> list[Question]:
    """The questions that the answers just saved opened on their own page; whoever saved them is told how many."""
    opened = [question for question in (now.questions if now else ()) if question not in before.questions]
    if opened:
        flash(
            ngettext(
                "Saved. Your answers opened %(num)s more question on this page.",
                "Saved. Your answers opened %(num)s more questions on this page.",
                len(opened),
            )
        )
    return opened


def conflict_faults(form: AssessmentForm, conflicts: Mapping[str, Versions]) -> list[Fault]:
    """A line for each conflict in the summary of what is wrong on the page."""
    about = {question.id: question.text for question in form.questions}
    return [_conflict_fault(name, about) for name in conflicts]


def _conflict_fault(name: str, about: Mapping[str, str]) -> Fault:
    if name.startswith("n_"):
        message = _("A note was changed on another device in the meantime: see both, and save again.")
        return Fault(name, message, about[name.removeprefix("n_")])
    message = _("One answer was changed on another device in the meantime: see both, and save again.")
    return Fault(f"question-{name}", message, about[name])


def _touched(draft: Draft, form: AssessmentForm) -> dict[str, Answer | None]:
    """What to write: not the questions that were open when the page was drawn and still are, so that nobody is asked
    to decide about an answer given on another device to a question never touched on this one."""
    seen = form.seen()
    return {
        name: answer
        for name, answer in form.answers().items()
        if answer is not None or (seen[name] and not _is_band(draft, name)) or name in draft.unconfirmed
    }


def _is_band(draft: Draft, name: str) -> bool:
    """Whether a sheet named a band in place of a number: the page cannot show it, so a blank does not take it back."""
    question = draft.instrument.questions[name]
    return isinstance(question, NumberQuestion) and draft.answers.get(name) in [band.id for band in question.bands]


def _save_notes(draft: Draft, form: AssessmentForm) -> list[NoteConflict]:
    seen = form.notes_seen()
    touched = {name: text for name, text in form.notes().items() if text or seen[name]}
    return notes.save_notes(draft.assessment.public_id, touched, seen) if touched else []


def _show_both(now: Draft, form: AssessmentForm, answered: list[Conflict], noted: list[NoteConflict]) -> None:
    note_revisions = {question: note.revision for question, note in now.notes.items()}
    form.show_revisions(
        now.revisions | {conflict.question: conflict.stored.revision for conflict in answered},
        note_revisions | {conflict.question: conflict.stored.revision for conflict in noted},
    )
