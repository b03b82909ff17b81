"""Files on their way to whoever asked for them: as what they go out, and large ones however slow the line is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from flask import Response, current_app, send_file

PDF, ZIP, JSON, CSV = "application/pdf", "application/zip", "application/json", "text/csv"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

PART = 1 << 16
"""Bytes that are sent at a time."""

SIGN_OF_LIFE = "SIGN_OF_LIFE"
"""In the configuration of an application: what a web process calls lest it be taken for one that hangs, and ended."""


def attachment(content: bytes, mimetype: str, name: str) -> Response:
    """A file that was made in memory, to be kept under this name."""
    return send_file(io.BytesIO(content), mimetype, as_attachment=True, download_name=name)


def stored_attachment(path: Path, mimetype: str, name: str, *, conditional: bool = True) -> Response:
    """A file from disk. ``conditional``: whoever was interrupted can go on where they were."""
    return patiently(send_file(path, mimetype, as_attachment=True, download_name=name, conditional=conditional))


def written_attachment(file: IO[bytes], mimetype: str, name: str) -> Response:
    """A file that was just written, from its beginning; it is closed once it is sent."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    response = send_file(file, mimetype, as_attachment=True, download_name=name, conditional=False)
    response.direct_passthrough = False
    response.response = _in_parts(file)
    response.content_length = size
    return patiently(response)


def patiently(response: Response) -> Response:
    """The same response; as long as parts of it are taken, its process is not ended."""
    sign: Callable[[], object] | None = current_app.config.get(SIGN_OF_LIFE)
    if sign is not None:
        response.response = _with_signs(response.response, sign)
    return response


def _in_parts(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a file, which is closed after the last of them, or when nobody wants more."""
    with file:
        while part := file.read(PART):
            yield part


def _with_signs(parts: Iterable[Any], sign: Callable[[], object]) -> Iterator[Any]:
    try:
        for part in parts:
            sign()
            yield part
    finally:
        if close := getattr(parts, "close", None):
            close()
