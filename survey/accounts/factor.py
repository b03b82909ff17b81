"""Turning the second step on and off, and making recovery codes."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey.accounts import second_step
from survey.accounts.attempts import count_attempt
from survey.accounts.door import fresh
from survey.accounts.forms import CodeForm
from survey.accounts.users import User

OFFERED = "offered_key"
"""The key that this browser was shown and has not proved yet to have in an app; encrypted, as it will be stored."""


def factor() -> ResponseReturnValue:
    """Show a key as a picture; a POST with a code of it turns the second step on, and shows the recovery codes."""
    user, form = fresh(), CodeForm()
    if second_step.is_on(user):
        return redirect(url_for("accounts.account"))
    if request.method != "POST":
        return _draw(user, form)
    secret = _offered(user)
    if not form.validate():
        return _draw(user, form), 422
    count_attempt(user.email)
    if not second_step.is_code(user, (form.code.data or "")[:100], secret):
        form.refuse("code", _("This is not what the app should show now. Wait for the next code, and type that."))
        return _draw(user, form), 422
    session.pop(OFFERED, None)
    return _codes(second_step.turn_on(user, secret))


def off() -> ResponseReturnValue:
    user = fresh()
    second_step.turn_off(user.id)
    flash(_("From now on the password alone signs you in."))
    return redirect(url_for("accounts.account"))


def recovery() -> ResponseReturnValue:
    """New recovery codes, shown this once; those before open nothing any more."""
    user = fresh()
    if not second_step.is_on(user):
        return redirect(url_for("accounts.account"))
    return _codes(second_step.new_recovery_codes(user))


def _offered(user: User) -> str:
    """The key on offer in this session, of this account."""
    offered = session.get(OFFERED) or {}
    if offered.get("to") != user.fs_uniquifier:
        offered = session[OFFERED] = {"to": user.fs_uniquifier, "key": second_step.new_secret()}
    return str(offered["key"])


def _codes(codes: list[str]) -> str:
    return render_template("accounts/recovery_codes.html", codes=codes)


def _draw(user: User, form: CodeForm) -> str:
    secret = _offered(user)
    return render_template(
        "accounts/factor.html",
        form=form,
        faults=form.faults(),
        picture=second_step.picture(user, secret),
        key=second_step.key_in_words(secret),
    )
