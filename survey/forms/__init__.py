"""From the questions of an instrument to a form: a field ``q_<id>`` for each, and the answers back out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from wtforms import HiddenField
from wtforms.fields.core import UnboundField

from scoring.instrument import Question
from survey.forms.choices import MultipleField, SingleField
from survey.forms.grid import GridField
from survey.forms.number import NumberField
from survey.forms.page import AssessmentForm, as_revision
from survey.forms.text import NoteField, TextField

QUESTION_FIELDS: Mapping[str, Callable[..., UnboundField]] = {
    "single": SingleField,
    "multiple": MultipleField,
    "grid": GridField,
    "number": NumberField,
    "text": TextField,
}


def build_form(questions: Sequence[Question], *, notes: bool = False) -> type[AssessmentForm]:
    """A form class with one field ``q_<id>`` for each question, and ``r_<id>`` for the revision it was drawn from.

    With ``notes`` there are ``n_<id>`` and ``rn_<id>`` as well, for the note beside each question.
    """
    fields = {f"q_{question.id}": QUESTION_FIELDS[question.type](question=question) for question in questions}
    fields |= {f"r_{question.id}": _revision() for question in questions}
    if notes:
        fields |= {f"n_{question.id}": NoteField() for question in questions}
        fields |= {f"rn_{question.id}": _revision() for question in questions}
    return type("QuestionsForm", (AssessmentForm,), {**fields, "questions": tuple(questions), "has_notes": notes})


def _revision() -> UnboundField:
    return HiddenField(default=0, filters=[as_revision])


__all__ = ["QUESTION_FIELDS", "AssessmentForm", "build_form"]
