"""Attempts to prove who one is: counted by network, and by account, whether there is such an account or not."""

from __future__ import annotations

from flask import current_app, g, request

from survey.extensions import limiter

MAILBOX_LIMIT = "5 per hour"
"""Whoever's mailbox it is has not asked for our letters."""


def count_attempt(account: str) -> None:
    """Count one more attempt at this account. Aborts with 429 above the limits."""
    g.attempted = account.strip().lower()
    _attempt()


def count_letter(address: str) -> None:
    """Count one more letter to this mailbox. Aborts with 429 above the limits."""
    g.attempted = address.strip().lower()
    _letter()


def _sign_in_limit() -> str:
    return str(current_app.config["WAYMARK"].rate_limit_sign_in)


def _account_limit() -> str:
    return str(current_app.config["WAYMARK"].rate_limit_account)


def _mail_limit() -> str:
    return str(current_app.config["WAYMARK"].rate_limit_mail)


def _this_account() -> str:
    return f"{request.endpoint} of {g.attempted}"


def _this_mailbox() -> str:
    return f"account mail to {g.attempted}"


@limiter.limit(_sign_in_limit)
@limiter.limit(_account_limit, key_func=_this_account)
def _attempt() -> None:
    """The limits are what this is for."""


@limiter.limit(_mail_limit)
@limiter.limit(MAILBOX_LIMIT, key_func=_this_mailbox)
def _letter() -> None:
    """The limits are what this is for."""
