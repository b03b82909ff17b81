"""Which words a spreadsheet would change, and which already stand for no answer in it."""

from __future__ import annotations

import re

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

ABSENT_WORDS = frozenset({"n/a", "na", "not applicable", "dk", "don't know", "?", "none"})
"""What stands in a cell for "not applicable", "don't know" and "none of these", in any case."""


def changes_in_a_sheet(text: str) -> bool:
    """Whether Excel would turn this text into a number, a date, a truth value or a formula."""
    return _LOOKS_LIKE.fullmatch(text.strip()) is not None
