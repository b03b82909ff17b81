"""The forms by which a firm meets a campaign: a code to type, and the body's own questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.core import UnboundField

from survey.forms.faults import Fault
from survey.forms.posted import PostedForm, only_one
from survey.storage.campaigns.beginning import OwnAnswers
from survey.storage.campaigns.values import OwnQuestion
from survey.storage.tracing import trace

LONGEST_CODE = 60


class CodeForm(PostedForm):
    """A code that somebody reads from a letter and types."""

    code = StringField(validators=[only_one])

    def validate_code(self, _field: StringField) -> None:
        if not self.typed():
            raise ValidationError(_("Type the code from your invitation."))

    def typed(self) -> str:
        """Without what a letter puts around and between its signs; "" where no code can be meant."""
        code = re.sub(r"[^A-Za-z0-9-]", "", self.code.data or "")
        return code if len(code) <= LONGEST_CODE else ""

    def faults(self) -> list[Fault]:
        return self.faults_at({"code": "code"})


class OwnQuestionsForm(PostedForm):
    """A body's own questions; each may be left open. ``drawn``: with which answers the page was."""

    drawn = HiddenField()
    asked: tuple[OwnQuestion, ...] = ()

    def answers(self) -> dict[str, str | list[str]]:
        """What was chosen; call after ``validate``. Options stand in the order of the question."""
        found: dict[str, str | list[str]] = {}
        for question in self.asked:
            data = self[question.id].data
            chosen = [option.id for option in question.options if option.id in _several(data)]
            if chosen:
                found[question.id] = chosen if question.kind == "multiple" else chosen[0]
        return found

    def faults(self) -> list[Fault]:
        return self.faults_at({question.id: f"{question.id}-1" for question in self.asked})


def own_form(questions: Sequence[OwnQuestion], stored: OwnAnswers) -> OwnQuestionsForm:
    """A form with a field for each question, named by its id, as it was answered until now."""
    fields = {question.id: _field(question) for question in questions}
    kind: type[OwnQuestionsForm] = type("OwnForm", (OwnQuestionsForm,), {**fields, "asked": tuple(questions)})
    return kind(data={**stored, "drawn": trace(dict(stored))})


def _field(question: OwnQuestion) -> UnboundField:
    kind: Any = RadioField if question.kind == "single" else SelectMultipleField
    validators = [_offered(question)] if question.kind == "multiple" else [only_one, _offered(question)]
    return kind(validate_choice=False, validators=validators)


def _offered(question: OwnQuestion) -> Any:
    offered = {option.id for option in question.options}

    def check(_form: PostedForm, field: Field) -> None:
        if not _several(field.data) <= offered:
            raise ValidationError(_("Choose from what is offered here."))

    return check


def _several(data: Any) -> set[str]:
    """What was chosen, as a set; leaving open is choosing nothing."""
    return {data} - {""} if isinstance(data, str) else set(data or ())
