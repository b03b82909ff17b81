"""The form by which a batch is ordered: for which clients, called what, and what each report is like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice

from reports.theme import PAPERS
from survey.consultants.batches.wording import suggested_name
from survey.forms.faults import Fault, stale
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import check_text, printable
from survey.languages import named
from survey.storage.batches import LONGEST_NAME
from survey.storage.tokens import is_id, new_id

FOR_US = "us"
VERSIONS = ("others", FOR_US)
"""To pass on, or with what it was made from attached."""


class BatchForm(PostedForm):
    """``which``: one of the choices of clients that the page offers. ``key``: of this page, so that pressing twice
    orders once."""

    which = RadioField(validators=[only_one])
    name = StringField(validators=[only_one])
    language = SelectField(validators=[only_one])
    paper = RadioField(default="A4", validators=[only_one])
    version = RadioField(default="others", validators=[only_one])
    letter = BooleanField(default=True)
    key = HiddenField(validators=[only_one])

    def __init__(self, offered: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        """``offered``: value → words of each choice of clients, the one that is likeliest meant first."""
        super().__init__(*args, **kwargs)
        choices = {
            "which": offered,
            "language": dict(named()),
            "paper": dict.fromkeys(PAPERS, ""),
            "version": dict.fromkeys(VERSIONS, ""),
        }
        for name, words in choices.items():
            self[name].choices = [SelectChoice(value, label) for value, label in words.items()]
            self[name].invalid_choice_message = _("Choose one of these.")
        if not self.is_submitted():
            self.which.data = next(iter(offered))
            self.name.data = suggested_name()
            self.language.data = str(get_locale())
            self.key.data = new_id()

    @property
    def for_us(self) -> bool:
        return bool(self.version.data == FOR_US)

    @property
    def with_letter(self) -> bool:
        return bool(self.letter.raw_data == ["yes"])

    def validate_name(self, field: StringField) -> None:
        text, field.data = field.data or "", " ".join(printable(field.data or "").split())
        if not field.data:
            raise ValidationError(_("Give the batch a name, by which you find it again."))
        check_text(" ".join(text.split()), LONGEST_NAME)

    def validate_key(self, field: HiddenField) -> None:
        if not is_id(field.data or ""):
            field.data = new_id()
            raise ValidationError(stale().message)

    def faults(self) -> list[Fault]:
        """Every fault in the order of the page; a choice has the id of the first of what can be chosen."""
        # Of languages there is nothing to choose where the site has one.
        anchors = {"key": "", "which": "which-1", "name": "name", "version": "version-1"}
        anchors |= {"language": "language" if len(named()) > 1 else "", "paper": "paper-1"}
        return self.page_faults() or self.faults_at(anchors)
