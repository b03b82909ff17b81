"""What is answered or noted in one's own words; never scored."""

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

MAX_NOTE = 2000
"""Characters in a note: room for a paragraph or a list of papers, and not for the papers themselves."""


class WordsField(TextAreaField):
    """Free text up to a length."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        self.max_length = max_length
        super().__init__(**kwargs)

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
        check_text(typed, self.max_length)


class TextField(WordsField):
    """A question that is answered in words."""

    def __init__(self, *, question: TextQuestion, **kwargs: Any) -> None:
        self.question = question
        super().__init__(label=question.text, max_length=question.max_length, **kwargs)

    @property
    def names(self) -> set[str]:
        return {self.name}

    @property
    def answer(self) -> Answer | None:
        return self.data.strip() or None


class NoteField(WordsField):
    """What the firm or its adviser notes beside a question: evidence, or what to remember."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_NOTE, **kwargs)

    @property
    def note(self) -> str | None:
        """The note as posted, "" where it was emptied; None where the page did not post it: it stays as it is."""
        return self.data.strip() if self.raw_data or self.raw_data is None else None


def check_text(text: str, max_length: int) -> None:
    """Raise ``ValidationError`` for a text that is too long or holds characters that cannot be stored or shown."""
    if len(text) > max_length:
        over = len(text) - max_length
        raise ValidationError(
            ngettext("Please shorten this by %(num)s character.", "Please shorten this by %(num)s characters.", over)
        )
    if text != printable(text):
        raise ValidationError(_("Characters that cannot be stored are left out now: please check this and save again."))


def printable(text: str) -> str:
    """The text without control characters, which no page may carry and PostgreSQL refuses to store."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))
