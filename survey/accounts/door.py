"""The door: signing in, the second step, signing out, and saying the password once more."""

from __future__ import annotations

import secrets
import time
from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import login_user, logout_user
from flask_security.utils import check_and_update_authn_fresh

from survey import visitor
from survey.accounts import letters, passwords, second_step
from survey.accounts.attempts import count_attempt, count_letter
from survey.accounts.forms import AgainForm, CodeForm, SignInForm
from survey.accounts.places import home_of, own_place
from survey.accounts.users import User, as_user
from survey.mail import mails
from survey.mail.address import mailbox
from survey.storage import accounts

FRESH = timedelta(minutes=15)
GRACE = timedelta(minutes=10)
"""For so long after saying the password it is not asked for again; and as long again with every such change."""

STEP_SECONDS = 600
"""To find the phone and read the code."""

STEP = "second_step"


def sign_in() -> ResponseReturnValue:
    """A wrong password and an address without an account are answered alike, and take as long."""
    form = SignInForm()
    if request.method != "POST":
        form.next.data = own_place(request.args.get("next"))
        if current_user.is_authenticated:
            return redirect(form.next.data or home_of(current_user.id))
        return _draw("sign_in", form)
    if not form.validate():
        return _draw("sign_in", form), 422
    # As the account has it: however the domain is written, it is one account that is tried.
    address = mailbox(form.email.data or "") or form.email.data or ""
    count_attempt(address)
    user = _person(address)
    if not passwords.is_right(form.password.data or "", user) or user is None:
        form.refuse("email", _("This address and this password do not belong together. Look at both again."))
        return _draw("sign_in", form), 422
    return enter(user, own_place(form.next.data))


def code() -> ResponseReturnValue:
    """The second step, for whoever has just said the right password."""
    waiting = session.get(STEP) or {}
    user = _waiting(waiting)
    if user is None:
        session.pop(STEP, None)
        flash(_("Please sign in again: the second step was left for too long, or the password has changed."))
        return redirect(url_for("accounts.sign_in"))
    form = CodeForm()
    if request.method != "POST":
        return _draw("code", form)
    if not form.validate():
        return _draw("code", form), 422
    count_attempt(user.email)
    if not second_step.passes(user, (form.code.data or "")[:100]):
        form.refuse("code", _("This code is not the one of this moment. Wait for the next one, and type that."))
        return _draw("code", form), 422
    if not second_step.recovery_codes_left(user):
        flash(_("That was your last recovery code. Make new ones on this page."))
        waiting["next"] = url_for("accounts.account")
    return _signed_in(user, own_place(waiting.get("next")))


def sign_out() -> ResponseReturnValue:
    back = own_place(request.form.get("next"))
    logout_user()
    session.clear()
    flash(_("You are signed out."))
    return redirect(back or url_for("firms.landing"))


def again() -> ResponseReturnValue:
    """The password once more: somebody else may sit at this device by now."""
    user, form = visitor.person(), AgainForm()
    if request.method != "POST":
        form.next.data = own_place(request.args.get("next"))
        return _draw("again", form)
    if not form.validate():
        return _draw("again", form), 422
    count_attempt(user.email)
    if not passwords.is_right(form.password.data or "", user):
        form.refuse("password", _("This is not your password."))
        return _draw("again", form), 422
    session["fs_paa"] = time.time()
    return redirect(own_place(form.next.data) or url_for("accounts.account"))


def enter(user: User, place: str = "") -> ResponseReturnValue:
    """Sign in whoever has said the right password, or lead on to the second step.

    Where there is a mail server, somebody must have confirmed the address from its mailbox first.
    """
    if mails() and user.confirmed_at is None:
        return _ask_to_confirm(user)
    if not second_step.is_on(user):
        return _signed_in(user, place)
    session[STEP] = {"of": user.fs_uniquifier, "since": time.time(), "next": place}
    return redirect(url_for("accounts.code"))


def fresh() -> User:
    """The person, if they said the password a short time ago; else they are asked for it first, and led back."""
    user: User = visitor.person()
    if not check_and_update_authn_fresh(FRESH, GRACE):
        back = request.path if request.method == "GET" else url_for("accounts.account")
        abort(redirect(url_for("accounts.again", next=back)))
    return user


def _signed_in(user: User, place: str) -> ResponseReturnValue:
    session.pop(STEP, None)
    # No cookie that outlives the browser's session, whatever a form says.
    login_user(user, remember=False, authn_via=["password"])
    return redirect(place or home_of(user.id))


def _person(address: str) -> User | None:
    found = accounts.find("email", address) if "\x00" not in address else None
    return as_user(found) if found and found.active else None


def _waiting(waiting: dict[str, object]) -> User | None:
    since = waiting.get("since")
    if not isinstance(since, float) or time.time() - since > STEP_SECONDS:
        return None
    found = accounts.find("fs_uniquifier", waiting.get("of"))
    return as_user(found) if found and found.active else None


def _ask_to_confirm(user: User) -> ResponseReturnValue:
    count_letter(user.email)
    letters.order("confirm", user.id, user.email, secrets.token_hex(16))
    return render_template("accounts/confirm_first.html", email=user.email)


def _draw(page: str, form: SignInForm | CodeForm | AgainForm) -> str:
    return render_template(f"accounts/{page}.html", form=form, faults=form.faults(), mails=mails())
