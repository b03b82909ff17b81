"""Questions answered by choosing: one of the options, or any of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import RadioField, SelectMultipleField, ValidationError
from wtforms.fields import SelectChoice

from scoring.answers import Answer
from scoring.instrument import ChoiceQuestion, MultipleQuestion, Question, SingleQuestion
from survey.forms.faults import Fault
from survey.forms.posted import only_one

NOT_APPLICABLE, DONT_KNOW, NONE, OPEN = "na", "dk", "none", ""
"""Values of the choices that stand apart from the options; the first two are also how an answer says it."""


class SingleField(RadioField):
    """One of the options, or "don't know", or "not for us"; ``""`` leaves the question open again."""

    def __init__(self, *, question: SingleQuestion, **kwargs: Any) -> None:
        self.question = question
        self.options = option_choices(question)
        self.apart = [*apart_choices(question), SelectChoice(OPEN, _("Come back later"))]
        choices = [*self.options, *self.apart]
        super().__init__(question.text, choices=choices, invalid_choice_message=not_offered(), **kwargs)

    @property
    def names(self) -> set[str]:
        return {self.name}

    @property
    def answer(self) -> Answer | None:
        return self.data or None

    def faults(self) -> list[Fault]:
        return [Fault(f"{self.name}-{self.options[0].value}", message) for message in self.errors]

    def process_data(self, value: Answer | None) -> None:
        self.data = value or OPEN

    def pre_validate(self, _form: Any) -> None:
        only_one(_form, self)
        super().pre_validate(_form)


class MultipleField(SelectMultipleField):
    """Any of the options; or exactly one of "none of these", "don't know", "not for us" and the exclusive options."""

    def __init__(self, *, question: MultipleQuestion, **kwargs: Any) -> None:
        self.question = question
        self.options = option_choices(question)
        none = [SelectChoice(NONE, question.none)] if question.none else []
        self.apart = [*none, *apart_choices(question)]
        super().__init__(question.text, choices=[*self.options, *self.apart], validate_choice=False, **kwargs)

    @property
    def names(self) -> set[str]:
        return {self.name}

    @property
    def answer(self) -> Answer | None:
        if not self.data:
            return None
        if self.data == [NONE] and self.question.none:
            return []
        if self.data in ([NOT_APPLICABLE], [DONT_KNOW]):
            return str(self.data[0])
        return [choice.value for choice in self.options if choice.value in self.data]

    def faults(self) -> list[Fault]:
        return [Fault(f"{self.name}-{self.options[0].value}", message) for message in self.errors]

    def process_data(self, value: Answer | None) -> None:
        self.data = [NONE] if value == [] else values_of(value)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = list(dict.fromkeys(valuelist))

    def pre_validate(self, _form: Any) -> None:
        offered = {choice.value: choice.label for choice in self.choices}
        if not set(self.data) <= set(offered):
            raise ValidationError(not_offered())
        for value in self._standing_alone() & set(self.data):
            if len(self.data) > 1:
                text = _(
                    "“%(answer)s” does not go with other answers: keep either it or the others.", answer=offered[value]
                )
                raise ValidationError(text)

    def _standing_alone(self) -> set[str]:
        exclusive = {option.id for option in self.question.options if option.exclusive}
        return exclusive | {choice.value for choice in self.apart}


def option_choices(question: ChoiceQuestion) -> list[SelectChoice]:
    return [SelectChoice(option.id, option.label) for option in question.options]


def apart_choices(question: Question) -> list[SelectChoice]:
    """The answers that are no option: offered where the question allows them, and drawn apart."""
    allowed = {DONT_KNOW: question.dk != "no", NOT_APPLICABLE: question.na}
    words = {DONT_KNOW: _("Don’t know"), NOT_APPLICABLE: _("Not for us")}
    return [SelectChoice(value, words[value]) for value in words if allowed[value]]


def not_offered() -> str:
    return str(_("That is not one of the answers offered here: please choose again."))


def values_of(answer: Answer | None) -> list[str]:
    if isinstance(answer, str):
        return [answer]
    return list(answer) if isinstance(answer, Sequence) else []
