"""A question answered in one's own words; never scored."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import TextAreaField, ValidationError

from scoring.answers import Answer
from scoring.instrument import TextQuestion
from survey.forms.faults import Fault
from survey.forms.posted import only_one


class TextField(TextAreaField):
    """Free text up to the question's length."""

    def __init__(self, *, question: TextQuestion, **kwargs: Any) -> None:
        self.question = question
        super().__init__(question.text, **kwargs)

    @property
    def names(self) -> set[str]:
        return {self.name}

    @property
    def answer(self) -> Answer | None:
        return self.data.strip() or None

    def faults(self) -> list[Fault]:
        return [Fault(self.id, message) for message in self.errors]

    def process_data(self, value: Answer | None) -> None:
        self.data = str(value or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        # Browsers post line ends as CR LF; counting them as two would refuse a text that fitted while typing.
        self.data = (valuelist[0] if valuelist else "").replace("\r\n", "\n")

    def pre_validate(self, _form: Any) -> None:
        typed, self.data = self.data, printable(self.data)
        only_one(_form, self)
        check_text(typed, self.question.max_length)


def check_text(text: str, max_length: int) -> None:
    """Raise ``ValidationError`` for a text that is too long or holds signs that cannot be stored or shown."""
    if len(text) > max_length:
        over = len(text) - max_length
        raise ValidationError(
            ngettext("Please shorten this by %(num)s character.", "Please shorten this by %(num)s characters.", over)
        )
    if text != printable(text):
        raise ValidationError(_("Signs that cannot be stored are left out now: please check this and save again."))


def printable(text: str) -> str:
    """The text without control signs, which no page may carry and PostgreSQL refuses to store."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))
