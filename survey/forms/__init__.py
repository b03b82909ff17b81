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
from survey.forms.text import TextField

QUESTION_FIELDS: Mapping[str, Callable[..., UnboundField]] = {
    "single": SingleField,
    "multiple": MultipleField,
    "grid": GridField,
    "number": NumberField,
    "text": TextField,
}


def build_form(questions: Sequence[Question]) -> type[AssessmentForm]:
    """A form class with one field ``q_<id>`` for each question, and ``r_<id>`` for the revision it was drawn from."""
    fields = {f"q_{question.id}": QUESTION_FIELDS[question.type](question=question) for question in questions}
    revisions = {f"r_{question.id}": HiddenField(default=0, filters=[as_revision]) for question in questions}
    return type("QuestionsForm", (AssessmentForm,), {**fields, **revisions, "questions": tuple(questions)})


__all__ = ["QUESTION_FIELDS", "AssessmentForm", "build_form"]
