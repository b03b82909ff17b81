"""Rate limits: Flask-Limiter with its counters in our database, so that all processes count together."""

from __future__ import annotations

import hashlib
import hmac
import time

import sqlalchemy as sa
from flask import Flask, current_app
from limits.storage import Storage

from survey.extensions import limiter
from survey.storage import counters

SCHEME = "waymark"


class DatabaseStorage(Storage):
    """Counters for the fixed-window strategy; the visitor's address is kept only as a keyed hash."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - the base class declares it so

    @property
    def base_exceptions(self) -> type[Exception]:
        return sa.exc.SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        return counters.add(_hashed(key), amount, expiry)

    def get(self, key: str) -> int:
        return counters.read(_hashed(key))[0]

    def get_expiry(self, key: str) -> float:
        return counters.read(_hashed(key))[1] or time.time()

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        return counters.remove_all()

    def clear(self, key: str) -> None:
        counters.remove(_hashed(key))


def init_app(app: Flask) -> None:
    app.config.update(
        RATELIMIT_STORAGE_URI=f"{SCHEME}://",
        RATELIMIT_STRATEGY="fixed-window",
        # A counter that cannot be written is logged and the page is shown all the same.
        RATELIMIT_SWALLOW_ERRORS=True,
        RATELIMIT_HEADERS_ENABLED=False,
    )
    limiter.init_app(app)


def _hashed(key: str) -> str:
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()
