"""Inviting somebody into an organisation: by mail where there is a mail server, else by a link to pass on."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _

from survey.accounts import letters, shown
from survey.accounts.attempts import count_letter
from survey.mail import mails
from survey.storage import invitations
from survey.storage.invitations import Invitation
from survey.storage.values import MemberRole


def invite(place: str, organisation_id: int, email: str, role: MemberRole, *, page: str) -> bool:
    """False where the person is a member already. ``place``: where a link is shown; ``page``: see ``outbox.order``."""
    if mails():
        count_letter(email)
    made = invitations.invite(organisation_id, email, role, by_mail=mails())
    if made is None:
        return False
    number, token = made
    _pass_on(place, number, email, token, page)
    return True


def make_anew(place: str, invitation: Invitation, *, page: str) -> None:
    """The same invitation once more, by a link that ends the one before."""
    invite(place, invitation.organisation_id, invitation.email, invitation.role, page=page)


def words() -> dict[str, tuple[str, str]]:
    """Subject and first lines of the message in which a person passes a link on."""
    return {
        "invitation": (
            _("You are invited to Waymark"),
            _("This link lets you into our organisation on Waymark. It is for you alone and works for 14 days."),
        ),
        "password": (
            _("A new password for Waymark"),
            _("This link lets you choose a new password for Waymark. It works once, for 24 hours."),
        ),
    }


def _pass_on(place: str, number: int, email: str, token: str, page: str) -> None:
    if mails():
        letters.order("invitation", number, email, page)
        flash(_("We are sending the invitation to %(address)s.", address=email))
    else:
        shown.keep(place, "invitation", email, f"{letters.INVITATION}{token}")
