"""The administrator's page: organisations to found, and how many people each has; nothing of their clients."""

from __future__ import annotations

import logging

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import instruments, visitor
from survey.accounts import inviting, shown
from survey.accounts.forms import AddressForm, FoundForm
from survey.mail import mails
from survey.storage import organisations as storage
from survey.storage.campaigns import standing
from survey.storage.campaigns.parts import NoSuchCampaignError

logger = logging.getLogger(__name__)

PLACE = "organisations"


def organisations() -> ResponseReturnValue:
    """All organisations; a POST founds one and invites its first owner."""
    user, form = visitor.administrator(), FoundForm()
    if request.method != "POST":
        return _draw(form)
    if not form.validate():
        return _draw(form), 422
    founded = storage.found(form.name.data or "", form.chosen_kind)
    number = next(one.id for one in storage.every() if one.public_id == founded)
    inviting.invite(PLACE, number, form.email.data or "", "owner", page=str(form.csrf_token.data))
    logger.info("account %s founded organisation %s", user.id, number)
    return _back()


def first_owner(organisation: str) -> ResponseReturnValue:
    """Invite an owner of an organisation that nobody has joined yet; once somebody has, its owners invite."""
    user, form = visitor.administrator(), AddressForm()
    empty = {one.public_id: one for one in storage.every() if not one.members}
    theirs = empty.get(organisation) or abort(404)
    if request.method != "POST" or not form.validate():
        faults = form.faults()
        given = {"organisation": theirs, "form": form, "faults": faults, "mails": mails()}
        page = render_template("accounts/first_owner.html", **given)
        return (page, 422) if faults else page
    inviting.invite(PLACE, theirs.id, form.email.data or "", "owner", page=str(form.csrf_token.data))
    logger.info("account %s invited an owner of organisation %s", user.id, theirs.id)
    return _back()


def keep_standing() -> ResponseReturnValue:
    """Choose the body that looks after the campaign of the firms that nobody invited."""
    user = visitor.administrator()
    chosen = request.form.get("keeper", "")
    try:
        standing.keep_standing(chosen, instruments.current().reference)
    except NoSuchCampaignError:
        abort(404)
    logger.info("account %s chose who looks after the standing campaign", user.id)
    flash(_("The choice is kept."))
    return redirect(url_for("accounts.organisations", _anchor="standing"))


def _back() -> ResponseReturnValue:
    return redirect(url_for("accounts.organisations", _anchor=None if mails() else "made"))


def _draw(form: FoundForm) -> str:
    return render_template(
        "accounts/organisations.html",
        form=form,
        faults=form.faults(),
        organisations=storage.every(),
        made=shown.take(PLACE, inviting.words()),
        mails=mails(),
        bodies=standing.bodies(),
        keeper=standing.keeper(),
    )
