"""Who a client is: entered once, and changed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import visitor
from survey.consultants.clients.forms import ClientForm
from survey.firms.answering.forms import trade_names
from survey.forms.faults import Fault
from survey.storage import client_tags, clients
from survey.storage.clients import Client, ClientChangedError, RefTakenError
from survey.storage.values import Member


def new_client(organisation: str) -> ResponseReturnValue:
    member = visitor.consultant(organisation, "adviser")
    form = ClientForm()
    if _wants_regions() or not form.validate_on_submit():
        return _draw(member, form)
    try:
        public_id = clients.add(member.organisation_id, form.particulars())
    except RefTakenError as taken:
        return _refuse(member, form, taken)
    return redirect(url_for("consultants.client", organisation=organisation, client=public_id))


def edit_client(organisation: str, client: str) -> ResponseReturnValue:
    member, known = visitor.client(organisation, client, "adviser")
    form = ClientForm() if request.method == "POST" else ClientForm.of_client(known)
    if _wants_regions() or not form.validate_on_submit():
        return _draw(member, form, known)
    try:
        clients.change(known, form.particulars(), form.seen.data or "")
    except RefTakenError as taken:
        return _refuse(member, form, taken, known)
    except ClientChangedError:
        return _draw_both(member, form, client)
    flash(_("Saved."))
    return redirect(url_for("consultants.client", organisation=organisation, client=client))


def _refuse(member: Member, form: ClientForm, taken: RefTakenError, known: Client | None = None) -> ResponseReturnValue:
    form.refuse_ref()
    return _draw(member, form, known, clients.find(member.organisation_id, taken.client))


def _draw_both(member: Member, form: ClientForm, client: str) -> ResponseReturnValue:
    """What was typed stays on the page; whoever saves it next has seen that there is another version."""
    _member, now = visitor.client(member.organisation, client, "adviser")
    form.seen.data = now.revision
    message = _("A colleague changed this client in the meantime. Saving again replaces what the colleague entered.")
    page, _status = _draw(member, form, now, faults=[Fault("", message)])
    return page, 409


def _wants_regions() -> bool:
    return request.form.get("show") == "regions"


def _draw(
    member: Member,
    form: ClientForm,
    known: Client | None = None,
    taken: Client | None = None,
    faults: list[Fault] | None = None,
) -> tuple[str, int]:
    """``taken``: the other client that has the number. ``faults``: in place of the form's own."""
    found = form.faults() if faults is None else faults
    page = render_template(
        "consultants/edit.html",
        member=member,
        client=known,
        form=form,
        taken=taken,
        faults=found,
        trade_names=trade_names(),
        tags=client_tags.tags(member.organisation_id),
    )
    return page, 422 if found else 200
