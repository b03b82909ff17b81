"""The logo: handed in, made ready for print, shown as it was kept, and taken away."""

from __future__ import annotations

import io

from flask import Response, abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from reports.logo import LARGEST_FILE, LogoError, prepared
from survey import visitor
from survey.consultants.house.page import draw
from survey.forms.faults import Fault, stale
from survey.forms.uploads import UploadForm, accept, posted_file
from survey.languages import in_words
from survey.storage import houses


def house_logo(organisation: str) -> Response:
    """The picture that was kept, and nothing of what was handed in."""
    member = visitor.consultant(organisation)
    logo = houses.house(member.organisation_id).branding.logo or abort(404)
    return send_file(io.BytesIO(logo), "image/png", download_name="logo.png")


def change_logo(organisation: str) -> ResponseReturnValue:
    """Keep the picture that was chosen, or none."""
    owner = visitor.consultant(organisation, "owner")
    accept(LARGEST_FILE)
    try:
        fault, logo = _posted()
    except RequestEntityTooLarge:
        return draw(owner, faults=[Fault("logo", _("The logo has more than 5 MB. Take a smaller file."))]), 413
    if fault is not None:
        return draw(owner, faults=[fault]), 422
    if not houses.set_logo(owner.organisation_id, logo, seen=request.form.get("seen", "")):
        text = _("A colleague changed the logo in the meantime. This is the one that is kept now: decide again.")
        return draw(owner, faults=[Fault("logo", text)]), 409
    flash(_("The logo is kept.") if logo else _("The logo is removed."))
    return redirect(url_for("consultants.house", organisation=organisation, _anchor="logo-title"))


def _posted() -> tuple[Fault | None, bytes]:
    """What is wrong with what was posted, if anything, and the picture as it is printed; none to remove it."""
    if request.form.get("do") == "remove":
        return (None, b"") if UploadForm().validate_on_submit() else (stale(), b"")
    fault, data = posted_file("logo")
    if fault is not None:
        return fault, b""
    try:
        return None, prepared(data)
    except LogoError as error:
        return Fault("logo", " ".join(in_words(problem.message) for problem in error.problems)), b""
