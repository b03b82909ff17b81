"""Opening an invitation, and joining the organisation: with the account that one has, or a new one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from survey.accounts import door, passwords, sessions
from survey.accounts.forms import JoinForm
from survey.accounts.links import dead
from survey.accounts.users import as_user
from survey.extensions import limit_links
from survey.mail import mails
from survey.storage import accounts, invitations
from survey.storage.invitations import Invitation
from survey.storage.models import now


@limit_links
def invitation(token: str) -> ResponseReturnValue:
    """The page says who invites whom to what; only a button, pressed by that person, changes anything."""
    found = invitations.find(token)
    if found is None:
        return dead()
    if current_user.is_authenticated:
        return _as_member(found, token)
    if accounts.find("email", found.email) is None:
        return _as_newcomer(found, token)
    back = url_for("accounts.invitation", token=token)
    return render_template("accounts/invitation.html", invitation=found, who="known", back=back)


def _as_member(found: Invitation, token: str) -> ResponseReturnValue:
    if current_user.email != found.email:
        back = url_for("accounts.invitation", token=token)
        own = current_user.email
        page = render_template("accounts/invitation.html", invitation=found, who="other", back=back, own=own)
        return (page, 409) if request.method == "POST" else page
    if request.method != "POST":
        return render_template("accounts/invitation.html", invitation=found, who="invited", back="")
    if not invitations.accept(token, current_user.id):
        return dead()
    flash(_("You have joined %(organisation)s.", organisation=found.organisation_name))
    return redirect(url_for("organisations.home", organisation=found.organisation))


def _as_newcomer(found: Invitation, token: str) -> ResponseReturnValue:
    form = JoinForm(found.email)
    if request.method != "POST" or not form.validate():
        page = render_template("accounts/join.html", invitation=found, form=form, faults=form.faults())
        return (page, 422) if request.method == "POST" else page
    # A link that was shown went through the hands of the owner, who vouches for it where no mail can be sent.
    confirmed = now() if found.by_mail or not mails() else None
    name = sessions.new_name()
    account = accounts.add(
        {
            "email": found.email,
            "name": form.name.data,
            "password": passwords.hashed(form.password.data or ""),
            "fs_uniquifier": name,
            "confirmed_at": confirmed,
        }
    )
    if account.fs_uniquifier != name:  # pressed twice, or at the same moment in two places
        return redirect(url_for("accounts.invitation", token=token))
    if not invitations.accept(token, account.id):
        accounts.remove(account.id)
        return dead()
    flash(_("Welcome. You belong to %(organisation)s now.", organisation=found.organisation_name))
    place = url_for("organisations.home", organisation=found.organisation)
    return door.enter(as_user(account), place)
