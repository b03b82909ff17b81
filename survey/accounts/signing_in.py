"""Flask-Security, set up: argon2id, codes of an authenticator app, sessions that end with the password.

Of its parts we use those behind the pages: hashing, who a session is, how fresh a sign-in is, codes and recovery codes.
The pages are ours (docs/decisions/0015-accounts.md), so its blueprint stays out.
"""

from __future__ import annotations

from flask import Flask
from flask_login.utils import _user_context_processor
from flask_security import Security

from survey.accounts import keys
from survey.accounts.second_step import Codes
from survey.accounts.users import Users
from survey.config import Settings
from survey.storage.models import now

RECOVERY_CODES = 10


def init_app(app: Flask, settings: Settings) -> None:
    app.config.update(
        # Flask-Login's own protection marks the session of every visitor; how fresh a sign-in is, Flask-Security knows.
        SESSION_PROTECTION=None,
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        # One hash by argon2id, which salts by itself, and not one of ours around it.
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_REGISTERABLE=False,
        SECURITY_API_ENABLED_METHODS=["session"],
        SECURITY_DATETIME_FACTORY=now,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_N=RECOVERY_CODES,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS=keys.derived(settings, "recovery codes"),
        SECURITY_TOTP_ISSUER="Waymark",
        SECURITY_TOTP_SECRETS=keys.derived(settings, "codes"),
        # Its commands would change accounts past our own rules.
        SECURITY_CLI_USERS_NAME=False,
        SECURITY_CLI_ROLES_NAME=False,
    )
    security = Security(app, Users(), register_blueprint=False, totp_cls=Codes)
    # A session is all that signs anybody in: no token in an address or a header, and no cookie that outlives it.
    security.login_manager.request_loader(None)
    # Otherwise every page would read the account, also the one that says that the database does not answer.
    app.template_context_processors[None].remove(_user_context_processor)
