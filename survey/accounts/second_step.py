"""The second step of signing in: codes of an authenticator app, each good once, and recovery codes for a lost phone."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import current_app
from flask_security import UserMixin
from flask_security.totp import Totp
from markupsafe import Markup
from passlib.exc import TokenError
from passlib.totp import TOTP, AppWallet, TotpMatch

from survey import qr
from survey.accounts.sessions import WITHOUT_SECOND_STEP
from survey.accounts.users import User
from survey.storage import accounts, counters
from survey.storage.tokens import digest

METHOD = "authenticator"
WINDOW = 30
"""Seconds by which a phone's clock may be off."""

REMEMBERED = 600.0
"""Seconds for which a code that was used is known as used; longer than any is good for."""


class Codes(Totp):
    """Flask-Security's codes; their secrets are kept under keys made from the site's own, the newest for new ones."""

    def __init__(self, secrets: list[bytes], issuer: str) -> None:
        tags = {hashlib.sha256(key).hexdigest()[:12]: key for key in secrets}
        self._totp = TOTP.using(issuer=issuer, wallet=AppWallet(tags, default_tag=next(iter(tags))))

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Raises ``TokenError``, which makes the code a wrong one, where it was used before."""
        if not _is_first_use(user, f"code {tmatch.counter}"):
            raise TokenError("used")

    def renewed(self, secret: str) -> str | None:
        """The secret under the newest key; None if it is already."""
        source = self._totp.from_source(secret)
        return source.to_json(encrypt=True) if source.changed else None


def is_on(user: User) -> bool:
    return bool(user.tf_primary_method and user.tf_totp_secret)


def new_secret() -> str:
    return str(_codes().generate_totp_secret())


def key_in_words(secret: str) -> str:
    """The key to be typed where no camera is at hand."""
    return str(_codes().get_totp_pretty_key(secret))


def picture(user: User, secret: str) -> Markup:
    """The key as a QR code for the authenticator app."""
    return qr.drawn(_codes().get_totp_uri(user.email, secret))


def is_code(user: User, code: str, secret: str) -> bool:
    """Whether the app shows this code now, and it was not used before."""
    digits = "".join(code.split())
    return digits.isascii() and digits.isdigit() and bool(_codes().verify_totp(digits, secret, user, WINDOW))


def passes(user: User, code: str) -> bool:
    """Whether the code is the app's, or one of the recovery codes, which is thereby used up."""
    try:
        if is_code(user, code, user.tf_totp_secret or ""):
            _renew(user)
            return True
    except (ValueError, KeyError):
        # The key by which the secret was kept is gone from the settings; recovery codes went with it.
        return False
    return _use_recovery_code(user, "".join(code.split()).lower())


def turn_on(user: User, secret: str) -> list[str]:
    """From now on the code is asked for; the recovery codes, to be shown this once."""
    accounts.change(user.id, {"tf_primary_method": METHOD, "tf_totp_secret": secret})
    return new_recovery_codes(user)


def turn_off(user_id: int) -> None:
    accounts.change(user_id, WITHOUT_SECOND_STEP)


def new_recovery_codes(user: User) -> list[str]:
    """Ten new ones in place of those before."""
    return list(_security().mf_recovery_codes_util.create_recovery_codes(user))


def recovery_codes_left(user: User) -> int:
    return len(user.mf_recovery_codes or [])


def _use_recovery_code(user: User, code: str) -> bool:
    recovery = _security().mf_recovery_codes_util
    if not (recovery.check_recovery_code(user, code) and _is_first_use(user, f"recovery {code}")):
        return False
    recovery.delete_recovery_code(user, code)
    return True


def _renew(user: User) -> None:
    renewed = _codes().renewed(user.tf_totp_secret)
    if renewed:
        accounts.change(user.id, {"tf_totp_secret": renewed})


def _is_first_use(user: UserMixin, what: str) -> bool:
    """Whether nobody used this a moment ago, in whatever process."""
    return counters.add(digest(f"{user.id} {user.fs_uniquifier} {what}"), 1, REMEMBERED) == 1


def _codes() -> Any:
    return _security().totp_factory


def _security() -> Any:
    return current_app.extensions["security"]
