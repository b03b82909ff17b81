"""Flask-Security, set up: argon2id, sessions that end with the password, no open registration."""

from __future__ import annotations

from flask import Flask
from flask_security import Security

from survey.accounts.users import Users


def init_app(app: Flask) -> None:
    app.config.update(
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        # One hash by argon2id, which salts by itself, and not one of ours around it.
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_REGISTERABLE=False,
        SECURITY_API_ENABLED_METHODS=["session"],
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_JOIN_USER_ROLES=False,
    )
    Security(app, Users())
