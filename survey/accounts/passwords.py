"""Passwords: which may be chosen, how they are hashed and compared, and what a new one ends."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_security import hash_password
from wtforms import ValidationError

from survey.accounts import sessions
from survey.accounts.users import User
from survey.storage import accounts

SHORTEST = 10
LONGEST = 200
"""More would be work for the hash and for nobody's memory."""

KNOWN = ("password", "passwort", "kennwort", "motdepasse", "qwert", "1q2w3e", "letmein", "iloveyou", "welcome")
"""What the lists of stolen passwords are full of."""


def check(password: str, *about: str) -> None:
    """Raise ``ValidationError`` for one that is too short, too long or quickly guessed; ``about``: name and address."""
    if len(password) < SHORTEST:
        raise ValidationError(_("Take at least %(number)s characters: four words that only you put together are good.",
                                number=SHORTEST))  # fmt: skip
    if len(password) > LONGEST:
        raise ValidationError(_("Take at most %(number)s characters.", number=LONGEST))
    if _is_guessed(password.casefold(), *about):
        raise ValidationError(
            _("This one would be guessed soon: it repeats itself, is a known one, or holds your name or address.")
        )


def is_right(password: str, user: User | None) -> bool:
    """Whether this is the person's password. It takes as long where there is no such person, or none was chosen."""
    text = normal(password[:LONGEST])
    if user is None or not user.password or len(password) > LONGEST:
        hash_password(text)
        return False
    return bool(user.verify_and_update_password(text))


def replace(user_id: int, password: str, **more: Any) -> None:
    """Set the password, with whatever else is written with it; every session of the account ends."""
    accounts.change(user_id, more | {"password": hashed(password), "fs_uniquifier": sessions.new_name()})


def hashed(password: str) -> str:
    return str(hash_password(normal(password)))


def end_sessions(user_id: int) -> None:
    accounts.change(user_id, {"fs_uniquifier": sessions.new_name()})


def normal(password: str) -> str:
    """The password as it is hashed: the same, however a keyboard puts its letters together."""
    return unicodedata.normalize(current_app.config["SECURITY_PASSWORD_NORMALIZE_FORM"], password)


def _is_guessed(password: str, *about: str) -> bool:
    own = [part for text in about for part in re.split(r"\W+", text.casefold()) if len(part) >= 4]
    repeats = len(set(password)) < 5
    rows = any(password in row or password in row[::-1] for row in ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz"))
    left = password
    for word in ("waymark", *KNOWN, *own):
        left = left.replace(word, "")
    # A known word may stand in a long password, if what is left would be one of its own.
    return repeats or rows or (left != password and len(left) < SHORTEST)
