"""One's own account: name, address, password, sessions, and the organisations that one belongs to."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import login_user, logout_user

from survey import visitor
from survey.accounts import door, letters, passwords, second_step
from survey.accounts.attempts import count_attempt, count_letter
from survey.accounts.forms import AccountForm, AddressForm, ChangePasswordForm, NameForm
from survey.accounts.users import User, as_user
from survey.mail import mails
from survey.storage import accounts, organisations


def account() -> ResponseReturnValue:
    """Everything about the account on one page; a POST changes the name."""
    user, form = visitor.person(), NameForm()
    if request.method != "POST":
        form.name.data = user.name
        return _draw(user, form)
    if not form.validate():
        return _draw(user, form), 422
    accounts.change(user.id, {"name": form.name.data})
    flash(_("Your name is changed."))
    return redirect(url_for("accounts.account"))


def password() -> ResponseReturnValue:
    """Another password. It ends every other session, and this one goes on."""
    user = visitor.person()
    form = ChangePasswordForm(user.name, user.email)
    if request.method != "POST":
        return _form("password", form)
    count_attempt(user.email)
    faulty = not form.validate()
    if not passwords.is_right(form.now.data or "", user):
        form.refuse("now", _("This is not your present password."))
        faulty = True
    if faulty:
        return _form("password", form), 422
    passwords.replace(user.id, form.password.data or "")
    letters.notify("password_changed", user.id, user.email)
    _sign_in_anew(user.id)
    flash(_("Your password is changed. Every other device has to sign in again."))
    return redirect(url_for("accounts.account"))


def address() -> ResponseReturnValue:
    """Another address: it takes effect once somebody has confirmed it from that mailbox."""
    if not mails():
        abort(404)
    user, form = door.fresh(), AddressForm()
    if request.method != "POST":
        return _form("address", form)
    if not form.validate():
        return _form("address", form), 422
    given = form.email.data or ""
    count_letter(given)
    # Whether the address has an account already is nobody's business: the answer is the same, and only mail differs.
    taken = accounts.find("email", given) is not None
    letters.order("address", 0 if taken else user.id, given, str(form.csrf_token.data))
    text = _("We have written to %(address)s. Open the link there to change to it; until then nothing changes.",
             address=given)  # fmt: skip
    flash(text)
    return redirect(url_for("accounts.account"))


def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere else: this session goes on."""
    user, said = visitor.person(), session.get("fs_paa")
    passwords.end_sessions(user.id)
    _sign_in_anew(user.id)
    # Nobody has said the password now: what asks for it still does.
    session["fs_paa"] = said
    flash(_("Every other device is signed out."))
    return redirect(url_for("accounts.account"))


def delete() -> ResponseReturnValue:
    """Delete the account, of someone who leads no organisation alone; asked first."""
    user = door.fresh()
    memberships = organisations.memberships(user.id)
    alone = [one for one in memberships if organisations.is_last_owner(one)]
    if request.method != "POST" or alone:
        page = render_template("accounts/delete.html", alone=alone)
        return (page, 409) if request.method == "POST" else page
    for one in memberships:
        organisations.leave(one.organisation_id, user.id)
    logout_user()
    accounts.remove(user.id)
    flash(_("Your account is deleted."))
    return redirect(url_for("firms.landing"))


def _sign_in_anew(user_id: int) -> None:
    found = accounts.find("id", user_id)
    if found:
        login_user(as_user(found), remember=False, authn_via=["password"])


def _draw(user: User, form: NameForm) -> str:
    return render_template(
        "accounts/account.html",
        user=user,
        form=form,
        faults=form.faults(),
        memberships=organisations.memberships(user.id),
        second_step=second_step.is_on(user),
        codes_left=second_step.recovery_codes_left(user),
        mails=mails(),
    )


def _form(page: str, form: AccountForm) -> str:
    return render_template(f"accounts/{page}.html", form=form, faults=form.faults())
