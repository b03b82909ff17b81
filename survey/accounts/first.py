"""Accounts that nobody on the site could make: the first administrator's, and those that its operator makes."""

from __future__ import annotations

from flask import Flask

from survey.accounts import sessions, tickets
from survey.storage import accounts
from survey.storage.accounts import Account


def first_link(app: Flask) -> str | None:
    """The path by which the first administrator says who they are, while nobody has an account; else None.

    Each call makes another one, and ends the one before.
    """
    with app.app_context():
        waiting = accounts.find("email", tickets.PLACEHOLDER)
        if not accounts.is_empty(but=tickets.PLACEHOLDER):
            if waiting:
                accounts.remove(waiting.id)
            return None
        waiting = waiting or _add(tickets.PLACEHOLDER)
        accounts.change(waiting.id, {"fs_uniquifier": sessions.new_name()})
        return tickets.make("set", accounts.find("id", waiting.id) or waiting, vouched=True)


def link_for(email: str, *, administrator: bool = False, without_second_step: bool = False) -> str | None:
    """The path by which this person sets a password; None where there is no such account.

    ``administrator``: the account founds organisations from now on, and is made if there is none.
    """
    account = accounts.find("email", email)
    if account is None and administrator:
        account = _add(email)
    if account is None:
        return None
    if administrator:
        accounts.change(account.id, {"is_administrator": True})
    if without_second_step:
        accounts.change(account.id, sessions.WITHOUT_SECOND_STEP)
    return tickets.make("set", account, email=account.email, vouched=True)


def _add(email: str) -> Account:
    return accounts.add({"email": email, "fs_uniquifier": sessions.new_name(), "is_administrator": True})
