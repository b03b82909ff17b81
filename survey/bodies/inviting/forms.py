"""The forms by which firms are invited: one by hand, or so many without names."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice

from survey.bodies.sectors import offered_sectors
from survey.forms.faults import Fault
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import check_text, printable
from survey.groups import sizes
from survey.mail.address import LONGEST, mailbox
from survey.storage.campaigns import inviting
from survey.storage.campaigns.inviting import Guest
from survey.storage.campaigns.values import Campaign

LONGEST_OF = {"firm": 300, "ref": 100, "email": LONGEST}


class GuestForm(PostedForm):
    """One firm; one of name, reference and address says which it is."""

    firm = StringField(validators=[only_one])
    ref = StringField(validators=[only_one])
    email = StringField(validators=[only_one])
    sector = SelectField(validators=[only_one])
    size = SelectField(validators=[only_one])

    def __init__(self, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.campaign = campaign
        for field, names in ((self.sector, offered_sectors(campaign)), (self.size, sizes())):
            field.choices = [SelectChoice("", _("not known")), *(SelectChoice(*one) for one in names.items())]

    def validate_firm(self, field: StringField) -> None:
        self._check(field)
        if not any((one.data or "").strip() for one in (self.firm, self.ref, self.email)):
            raise ValidationError(_("Type the name of the firm, its number or its e-mail address."))

    def validate_ref(self, field: StringField) -> None:
        self._check(field)
        self._refuse_known(field, "ref")

    def validate_email(self, field: StringField) -> None:
        self._check(field)
        if field.data and mailbox(field.data) is None:
            raise ValidationError(_("Type one e-mail address, such as ann@example.org."))
        self._refuse_known(field, "email")

    def guest(self) -> Guest:
        """Call after ``validate``."""
        email = mailbox(self.email.data or "") or ""
        return Guest(self.firm.data, self.ref.data, email, self.sector.data or "", self.size.data or "")

    def faults(self) -> list[Fault]:
        return self.faults_at({name: name for name in ("firm", "ref", "email", "sector", "size")})

    def _check(self, field: StringField) -> None:
        text = field.data or ""
        field.data = " ".join(printable(text).split())
        check_text(text, LONGEST_OF[field.name])

    def _refuse_known(self, field: StringField, name: str) -> None:
        given = mailbox(field.data) or "" if name == "email" else field.data
        number = inviting.invited_as(self.campaign.id).get(f"{name} {given.casefold()}") if given else None
        if number is not None:
            raise ValidationError(_("This firm is invited already, as number %(number)s.", number=number))


class ManyForm(PostedForm):
    """So many invitations without names."""

    many = StringField(validators=[only_one])

    def validate_many(self, _field: StringField) -> None:
        if not 1 <= self.number <= inviting.MOST_AT_A_TIME:
            raise ValidationError(_("Type a whole number from 1 to %(most)s.", most=inviting.MOST_AT_A_TIME))

    @property
    def number(self) -> int:
        text = (self.many.data or "").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0

    def faults(self) -> list[Fault]:
        return self.faults_at({"many": "many"})
