"""Invitations: the client's own firm answers, by a private link that is shown once or sent by our mail server."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from limits import parse

from survey import instruments, visitor
from survey.consultants.clients import page
from survey.extensions import limiter
from survey.firms.sharing.forms import LinkForm
from survey.firms.sharing.making import MAILBOX_LIMIT, show_once
from survey.mail import mails
from survey.mail.address import mailbox
from survey.mail.letter import plain_name
from survey.storage import client_inviting, clients
from survey.storage.client_inviting import Told
from survey.storage.clients import Client
from survey.storage.values import Member

MOST = 200
"""Clients that are invited in one go."""

ORGANISATION_LIMIT = "1000 per day"
"""A consultancy writes to all its clients; nobody needs to write to all of them every hour."""


@dataclass(frozen=True)
class Outcome:
    """What became of inviting many: who is written to, and who is not, for which reason."""

    written_to: tuple[Client, ...]
    without_address: tuple[Client, ...]
    already: tuple[Client, ...]
    too_often: tuple[Client, ...]


def invite(organisation: str, client: str) -> ResponseReturnValue:
    """Make a link, to be shown once or to be sent."""
    member, known = visitor.client(organisation, client, "adviser")
    if known.archived_at:
        flash(_("This client is archived. Bring it back first."))
        return _back(known, member)
    by_mail = request.form.get("how") == "mail"
    if by_mail and not mails():
        abort(404)
    form = LinkForm("owner", must_mail=by_mail)
    if not form.validate():
        return page.draw(member, known, invitation=form), 422
    (_send if by_mail else _show)(member, known, form)
    return _back(known, member, "made" if not by_mail else "invite")


def end_invitation(organisation: str, client: str, link_id: int) -> ResponseReturnValue:
    member, known = visitor.client(organisation, client, "adviser")
    if not client_inviting.end_invitation(known.id, link_id):
        abort(404)
    flash(_("The link no longer works, and devices that used it have lost access."))
    return _back(known, member, "invite")


def invite_all(member: Member, chosen: Collection[str]) -> ResponseReturnValue:
    """Write to each of these clients that has an address and has not begun, and say who was not written to."""
    if not mails():
        abort(404)
    if not _may_send(ORGANISATION_LIMIT, f"of {member.organisation}", len(chosen)):
        abort(429)
    every = {one: clients.find(member.organisation_id, one) for one in chosen}
    known = {one: client for one, client in every.items() if client}
    too_often = {one for one, client in known.items() if client.email and not _may_write(client.email)}
    told = _told(member, request.form.get("csrf_token", ""))
    asked = client_inviting.write_to_all(member.organisation_id, known.keys() - too_often, instruments.current(), told)
    named = {one: tuple(known[client] for client in getattr(asked, one)) for one in asked.__dataclass_fields__}
    outcome = Outcome(too_often=tuple(known[one] for one in known if one in too_often), **named)
    return render_template("consultants/invited.html", member=member, outcome=outcome)


def _show(member: Member, known: Client, _form: LinkForm) -> None:
    name = _link_name(member)
    public_id, token = client_inviting.invite(known.id, instruments.current(), name)
    show_once(public_id, "invitation", name, token)


def _send(member: Member, known: Client, form: LinkForm) -> None:
    recipient = mailbox(form.address.data) or ""
    if not (_may_write(recipient) and _may_send(ORGANISATION_LIMIT, f"of {member.organisation}", 1)):
        abort(429)
    client_inviting.write_to(known.id, instruments.current(), recipient, _told(member, form.csrf_token.data))
    flash(
        _(
            "We are sending the invitation to %(address)s. If nothing arrives within some minutes, check the address, "
            "and try again.",
            address=recipient,
        )
    )


def _told(member: Member, page_token: str) -> Told:
    by = plain_name(member.organisation_name) or _("Your adviser")
    return Told(by, _link_name(member), str(get_locale()), page_token)


def _link_name(member: Member) -> str:
    """What the firm reads among its own links."""
    return str(_("invitation by %(organisation)s", organisation=plain_name(member.organisation_name)))


def _may_write(address: str) -> bool:
    return _may_send(MAILBOX_LIMIT, f"to {address.lower()}", 1)


def _may_send(limit: str, whose: str, letters: int) -> bool:
    """Count the letters; whether they stay within the limit."""
    return bool(limiter.limiter.hit(parse(limit), "invitations", whose, cost=letters or 1))


def _back(known: Client, member: Member, anchor: str | None = None) -> ResponseReturnValue:
    place = url_for("consultants.client", organisation=member.organisation, client=known.public_id, _anchor=anchor)
    return redirect(place)
