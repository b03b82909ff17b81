"""The forms by which a body tells readers something about a release: a note, and why it was withdrawn."""

from __future__ import annotations

from flask_babel import gettext as _
from wtforms import HiddenField, StringField, ValidationError

from survey.forms.faults import Fault
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import check_text, printable
from survey.storage.releases.changing import MOST_NOTE


class NoteForm(PostedForm):
    """``before``: the note as the page had it."""

    note = StringField(validators=[only_one])
    before = HiddenField(validators=[only_one])

    def validate_note(self, field: StringField) -> None:
        _check(field)

    def faults(self) -> list[Fault]:
        return self.faults_at({"note": "note"})


class ReasonForm(PostedForm):
    """Why a release is withdrawn, which everybody reads."""

    reason = StringField(validators=[only_one])

    def validate_reason(self, field: StringField) -> None:
        _check(field)
        if not field.data:
            raise ValidationError(_("Say why, so that those who have used its figures know what to make of them."))

    def faults(self) -> list[Fault]:
        return self.faults_at({"reason": "reason"})


def _check(field: StringField) -> None:
    """Line ends as browsers post them are one character each, as while typing."""
    text = (field.data or "").replace("\r\n", "\n").strip()
    field.data = printable(text)
    check_text(text, MOST_NOTE)
