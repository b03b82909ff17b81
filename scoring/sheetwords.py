"""The words of a sheet: which stand for no answer, and which a spreadsheet would change."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
    "|january|february|march|april|june|july|august|september|october|november|december"
)
_LOOKS_LIKE = re.compile(
    rf"""
    [-+]?[\d.,\s]*\d\s*%?                               # a number or a percentage
    | [-+]?\d+([.,]\d+)?e[-+]?\d+                       # 1e5
    | \d{{1,4}}\s*[-/.]\s*\d{{1,4}}(\s*[-/.]\s*\d{{1,4}})?   # 2-7, 1/2, 24.12.2025
    | ({_MONTHS})[-\s_.]?\d{{1,4}}                      # mar1, Dec 2025
    | \d{{1,4}}[-\s_.]?({_MONTHS})([-\s_.]?\d{{1,4}})?  # 1mar
    | \d{{1,2}}:\d{{2}}(:\d{{2}})?                      # 12:30
    | true | false
    | [=+@-].*                                          # the beginning of a formula
    """,
    re.VERBOSE | re.IGNORECASE,
)

ABSENT_WORDS: Mapping[str, str] = dict.fromkeys(("n/a", "na", "n.a.", "not applicable"), "na") | dict.fromkeys(
    ("dk", "don't know", "dont know", "do not know", "?"), "dk"
)
"""What stands in a cell for "not applicable" and "don't know", as ``normal`` writes it."""

NONE = "none"
"""What stands in a cell for "none of these"."""

FAULTS = "waymark_faults"
"""The column that tells the faults of each row in a sheet given back: read over in whatever language it is."""

INTERVIEW = "waymark_interview"
"""What the sheet of one firm's interview has in its first column, before the reference of its instrument."""

ANSWER_COLUMN = "D"
"""Where the answers of an interview stand."""


def normal(text: str) -> str:
    """Text for comparing: no case, one space between words, straight apostrophes, accents in one form."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").casefold().split())


def stands_for_no_answer(text: str) -> bool:
    """Whether a sheet reads this text as not applicable, don't know or none, so that no option may be called so."""
    return normal(text) in ABSENT_WORDS or normal(text) == NONE


def changes_in_a_sheet(text: str) -> bool:
    """Whether Excel would turn this text into a number, a date, a truth value or a formula."""
    return _LOOKS_LIKE.fullmatch(text.strip()) is not None
