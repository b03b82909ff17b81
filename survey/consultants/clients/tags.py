"""The tags of an organisation: all of them, renamed or dropped for every client."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from survey import visitor
from survey.forms.text import printable
from survey.storage import client_tags
from survey.storage.client_tags import LONGEST


def tags(organisation: str) -> ResponseReturnValue:
    """The list; a POST renames one, or drops it."""
    member = visitor.consultant(organisation, "adviser")
    if request.method != "POST":
        every = client_tags.tags(member.organisation_id)
        return render_template("consultants/tags.html", member=member, tags=every)
    name = "" if request.form.get("do") == "drop" else " ".join(printable(request.form.get("name", "")).split())
    if len(name) > LONGEST or "," in name or (not name and request.form.get("do") != "drop"):
        flash(_("A tag has from 1 to %(most)s characters and no comma.", most=LONGEST))
        return redirect(url_for("consultants.tags", organisation=organisation))
    count = client_tags.rename(member.organisation_id, printable(request.form.get("tag", ""))[:LONGEST], name)
    flash(ngettext("Changed for %(num)s client.", "Changed for %(num)s clients.", count))
    return redirect(url_for("consultants.tags", organisation=organisation))
