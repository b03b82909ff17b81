"""The forms of people with an account."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import gettext as _
from wtforms import PasswordField, StringField, ValidationError

from survey.accounts import passwords
from survey.forms.faults import Fault
from survey.forms.posted import PostedForm, only_one
from survey.forms.text import check_text, printable
from survey.mail.address import LONGEST, mailbox
from survey.storage.values import MEMBER_ROLES, MemberRole, OrganisationKind

LONGEST_NAME = 80
KINDS: tuple[OrganisationKind, ...] = ("consultancy", "body")


def check_name(field: StringField, missing: str) -> None:
    text, field.data = field.data or "", " ".join(printable(field.data or "").split())
    if not field.data:
        raise ValidationError(missing)
    check_text(text, LONGEST_NAME)


def check_address(field: StringField) -> None:
    """One plain mailbox, which the field holds in lower case from here on."""
    text = printable(field.data or "")[: 2 * LONGEST]
    address = mailbox(text)
    field.data = address.lower() if address else text
    if address is None:
        raise ValidationError(_("Type one e-mail address, such as ann@example.org."))


class AccountForm(PostedForm):
    """A form that checks its own token, and is drawn again with what was typed, but for passwords."""

    def faults(self) -> list[Fault]:
        """Every fault in the order of the page, where the new password stands last; a field has its name as its id."""
        fields = sorted((one for one in self if one.name != "csrf_token"), key=lambda one: one.name == "password")
        return self.faults_at({field.name: field.id for field in fields})

    def refuse(self, name: str, message: str) -> None:
        """Add a fault that only the storage, or the account, could tell."""
        field = self[name]
        field.errors = (*field.errors, message)


class SignInForm(AccountForm):
    email = StringField(validators=[only_one])
    password = PasswordField(validators=[only_one])
    next = StringField()


class CodeForm(AccountForm):
    code = StringField(validators=[only_one])


class AgainForm(AccountForm):
    """The password once more, before something is changed that matters."""

    password = PasswordField(validators=[only_one])
    next = StringField()


class NameForm(AccountForm):
    name = StringField(validators=[only_one])

    def validate_name(self, field: StringField) -> None:
        check_name(field, _("Say what others may call you."))


class AddressForm(AccountForm):
    email = StringField(validators=[only_one])

    def validate_email(self, field: StringField) -> None:
        check_address(field)


class NewPassword(AccountForm):
    """A password to be chosen. ``about``: what it must not be made of."""

    password = PasswordField(validators=[only_one])

    def __init__(self, *about: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.about = about

    def validate_password(self, field: PasswordField) -> None:
        typed = [cast(str, self[name].data or "") for name in ("name", "email") if name in self]
        passwords.check(field.data or "", *self.about, *typed)


class ChangePasswordForm(NewPassword):
    now = PasswordField(validators=[only_one])


class JoinForm(NewPassword):
    """Someone who had no account: a name, and a password."""

    name = StringField(validators=[only_one])

    def validate_name(self, field: StringField) -> None:
        check_name(field, _("Say what others may call you."))


class FirstForm(JoinForm):
    """The first administrator, of whom not even the address is known."""

    email = StringField(validators=[only_one])

    def validate_email(self, field: StringField) -> None:
        check_address(field)


class InviteForm(AccountForm):
    email = StringField(validators=[only_one])
    role = StringField(validators=[only_one], default="adviser")

    def validate_email(self, field: StringField) -> None:
        check_address(field)

    def validate_role(self, field: StringField) -> None:
        if field.data not in MEMBER_ROLES:
            raise ValidationError(_("Choose what the person may do."))

    @property
    def chosen(self) -> MemberRole:
        return cast(MemberRole, self.role.data)


class OrganisationNameForm(AccountForm):
    name = StringField(validators=[only_one])

    def validate_name(self, field: StringField) -> None:
        check_name(field, _("Say what the organisation is called."))


class FoundForm(OrganisationNameForm):
    """A new organisation, and the person who is to lead it."""

    kind = StringField(validators=[only_one], default="consultancy")
    email = StringField(validators=[only_one])

    def validate_kind(self, field: StringField) -> None:
        if field.data not in KINDS:
            raise ValidationError(_("Choose what kind of organisation it is."))

    def validate_email(self, field: StringField) -> None:
        check_address(field)

    @property
    def chosen_kind(self) -> OrganisationKind:
        return cast(OrganisationKind, self.kind.data)


class DeleteForm(AccountForm):
    """Deleting an organisation asks for its name, so that no press of a button does it by mistake."""

    name = StringField(validators=[only_one])

    def __init__(self, of: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.of = of

    def validate_name(self, field: StringField) -> None:
        if " ".join((field.data or "").split()) != " ".join(self.of.split()):
            raise ValidationError(_("Type the name just as it stands above."))
