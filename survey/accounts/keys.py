"""Keys made from the site's secret key, one for each purpose, and sealed words that only this site can read.

What a link of ours says (for whom it is, and what it may do) is sealed into the link itself: nothing is stored, so
nothing can be stolen from the database, and it works exactly as long as what it says still holds.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app

from survey.config import Settings, secret_keys


def derived(settings: Settings, purpose: str) -> list[bytes]:
    """A key for the purpose from each secret key, the one in force first; none tells anything about another."""
    key, fallbacks = secret_keys(settings)
    return [_derived(one, purpose) for one in (key, *fallbacks)]


def seal(purpose: str, said: dict[str, Any]) -> str:
    """What was said, so that nobody else can read or change it; safe within an address."""
    return _box(purpose).encrypt(json.dumps(said, separators=(",", ":")).encode()).decode().rstrip("=")


def unseal(purpose: str, sealed: str, good_for: timedelta) -> dict[str, Any] | None:
    """What was said; None for what was never sealed here for this purpose, or too long ago."""
    padded = sealed + "=" * (-len(sealed) % 4)
    try:
        said: dict[str, Any] = json.loads(_box(purpose).decrypt(padded.encode(), ttl=int(good_for.total_seconds())))
    except (InvalidToken, ValueError):
        return None
    return said


def _box(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in derived(current_app.config["WAYMARK"], purpose)])


def _derived(secret: str, purpose: str) -> bytes:
    return urlsafe_b64encode(hmac.new(secret.encode(), f"waymark {purpose}".encode(), hashlib.sha256).digest())
