"""A campaign deleted for good, with what goes and what stays said before."""

from __future__ import annotations

import logging

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import visitor
from survey.accounts import door
from survey.accounts.forms import DeleteForm
from survey.storage.campaigns import removing

logger = logging.getLogger(__name__)


def delete_campaign(organisation: str, campaign: str) -> ResponseReturnValue:
    """Ask first; a POST with the name deletes. The standing campaign belongs to the installation, and stays."""
    owner, found = visitor.campaign(organisation, campaign, "owner")
    if found.standing:
        abort(404)
    door.fresh()
    form = DeleteForm(found.name)
    if request.method != "POST" or not form.validate():
        faults = form.faults()
        held = removing.held(found.id)
        page = render_template("bodies/delete.html", member=owner, campaign=found, form=form, faults=faults, held=held)
        return page, 422 if faults else 200
    removing.remove(found.id)
    logger.info("organisation %s, account %s: a campaign was deleted", owner.organisation_id, owner.user_id)
    flash(_("The campaign “%(name)s” is deleted.", name=found.name))
    return redirect(url_for("bodies.campaigns", organisation=organisation))
