"""The covering letter: what may stand in it, what is wrong with one, and how it reads for an invented firm."""

from __future__ import annotations

import re

PLACEHOLDERS = {"firm": "x"}


def letter_faults(text: str) -> list[str]:
    return [one for one in re.findall(r"\{[^}]*\}", text) if one[1:-1] not in PLACEHOLDERS]


def placeholders() -> dict[str, str]:
    return PLACEHOLDERS


def previewed(text: str, house: object) -> str:
    return text
