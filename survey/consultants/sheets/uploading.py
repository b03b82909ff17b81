"""The list of sheets that came in, templates to fill in, and the upload of more."""

from __future__ import annotations

from contextlib import closing

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from scoring.template import template
from survey import instruments, visitor
from survey.consultants.sheets import steps
from survey.forms.faults import Fault, stale
from survey.forms.text import printable
from survey.forms.uploads import UploadForm, accept
from survey.languages import translations
from survey.sending import XLSX
from survey.storage.imports import uploads
from survey.storage.values import Member

TEMPLATES = {
    ("wide", "xlsx"): XLSX,
    ("wide", "csv"): "text/csv; charset=utf-8",
    ("interview", "xlsx"): XLSX,
}

PIECE = 500_000
"""Bytes of an upload that are in memory at a time; the rest is on disk."""

Files = list[tuple[str, bytes]]


def sheets(organisation: str) -> ResponseReturnValue:
    """Sheets of this organisation; a POST brings another one in."""
    member = visitor.consultant(organisation, "adviser" if request.method == "POST" else "viewer")
    return _upload(member) if request.method == "POST" else _draw(member)


def sheet_template(organisation: str, layout: str, form: str) -> ResponseReturnValue:
    """An empty sheet in the visitor's language."""
    visitor.consultant(organisation)
    kind = TEMPLATES.get((layout, form)) or abort(404)
    instrument = instruments.current()
    data = template(instrument, form, translations(get_locale()), layout=layout)
    name = f"{instrument.id}-{layout}.{form}"
    return Response(data, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _upload(member: Member) -> ResponseReturnValue:
    accept(current_app.config["WAYMARK"].max_upload_bytes, in_memory=PIECE)
    try:
        fault, files = _posted()
    except RequestEntityTooLarge:
        return _draw(member, Fault("files", _too_large())), 413
    if fault is not None:
        return _draw(member, fault), 422
    language = str(get_locale())
    public_id = uploads.add(member, instruments.current().reference, language, files)
    found = uploads.find(member.organisation_id, public_id) or abort(404)
    size = sum(len(data) for _, data in files)
    steps.go_on(found, small=size <= steps.SMALL_BYTES and len(files) <= steps.SMALL_FILES)
    return redirect(url_for("consultants.sheet", organisation=member.organisation, sheet=public_id))


def _posted() -> tuple[Fault | None, Files]:
    """What is wrong with the upload, if anything, and its files. Raises ``RequestEntityTooLarge``."""
    if not UploadForm().validate_on_submit():
        return stale(), []
    files = [_content(one) for one in request.files.getlist("files") if one.filename]
    if not files:
        return Fault("files", _("Choose a file first.")), []
    if sum(len(data) for _, data in files) > current_app.config["WAYMARK"].max_upload_bytes:
        raise RequestEntityTooLarge
    return None, files


def _content(file: FileStorage) -> tuple[str, bytes]:
    """The name and the bytes of a file; larger ones are on disk until they are closed."""
    with closing(file):
        return printable(file.filename or "") or "-", file.read()


def _too_large() -> str:
    most = current_app.config["WAYMARK"].max_upload_bytes // 1_000_000
    return str(_("These files have more than %(n)s megabytes together. Upload them in several goes.", n=most))


def _draw(member: Member, fault: Fault | None = None) -> str:
    return render_template(
        "consultants/sheets/sheets.html",
        member=member,
        instrument=instruments.current(),
        imports=uploads.of_organisation(member.organisation_id),
        faults=[fault] if fault else [],
        megabytes=current_app.config["WAYMARK"].max_upload_bytes // 1_000_000,
        days=uploads.KEPT.days,
    )
