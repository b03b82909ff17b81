"""Links that set a password, confirm an address or move an account to another one. Nothing of them is stored.

Each names the account and a trace of its present state: once the password was set (or the sessions were ended), no
link that was made before opens anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from survey.accounts import keys
from survey.storage import accounts, organisations
from survey.storage.accounts import Account
from survey.storage.tokens import digest

Kind = Literal["set", "confirm", "address"]

GOOD_FOR = {"set": timedelta(hours=24), "confirm": timedelta(days=3), "address": timedelta(hours=24)}

PATHS = {"set": "/account/set/", "confirm": "/account/confirm/", "address": "/account/address/"}
"""Where each is opened: also said by those who make links without a page, the worker and the command line."""

PLACEHOLDER = "first-administrator"
"""Stands for the address of the first administrator until that person has said one; no address looks like it."""


@dataclass(frozen=True)
class Ticket:
    """What a link says. ``email``: where it went to or leads to; ``vouched``: whoever has it is who that address says,
    since it came by mail or from whoever runs the site. ``member_of``: the organisation whose owner made it.
    """

    account: Account
    email: str
    vouched: bool
    member_of: int | None


def make(kind: Kind, account: Account, *, email: str = "", vouched: bool = False, member_of: int | None = None) -> str:
    """The path of a link."""
    said = {"id": account.id, "state": _state(account), "email": email, "vouched": vouched, "member_of": member_of}
    return PATHS[kind] + keys.seal(kind, {name: value for name, value in said.items() if value})


def read(kind: Kind, sealed: str) -> Ticket | None:
    """What the link says, if it still holds."""
    said = keys.unseal(kind, sealed, GOOD_FOR[kind])
    account = accounts.find("id", said["id"]) if said else None
    if said is None or account is None or not account.active or said["state"] != _state(account):
        return None
    ticket = Ticket(account, said.get("email", ""), said.get("vouched", False), said.get("member_of"))
    if ticket.member_of is not None and not only_member_of(account, ticket.member_of):
        return None
    return ticket


def only_member_of(account: Account, organisation_id: int) -> bool:
    """Whether the account reaches nothing but this organisation, so that its owner may let the person in again.

    Otherwise an owner could take over what others entrusted to the same person.
    """
    theirs = [one.organisation_id for one in organisations.memberships(account.id)]
    return not account.is_administrator and theirs == [organisation_id]


def _state(account: Account) -> str:
    # 128 bits are enough for a trace that cannot be sought: links are short enough to be photographed.
    return digest(f"{account.fs_uniquifier} {account.password} {account.email}")[:32]
