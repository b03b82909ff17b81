"""A client that is not worked with any more: put away, brought back, or deleted for good."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import visitor
from survey.consultants.clients.forms import SureForm
from survey.firms.sharing.making import forget_made
from survey.storage import clients


def archive_client(organisation: str, client: str) -> ResponseReturnValue:
    """Put the client away, or bring it back."""
    member, _known = visitor.client(organisation, client, "adviser")
    archived = request.form.get("archived") != "no"
    clients.put_away(member.organisation_id, [client], archived=archived)
    flash(_("The client is archived.") if archived else _("The client is back on the list."))
    return redirect(url_for("consultants.client", organisation=organisation, client=client))


def delete_client(organisation: str, client: str) -> ResponseReturnValue:
    """Say what goes and what stays with the firm itself; a POST with a tick deletes."""
    member, known = visitor.client(organisation, client, "owner")
    form = SureForm()
    if request.method != "POST" or not form.validate():
        faults = form.faults()
        page = render_template(
            "consultants/delete.html",
            member=member,
            client=known,
            form=form,
            faults=faults,
            held=clients.held(known.id),
        )
        return page, 422 if faults else 200
    clients.delete(member.organisation_id, client)
    forget_made()
    flash(_("The client is deleted for good."))
    return redirect(url_for("consultants.clients", organisation=organisation))
