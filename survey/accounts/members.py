"""An organisation's people, and the organisation itself: led by its owners, seen by every member."""

from __future__ import annotations

import logging

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import visitor
from survey.accounts import door, inviting, shown, tickets
from survey.accounts.forms import AccountForm, DeleteForm, InviteForm, OrganisationNameForm
from survey.accounts.frame import organisation_places
from survey.mail import mails
from survey.storage import accounts, invitations, organisations
from survey.storage.organisations import LastOwnerError
from survey.storage.values import MEMBER_ROLES, Member, MemberRole

logger = logging.getLogger(__name__)


def home(organisation: str) -> ResponseReturnValue:
    """The first page of an organisation that there is something to do on."""
    places = organisation_places(visitor.member(organisation))
    return redirect(places[0].address)


def members(organisation: str) -> ResponseReturnValue:
    """Everybody in the organisation, and who is invited; a POST of an owner invites one more."""
    if request.method != "POST":
        return _draw(visitor.member(organisation))
    owner, form = visitor.member(organisation, "owner"), InviteForm()
    if not form.validate():
        return _draw(owner, form), 422
    page, email = str(form.csrf_token.data), form.email.data or ""
    if not inviting.invite(_place(owner), owner.organisation_id, email, form.chosen, page=page):
        form.refuse("email", _("This person is a member already. Change the role in the list."))
        return _draw(owner, form), 422
    _note(owner, f"a person was invited as {form.chosen}")
    return _back(owner, "made")


def withdraw(organisation: str, invitation_id: int) -> ResponseReturnValue:
    owner = visitor.member(organisation, "owner")
    invitations.withdraw(owner.organisation_id, invitation_id)
    _note(owner, "an invitation was withdrawn")
    flash(_("The invitation is withdrawn: its link opens nothing any more."))
    return _back(owner)


def renew(organisation: str, invitation_id: int) -> ResponseReturnValue:
    owner = visitor.member(organisation, "owner")
    pending = {one.id: one for one in invitations.pending(owner.organisation_id)}
    # Not the word by which a page that was drawn in the same second sent the invitation itself.
    page = f"anew {request.form['csrf_token']}"
    inviting.make_anew(_place(owner), pending.get(invitation_id) or abort(404), page=page)
    _note(owner, "an invitation was made anew")
    return _back(owner, "made")


def change_role(organisation: str, user_id: int) -> ResponseReturnValue:
    owner = visitor.member(organisation, "owner")
    one, role = _colleague(owner, user_id), request.form.get("role")
    chosen: MemberRole | None = next((known for known in MEMBER_ROLES if known == role), None)
    if chosen is None:
        abort(404)
    try:
        organisations.change_role(owner.organisation_id, one.user_id, chosen)
    except LastOwnerError:
        return _needs_an_owner(owner)
    _note(owner, f"account {one.user_id} is now {chosen}")
    flash(_("The role is changed."))
    return _back(owner)


def remove(organisation: str, user_id: int) -> ResponseReturnValue:
    owner = visitor.member(organisation, "owner")
    one = _colleague(owner, user_id)
    try:
        organisations.leave(owner.organisation_id, one.user_id)
    except LastOwnerError:
        return _needs_an_owner(owner)
    _note(owner, f"account {one.user_id} was removed")
    flash(_("%(name)s is no member any more.", name=one.name or one.email))
    return _back(owner)


def password_link(organisation: str, user_id: int) -> ResponseReturnValue:
    """A link by which a colleague chooses a new password, where no mail server could send it."""
    owner = visitor.member(organisation, "owner")
    one = _colleague(owner, user_id)
    account = accounts.find("id", one.user_id)
    if mails() or account is None or one.user_id == owner.user_id:
        abort(404)
    if not tickets.only_member_of(account, owner.organisation_id):
        return _draw(owner, refused=one), 409
    path = tickets.make("set", account, member_of=owner.organisation_id)
    shown.keep(_place(owner), "password", one.name or one.email, path)
    _note(owner, f"a password link was made for account {one.user_id}")
    return _back(owner, "made")


def leave(organisation: str) -> ResponseReturnValue:
    """Ask first; a POST leaves."""
    member = visitor.member(organisation)
    if request.method != "POST":
        return render_template("accounts/leave.html", member=member, alone=organisations.is_last_owner(member))
    try:
        organisations.leave(member.organisation_id, member.user_id)
    except LastOwnerError:
        return render_template("accounts/leave.html", member=member, alone=True), 409
    _note(member, "a member left")
    flash(_("You have left %(organisation)s.", organisation=member.organisation_name))
    return redirect(url_for("accounts.account"))


def rename(organisation: str) -> ResponseReturnValue:
    owner, form = visitor.member(organisation, "owner"), OrganisationNameForm()
    if request.method != "POST":
        form.name.data = owner.organisation_name
        return _form("rename", owner, form)
    if not form.validate():
        return _form("rename", owner, form), 422
    organisations.rename(owner.organisation_id, form.name.data or "")
    flash(_("The organisation has its new name."))
    return _back(owner)


def delete(organisation: str) -> ResponseReturnValue:
    """Delete the organisation with everything about its clients; its name has to be typed."""
    owner = visitor.member(organisation, "owner")
    door.fresh()
    form = DeleteForm(owner.organisation_name)
    if request.method != "POST":
        return _form("delete_organisation", owner, form)
    if not form.validate():
        return _form("delete_organisation", owner, form), 422
    organisations.remove(owner.organisation_id)
    _note(owner, "the organisation was deleted")
    name = owner.organisation_name
    told = {
        "consultancy": _("%(organisation)s is deleted, with its clients.", organisation=name),
        "body": _("%(organisation)s is deleted, with its campaigns.", organisation=name),
    }
    flash(told[owner.kind])
    return redirect(url_for("accounts.account"))


def _colleague(owner: Member, user_id: int) -> Member:
    theirs = organisations.members(owner.organisation_id)
    return next((one for one in theirs if one.user_id == user_id), None) or abort(404)


def _needs_an_owner(owner: Member) -> ResponseReturnValue:
    flash(_("An organisation needs an owner. Make somebody else one first."))
    return _draw(owner), 409


def _note(member: Member, what: str) -> None:
    """A line for whoever looks into what happened; numbers only, no names."""
    logger.info("organisation %s, account %s: %s", member.organisation_id, member.user_id, what)


def _place(member: Member) -> str:
    return f"members of {member.organisation}"


def _back(owner: Member, anchor: str | None = None) -> ResponseReturnValue:
    shows = anchor if not mails() else None
    return redirect(url_for("organisations.members", organisation=owner.organisation, _anchor=shows))


def _draw(member: Member, form: InviteForm | None = None, refused: Member | None = None) -> str:
    return render_template(
        "accounts/members.html",
        member=member,
        people=organisations.members(member.organisation_id),
        pending=invitations.pending(member.organisation_id) if member.may("owner") else [],
        form=form or InviteForm(formdata=None),
        faults=form.faults() if form else [],
        refused=refused,
        made=shown.take(_place(member), inviting.words()),
        mails=mails(),
        public_url=current_app.config["WAYMARK"].public_url,
    )


def _form(page: str, owner: Member, form: AccountForm) -> str:
    return render_template(f"accounts/{page}.html", member=owner, form=form, faults=form.faults())
