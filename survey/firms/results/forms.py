"""The forms of the plan: what the firm marks at a step, and what it makes the plan with.

Each carries what its page was drawn from, so that a change made elsewhere meanwhile is never overwritten unseen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice

from scoring.instrument import Instrument
from scoring.roadmap import Mark
from survey.forms.faults import Fault
from survey.forms.number import parse_number, shown_number
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import check_text, printable
from survey.storage.plans import Means

LONGEST_COMMENT = 1000
MOST_DAYS, MOST_EUR = 1_000, 1_000_000_000
_CURRENCY, _NOTHING = re.compile(r"^(?:eur(?:os?)?|€)|(?:eur(?:os?)?|€)$", re.IGNORECASE), re.compile(r"(?!)")
PROPOSED = "proposed"
MARKS: Mapping[str, Mark | None] = {PROPOSED: None, "planned": "planned", "done": "done", "not_for_us": "not_for_us"}
"""What is posted → what is stored."""


def mark_words() -> dict[str, str]:
    """What can be said about a step, in the order in which it is offered."""
    return {
        PROPOSED: _("As proposed"),
        "planned": _("Planned"),
        "done": _("Done"),
        "not_for_us": _("Not for us"),
    }


class MarkForm(PostedForm):
    """How far the firm is with one step, and its own note."""

    mark = RadioField()
    comment = TextAreaField(validators=[only_one])
    was_mark = HiddenField(default=PROPOSED)
    was_comment = HiddenField(default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark.choices = [SelectChoice(value, label) for value, label in mark_words().items()]
        self.mark.validators = [only_one]
        self.mark.invalid_choice_message = _("Choose one of these.")

    @property
    def posted(self) -> tuple[Mark | None, str]:
        """What to store; call after ``validate``."""
        return MARKS[self.mark.data], self.comment.data.strip()

    @property
    def was(self) -> tuple[Mark | None, str]:
        return MARKS.get(self.was_mark.data or "", None), _lines(self.was_comment.data)

    def saw(self, stored: tuple[Mark | None, str]) -> None:
        """Draw the form as one that has seen this."""
        self.was_mark.data, self.was_comment.data = stored[0] or PROPOSED, stored[1]

    def validate_comment(self, field: TextAreaField) -> None:
        typed = _lines(field.data)
        field.data = printable(typed)
        check_text(typed, LONGEST_COMMENT)

    def faults(self) -> list[Fault]:
        return self.faults_at({"mark": f"mark-{PROPOSED}", "comment": "comment"})


class MeansForm(PostedForm):
    """Own days a month, EUR over the two years, and what comes first; what is left empty is as usual."""

    days_per_month = StringField(validators=[only_one])
    budget = StringField(validators=[only_one])
    priority = SelectField(default="", validators=[only_one])
    was_days_per_month = HiddenField(default="")
    was_budget = HiddenField(default="")
    was_priority = HiddenField(default="")

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {dimension.id: dimension.title for dimension in instrument.dimensions}
        choices = {"": _("Whatever brings most"), **titles}
        self.priority.choices = [SelectChoice(value, label) for value, label in choices.items()]
        self.priority.invalid_choice_message = _("Choose one of these.")
        self.numbers: dict[str, float | None] = {}

    @classmethod
    def of(cls, means: Means, instrument: Instrument) -> MeansForm:
        """The form as the firm's choices fill it."""
        form = cls(formdata=None, instrument=instrument)
        form.days_per_month.data = _shown(means.days_per_month)
        form.budget.data = _shown(means.budget)
        form.priority.data = means.priority or ""
        form.saw(means)
        return form

    @property
    def posted(self) -> Means:
        """What to store; call after ``validate``."""
        return Means(self.numbers["days_per_month"], self.numbers["budget"], self.priority.data or None)

    @property
    def first(self) -> str:
        """What comes first, in words."""
        chosen = self.priority.data or ""
        return next((str(choice.label) for choice in self.priority.choices if choice.value == chosen), chosen)

    @property
    def was(self) -> Means:
        days, budget = _stored_number(self.was_days_per_month.data), _stored_number(self.was_budget.data)
        return Means(days, budget, self.was_priority.data or None)

    def saw(self, stored: Means) -> None:
        """Draw the form as one that has seen these."""
        self.was_days_per_month.data = "" if stored.days_per_month is None else repr(stored.days_per_month)
        self.was_budget.data = "" if stored.budget is None else repr(stored.budget)
        self.was_priority.data = stored.priority or ""

    def validate_days_per_month(self, field: StringField) -> None:
        self._read(field, decimals=1, most=MOST_DAYS)

    def validate_budget(self, field: StringField) -> None:
        self._read(field, decimals=0, most=MOST_EUR, beside=_CURRENCY)

    def faults(self) -> list[Fault]:
        return self.faults_at({name: name for name in ("days_per_month", "budget", "priority")})

    def _read(self, field: StringField, *, decimals: int, most: int, beside: re.Pattern[str] = _NOTHING) -> None:
        """Keep the number that was typed; ``beside``: what may stand before or after it."""
        typed, field.data = (field.data or "").strip(), printable(field.data or "")
        number = parse_number(beside.sub("", typed), decimals) if typed else None
        if number is not None and not 0 <= number <= most:
            raise ValidationError(_("Enter a number from %(low)s to %(high)s.", low=0, high=format_decimal(most)))
        self.numbers[field.name] = None if number is None else float(number)


def _lines(text: str | None) -> str:
    """A text with line ends as they were typed: browsers post them as CR LF."""
    return (text or "").replace("\r\n", "\n")


def _shown(number: float | None) -> str:
    return "" if number is None else shown_number(number)


def _stored_number(text: str | None) -> float | None:
    """The number that the page was drawn from; whatever did not come from a page of ours counts as none."""
    try:
        number = float(text or "nan")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
