"""The forms about a client: who it is, and a note."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self

from flask_babel import gettext as _
from wtforms import BooleanField, HiddenField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from survey.firms.answering.forms import ProfileForm
from survey.forms.faults import Fault
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import NoteField, check_text, printable
from survey.mail.address import LONGEST as LONGEST_ADDRESS
from survey.mail.address import mailbox
from survey.storage import client_tags
from survey.storage.clients import Client, Particulars

LONGEST_NAME, LONGEST_REF, MOST_TAGS = 300, 100, 20


class ClientForm(ProfileForm):
    """Who a client is: only the name is required. ``seen``: the state of the client that the page was drawn from."""

    ref = StringField(validators=[only_one])
    email = StringField(validators=[only_one])
    tags = StringField(validators=[only_one])
    seen = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people.choices = [*self.people.choices, SelectChoice("", _("Not known"))]
        for places in (self.country, self.region):
            places.choices = [SelectChoice("", _("Not known")), *places.choices[1:]]
        self.people.validators = [Optional(), only_one]
        self.people.data = self.people.data or ""

    @classmethod
    def of_client(cls, client: Client) -> Self:
        given = {"firm": client.name, "ref": client.ref, "email": client.email, "tags": ", ".join(client.tags)}
        return cls.of({**client.profile, **given, "seen": client.revision})

    def particulars(self) -> Particulars:
        """What to store; call after ``validate``."""
        profile = self.profile()
        name = profile.pop("firm")
        email = mailbox(self.email.data or "") or ""
        return Particulars(name, " ".join((self.ref.data or "").split()), email, profile, self._tags())

    def refuse_ref(self) -> None:
        """Another client has the number; which one, the page says beside it."""
        self.ref.errors = [*self.ref.errors, _("Another client has this number. Give this one another, or none.")]

    def validate_firm(self, field: StringField) -> None:
        text, field.data = (field.data or "").strip(), printable(field.data or "")
        if not field.data.strip():
            raise ValidationError(_("Type the name of the firm."))
        check_text(text, LONGEST_NAME)

    def validate_trade(self, field: StringField) -> None:
        self.resolved_trade = None
        if (field.data or "").strip() or self.trade_choice.data:
            super().validate_trade(field)

    def validate_ref(self, field: StringField) -> None:
        text, field.data = (field.data or "").strip(), printable(field.data or "")
        check_text(text, LONGEST_REF)

    def validate_email(self, field: StringField) -> None:
        text, field.data = (field.data or "").strip(), printable(field.data or "")[: 2 * LONGEST_ADDRESS]
        if text and mailbox(text) is None:
            raise ValidationError(_("Type one e-mail address, such as ann@example.org."))

    def validate_tags(self, field: StringField) -> None:
        field.data = printable(field.data or "")
        check_tags(self._tags())

    def faults(self) -> list[Fault]:
        """Every fault in the order of the page."""
        own = {name: [Fault(name, error) for error in self[name].errors] for name in ("firm", "ref", "email", "tags")}
        profile = [fault for fault in super().faults() if fault.anchor != "firm"]
        whole = [fault for fault in profile if not fault.anchor]
        parts = [fault for fault in profile if fault.anchor]
        return [*whole, *own["firm"], *own["ref"], *own["email"], *own["tags"], *parts]

    def _tags(self) -> list[str]:
        return tags_in(self.tags.data or "")


class ClientNoteForm(PostedForm):
    """A note about a client."""

    text = NoteField()

    def validate_text(self, field: NoteField) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_("Write what is to be noted."))

    def faults(self) -> list[Fault]:
        return self.faults_at({"text": "note"})


class SureForm(PostedForm):
    """A tick without which nothing is deleted."""

    sure = BooleanField()

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        return bool(super().validate(extra_validators)) and self.is_sure

    @property
    def is_sure(self) -> bool:
        return bool(self.sure.raw_data == ["yes"])

    def faults(self) -> list[Fault]:
        if not self.is_submitted():
            return []
        if page := self.page_faults():
            return page
        return [] if self.is_sure else [Fault("sure", _("Tick that you are sure: it cannot be undone."))]


def tags_in(text: str) -> list[str]:
    """Tags as they are typed, with commas between."""
    typed = (" ".join(tag.split()) for tag in re.split(r"[,;\n]", text))
    found: dict[str, str] = {}
    for tag in typed:
        found.setdefault(client_tags.key_of(tag), tag)
    return [tag for tag in found.values() if tag]


def check_tags(tags: list[str]) -> None:
    """Raise ``ValidationError`` for too many, or one that is too long."""
    if len(tags) > MOST_TAGS:
        raise ValidationError(_("At most %(count)s tags: leave some out.", count=MOST_TAGS))
    for tag in tags:
        check_text(tag, client_tags.LONGEST)
