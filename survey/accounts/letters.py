"""Letters about accounts: ordered on a page, and given their link by the worker when they are sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from flask_babel import get_locale

from survey.accounts import tickets
from survey.mail import mails
from survey.storage import accounts, invitations, outbox
from survey.storage.outbox import AccountLetter, AccountLetterKind

INVITATION = "/account/invitation/"
FORGOTTEN = "/account/forgotten"
"""Addresses that are also said where there is no page: in letters and on the command line."""


def order(kind: AccountLetterKind, about: int, address: str, page: str) -> None:
    """Let the worker write to this address in the language in force. ``page``: see ``outbox.order``."""
    outbox.order_for_account(AccountLetter(kind, about, address, str(get_locale())), page)


def notify(kind: AccountLetterKind, about: int, address: str) -> None:
    """The same for a notice of what has happened, where there is a mail server."""
    if mails():
        order(kind, about, address, secrets.token_hex(16))


def path_of(letter: AccountLetter) -> str | None:
    """The path of the letter's link, made now; None where there is nobody to write to any more."""
    return _PATHS[letter.kind](letter)


def _invitation(letter: AccountLetter) -> str | None:
    token = invitations.renew(letter.about)
    return f"{INVITATION}{token}" if token else None


def _set(letter: AccountLetter) -> str | None:
    account = accounts.find("id", letter.about)
    return tickets.make("set", account, email=account.email, vouched=True) if account else None


def _confirm(letter: AccountLetter) -> str | None:
    account = accounts.find("id", letter.about)
    return tickets.make("confirm", account, email=account.email, vouched=True) if account else None


def _address(letter: AccountLetter) -> str | None:
    account = accounts.find("id", letter.about)
    return tickets.make("address", account, email=letter.address, vouched=True) if account else None


def _notice(letter: AccountLetter) -> str | None:
    return FORGOTTEN if accounts.find("id", letter.about) else None


_PATHS: dict[AccountLetterKind, Callable[[AccountLetter], str | None]] = {
    "invitation": _invitation,
    "set": _set,
    "confirm": _confirm,
    "address": _address,
    "password_changed": _notice,
    "address_changed": _notice,
}
