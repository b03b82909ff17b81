"""The form by which a key is made: what it is called, what it may do, until when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from flask_babel import format_date
from flask_babel import gettext as _
from wtforms import SelectMultipleField, StringField, ValidationError

from survey.forms.faults import Fault
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import check_text, printable
from survey.storage.keys import LEAST_ROLE, SCOPES, Scope
from survey.storage.models import now
from survey.storage.values import Member

LONGEST_NAME = 80
USUAL_DAYS, MOST_DAYS = 90, 366
"""A key that nobody thinks of ends by itself; once a year somebody looks whether it is still needed."""


class KeyForm(PostedForm):
    """A new key of this member."""

    name = StringField(validators=[only_one])
    scopes = SelectMultipleField(validate_choice=False)
    until = StringField(validators=[only_one])

    def __init__(self, member: Member) -> None:
        super().__init__()
        self.offered: list[Scope] = [scope for scope in SCOPES if member.may(LEAST_ROLE[scope])]
        if not self.is_submitted():
            self.until.data = (now().date() + timedelta(days=USUAL_DAYS)).isoformat()

    @property
    def chosen(self) -> list[Scope]:
        return [scope for scope in self.offered if scope in (self.scopes.data or ())]

    @property
    def called(self) -> str:
        return " ".join((self.name.data or "").split())

    @property
    def expires_at(self) -> datetime:
        """When the chosen day is over everywhere but on some islands; call after ``validate``."""
        return datetime.combine(date.fromisoformat(self.until.data) + timedelta(days=1), time(), UTC)

    def validate_name(self, field: StringField) -> None:
        text, field.data = field.data or "", printable(field.data or "")
        if not field.data.strip():
            raise ValidationError(_("Say what the key is for, so that you know it again in the list."))
        check_text(text, LONGEST_NAME)

    def validate_scopes(self, field: SelectMultipleField) -> None:
        if not (field.data and set(field.data) <= set(self.offered)):
            raise ValidationError(_("Choose what the key may do: one or more of those listed here."))

    def validate_until(self, field: StringField) -> None:
        field.data = printable(field.data or "").strip()[:20]
        first, last = now().date(), now().date() + timedelta(days=MOST_DAYS)
        day = _day(field.data)
        if day is None or not first <= day <= last:
            raise ValidationError(
                _(
                    "Choose a last day from %(first)s to %(last)s.",
                    first=format_date(first, "medium"),
                    last=format_date(last, "medium"),
                )
            )

    def faults(self) -> list[Fault]:
        """Every fault in the order of the page."""
        anchors = {"name": "name", "scopes": f"scope-{self.offered[0]}" if self.offered else "", "until": "until"}
        return self.faults_at(anchors)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
