"""The logo: handed in, made ready for print, shown as it was kept, and taken away."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from survey import visitor
from survey.consultants.house.page import draw
from survey.forms.logos import changed_logo, logo_told, posted_logo, sent_logo
from survey.storage import houses


def house_logo(organisation: str) -> Response:
    member = visitor.consultant(organisation)
    return sent_logo(houses.house(member.organisation_id).branding.logo or abort(404))


def change_logo(organisation: str) -> ResponseReturnValue:
    """Keep the picture that was chosen, or none."""
    owner, posted = visitor.consultant(organisation, "owner"), posted_logo()
    if posted.fault is not None:
        return draw(owner, faults=[posted.fault]), posted.status
    if not houses.set_logo(owner.organisation_id, posted.picture, seen=request.form.get("seen", "")):
        return draw(owner, faults=[changed_logo()]), 409
    flash(logo_told(posted.picture))
    return redirect(url_for("consultants.house", organisation=organisation, _anchor="logo-title"))
