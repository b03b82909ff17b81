"""The form by which a link is made: of which kind, for whom, for which pages, and where to send it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from wtforms import SelectMultipleField, StringField, ValidationError

from survey.forms.faults import Fault
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import check_text, printable
from survey.mail.address import LONGEST, mailbox
from survey.storage.values import LinkKind

LONGEST_NAME = 80


class LinkForm(PostedForm):
    """One link. ``by_mail``: it is to be sent to ``address`` instead of being shown."""

    name = StringField(validators=[only_one])
    pages = SelectMultipleField(validate_choice=False)
    address = StringField(validators=[only_one])

    def __init__(
        self,
        kind: LinkKind,
        *,
        can_mail: bool = False,
        must_mail: bool = False,
        pages: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.kind, self.offered = kind, pages
        self.by_mail = must_mail or (can_mail and bool((self.address.data or "").strip()))

    @property
    def for_whom(self) -> str:
        """The name to keep with the link; call after ``validate``."""
        return " ".join((self.name.data or "").split()) if self.kind != "owner" else ""

    @property
    def chosen_pages(self) -> list[str]:
        return [page for page in self.offered if page in (self.pages.data or ())] if self.kind == "colleague" else []

    def validate_name(self, field: StringField) -> None:
        text, field.data = field.data or "", printable(field.data or "")
        if self.kind == "owner":
            return
        if not field.data.strip():
            raise ValidationError(_("Say for whom the link is, so that you know it again in the list."))
        check_text(text, LONGEST_NAME)

    def validate_pages(self, field: SelectMultipleField) -> None:
        if self.kind == "colleague" and not (field.data and set(field.data) <= set(self.offered)):
            raise ValidationError(_("Choose which parts to send: one or more of those listed here."))

    def validate_address(self, field: StringField) -> None:
        text, field.data = field.data or "", printable(field.data or "")[: 2 * LONGEST]
        if self.by_mail and mailbox(text) is None:
            raise ValidationError(_("Type one e-mail address, such as ann@example.org."))

    def faults(self) -> list[Fault]:
        """Every fault in the order of the page."""
        return self.faults_at({name: f"{self.kind}-{name}" for name in ("name", "pages", "address")})
