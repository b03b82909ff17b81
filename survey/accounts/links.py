"""What links to an account do: set a password, confirm an address, change to another one. Each asks for a button first:
mail scanners open links, and press nothing.
"""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey.accounts import door, letters, passwords, tickets
from survey.accounts.attempts import count_letter
from survey.accounts.forms import AddressForm, FirstForm, NewPassword
from survey.accounts.tickets import Ticket
from survey.accounts.users import as_user
from survey.extensions import limit_links
from survey.mail import mails
from survey.storage import accounts
from survey.storage.models import now


def forgotten() -> ResponseReturnValue:
    """Have a link sent by which to choose a new password. Whether there is such an account is not told."""
    form = AddressForm()
    if request.method != "POST":
        return render_template("accounts/forgotten.html", form=form, faults=[], mails=mails())
    if not mails():
        abort(404)
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form, faults=form.faults(), mails=True), 422
    given = form.email.data or ""
    count_letter(given)
    found = accounts.find("email", given)
    # An address without an account is ordered to as well, so that it takes as long; the worker writes to nobody.
    letters.order("set", found.id if found and found.active else 0, given, str(form.csrf_token.data))
    return render_template("accounts/sent.html", email=given)


@limit_links
def set_password(sealed: str) -> ResponseReturnValue:
    """Choose a password by a link, and be signed in; the first administrator also says name and address."""
    ticket = tickets.read("set", sealed)
    if ticket is None:
        return dead()
    first = ticket.account.email == tickets.PLACEHOLDER
    form = FirstForm() if first else NewPassword(ticket.account.name, ticket.account.email)
    if request.method != "POST":
        return _draw(form, ticket, first)
    if not form.validate():
        return _draw(form, ticket, first), 422
    if isinstance(form, FirstForm) and not accounts.move(ticket.account.id, form.email.data or ""):
        form.refuse("email", _("This address has an account already. Sign in with it, or take another one."))
        return _draw(form, ticket, first), 422
    more: dict[str, Any] = {"confirmed_at": now()} if ticket.vouched else {}
    if isinstance(form, FirstForm):
        more["name"] = form.name.data
    return _replaced(ticket, form.password.data or "", more)


@limit_links
def confirm(sealed: str) -> ResponseReturnValue:
    ticket = tickets.read("confirm", sealed)
    if ticket is None:
        return dead()
    if request.method != "POST":
        return render_template("accounts/confirm.html", email=ticket.email, change=False)
    accounts.change(ticket.account.id, {"confirmed_at": now()})
    flash(_("Thank you: your address is confirmed. Now sign in."))
    return redirect(url_for("accounts.sign_in"))


@limit_links
def new_address(sealed: str) -> ResponseReturnValue:
    ticket = tickets.read("address", sealed)
    if ticket is None:
        return dead()
    if request.method != "POST":
        return render_template("accounts/confirm.html", email=ticket.email, change=True)
    if not accounts.move(ticket.account.id, ticket.email):
        return dead()
    letters.notify("address_changed", ticket.account.id, ticket.account.email)
    flash(_("From now on you sign in with %(address)s.", address=ticket.email))
    return redirect(url_for("accounts.account"))


def dead() -> tuple[str, int]:
    return render_template("accounts/dead_link.html", mails=mails()), 404


def _replaced(ticket: Ticket, password: str, more: dict[str, Any]) -> ResponseReturnValue:
    passwords.replace(ticket.account.id, password, **more)
    found = accounts.find("id", ticket.account.id)
    if found is None:
        return dead()
    if ticket.account.password:
        letters.notify("password_changed", found.id, found.email)
    flash(_("Your password is set. Every other device has to sign in with it."))
    return door.enter(as_user(found))


def _draw(form: NewPassword, ticket: Ticket, first: bool) -> str:
    return render_template(
        "accounts/set.html", form=form, faults=form.faults(), email=ticket.account.email, first=first
    )
