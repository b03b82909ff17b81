"""A logo that is handed in: made ready for pages and print, or everything that is wrong with it; and sent as kept."""

from __future__ import annotations

import io
from dataclasses import dataclass

from flask import Response, request, send_file
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from reports.logo import LARGEST_FILE, LogoError, prepared
from survey.forms.faults import Fault, stale
from survey.forms.uploads import UploadForm, accept, posted_file
from survey.languages import in_words


@dataclass(frozen=True)
class PostedLogo:
    """``picture``: as it is to be kept, none to remove it; where there is a ``fault``, the page has this ``status``."""

    picture: bytes = b""
    fault: Fault | None = None
    status: int = 422


def posted_logo() -> PostedLogo:
    """What the form of a logo posted."""
    accept(LARGEST_FILE)
    try:
        return _posted()
    except RequestEntityTooLarge:
        return PostedLogo(fault=Fault("logo", _("The logo has more than 5 MB. Take a smaller file.")), status=413)


def _posted() -> PostedLogo:
    if request.form.get("do") == "remove":
        return PostedLogo(fault=None if UploadForm().validate_on_submit() else stale())
    fault, data = posted_file("logo")
    if fault is not None:
        return PostedLogo(fault=fault)
    try:
        return PostedLogo(prepared(data))
    except LogoError as error:
        return PostedLogo(fault=Fault("logo", " ".join(in_words(problem.message) for problem in error.problems)))


def changed_logo() -> Fault:
    """A colleague has kept another one since the page was drawn."""
    text = _("A colleague changed the logo in the meantime. This is the one that is kept now: decide again.")
    return Fault("logo", text)


def logo_told(picture: bytes) -> str:
    """That it is written."""
    return str(_("The logo is kept.") if picture else _("The logo is removed."))


def sent_logo(picture: bytes) -> Response:
    """The picture that was kept, and nothing of what was handed in."""
    return send_file(io.BytesIO(picture), "image/png", download_name="logo.png")
