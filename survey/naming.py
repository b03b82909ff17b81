"""Names of files that go out: readable in every script, safe on every system."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

LONGEST = 60
"""Signs that a name has room for of what somebody else called something."""


def file_name(ending: str, *parts: str) -> str:
    """What the parts call, and the day: ``Harbour-Advisers-clients-2026-03-31.xlsx``."""
    words = [word for part in parts for word in safe_words(part)]
    return f"{'-'.join([*words, datetime.now(UTC).date().isoformat()])}.{ending}"


def safe_words(text: str) -> list[str]:
    """The words of a text of which no sign means anything to a file system, a shell or a browser."""
    signs = "".join(sign if _is_safe(sign) else " " for sign in unicodedata.normalize("NFC", text))
    return signs[:LONGEST].split()


def _is_safe(sign: str) -> bool:
    return sign == "_" or unicodedata.category(sign)[0] in "LNM"
