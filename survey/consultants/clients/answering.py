"""Answers on behalf of a client: an assessment begun or gone on with, its questions asked in one page."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import instruments, visitor
from survey.extensions import limit_starts
from survey.storage import assessments, client_assessments


@limit_starts
def start_client(organisation: str, client: str) -> ResponseReturnValue:
    """On to the interview: of what is open, of an update where one is asked for, else of a new assessment."""
    _member, known = visitor.client(organisation, client, "adviser")
    if known.archived_at:
        flash(_("This client is archived. Bring it back first."))
        return redirect(url_for("consultants.client", organisation=organisation, client=client))
    newest = next(iter(client_assessments.of_client(known.id)), None)
    if newest and newest.state == "finished" and request.form.get("how") == "update":
        public_id = assessments.reopen(newest.public_id, role="adviser").public_id
    else:
        public_id = client_assessments.start_for_client(known.id, instruments.current(), "interview")
    return redirect(url_for("firms.interview", public_id=public_id))
