"""Codes by which firms are invited: short enough to be typed from paper, too many to be guessed."""

from __future__ import annotations

import secrets

from survey.storage.tokens import digest

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ3479"
"""26 signs of which no two look alike on paper: 16 of them are 75 bits."""

GROUPS, LENGTH = 4, 4

_READ_AS = str.maketrans({"2": "Z", "5": "S", "6": "G", "8": "B", "U": "V"})
"""Signs that no code has, as what they are misread of."""

_NO_CODE = "-"


def new_code() -> str:
    """For example ``KXQ4-M7TA-9WDB-RHC3``."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def as_typed(text: str) -> str:
    """The code that somebody typed, in the form in which it was made; "" for what cannot be one."""
    signs = "".join(sign for sign in text[:100].upper() if sign.isalnum()).translate(_READ_AS)
    if len(signs) != GROUPS * LENGTH or not set(signs) <= set(ALPHABET):
        return ""
    return "-".join(signs[at : at + LENGTH] for at in range(0, len(signs), LENGTH))


def code_digest(code: str) -> str:
    """What is kept of a code."""
    return digest(f"code {code}")


def no_code() -> str:
    """What is kept where there is no code: nothing that is typed has this digest."""
    return f"{_NO_CODE}{secrets.token_hex(16)}"


def is_code(kept: str) -> bool:
    """Whether what is kept is of a code."""
    return not kept.startswith(_NO_CODE)
