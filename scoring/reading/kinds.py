"""What kind of file it is, by its first bytes and never by its name."""

from __future__ import annotations

import re

from scoring.messages import N_, Message

OTHER = N_("This is {kind} and no table of answers. Save the table as .xlsx or as CSV.")

SIGNATURES = {b"PK\x03\x04": "xlsx", b"PK\x05\x06": "xlsx", b"\xd0\xcf\x11\xe0": "xlsx", b"PAR1": "parquet"}

OTHERS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\x89PNG|GIF8|\xff\xd8\xff|II\*\0|MM\0\*|RIFF....WEBP|BM.{4}\0{4}", re.DOTALL), N_("a picture")),
    (re.compile(rb"%PDF-"), N_("a PDF document")),
    (re.compile(rb"\x1f\x8b|BZh|7z\xbc\xaf|Rar!|\xfd7zXZ"), N_("a packed archive")),
    (re.compile(rb"\{\\rtf"), N_("a text document")),
    (re.compile(rb"\s*<(?:!doctype|html|head|body|table|meta|style|\?xml|!--|svg)", re.IGNORECASE), N_("a web page")),
    (re.compile(rb"\s*[\[{]\s*[\"\[{\]}]"), N_("JSON data")),
)
"""Beginnings of files that people take for a table, and what to call them."""


def format_of(data: bytes) -> str:
    """``xlsx``, ``parquet`` or ``csv``."""
    return SIGNATURES.get(data[:4], "csv")


def other_kind(data: bytes) -> Message | None:
    """What to say of a file that is no table at all; None where it may be one."""
    head = data[:512].removeprefix(b"\xef\xbb\xbf")
    found = next((name for beginning, name in OTHERS if beginning.match(head)), None)
    return None if found is None else Message(OTHER, {"kind": Message(found)})
