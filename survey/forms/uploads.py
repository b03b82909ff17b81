"""Files that are handed in: how much is accepted where one is asked for, and the one that was chosen."""

from __future__ import annotations

from contextlib import closing

from flask import request
from flask_babel import gettext as _

from survey.forms.faults import Fault, stale
from survey.forms.posted import PostedForm

ENVELOPE = 100_000
"""Bytes of an upload that are not the files: what the browser writes around them."""


class UploadForm(PostedForm):
    """Nothing but the token: files are not read by forms."""


def accept(largest: int, *, in_memory: int = ENVELOPE) -> None:
    """Accept so many bytes of files in this request: everywhere else much less is.

    To be called before the form is parsed, which is why the views that do so check their token themselves.
    ``in_memory``: bytes that are there at a time; the rest is on disk.
    """
    request.max_content_length = largest + ENVELOPE
    request.max_form_memory_size = in_memory


def posted_file(name: str) -> tuple[Fault | None, bytes]:
    """What is wrong with what was posted, if anything, and the bytes of its file.

    Raises ``RequestEntityTooLarge`` for more than is accepted.
    """
    if not UploadForm().validate_on_submit():
        return stale(), b""
    file = request.files.get(name)
    if file is None or not file.filename:
        return Fault(name, _("Choose a file first.")), b""
    with closing(file):
        return None, file.read()
