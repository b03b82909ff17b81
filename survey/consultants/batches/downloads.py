"""What comes of a batch: one report, or all of them in a ZIP."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey.consultants.batches.page import find
from survey.naming import file_name
from survey.sending import PDF, ZIP, attachment, stored_attachment
from survey.storage import batches
from survey.storage.batches import Batch
from survey.storage.values import Member


def batch_file(organisation: str, batch: str, position: int) -> ResponseReturnValue:
    """The report of one client, as soon as it is made."""
    member, found = _taken(organisation, batch)
    report = batches.report_file(member.organisation_id, found.public_id, position)
    if report is None:
        return _not_there(organisation, batch)
    name, content = report
    return attachment(content, PDF, name)


def batch_archive(organisation: str, batch: str) -> ResponseReturnValue:
    """All reports and their index, from disk."""
    member, found = _taken(organisation, batch)
    path = batches.archive_file(member.organisation_id, found.public_id)
    if path is None:
        return _not_there(organisation, batch)
    try:
        return stored_attachment(path, ZIP, file_name("zip", member.organisation_name, found.name))
    except FileNotFoundError:  # removed a moment ago
        return _not_there(organisation, batch)


def _taken(organisation: str, batch: str) -> tuple[Member, Batch]:
    member, found = find(organisation, batch)
    return (member, found) if member.may(found.takers) else abort(404)


def _not_there(organisation: str, batch: str) -> ResponseReturnValue:
    """To the batch, which says how far it is."""
    flash(_("This file is not there: it is still to be made, or is not kept any more."))
    return redirect(url_for("consultants.batch", organisation=organisation, batch=batch))
