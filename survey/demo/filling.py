"""Filling a database with what a visitor looks around in: three organisations, their accounts and 400 firms."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from survey import instruments
from survey.accounts import passwords, sessions
from survey.demo.firms import MARK, invented, of_no_organisation
from survey.storage import accounts, inventing
from survey.storage.inventing import InventedFirm
from survey.storage.models import now
from survey.storage.values import OrganisationKind


@dataclass(frozen=True)
class Shown:
    """An organisation to look around in, with the person who leads it and how many firms it has."""

    name: str
    kind: OrganisationKind
    person: str
    address: str
    firms: int
    seed: int


SHOWN = (
    Shown(f"Harbour Advisers {MARK}", "consultancy", "Mara Quill", "mara@harbour.example", 170, 11),
    Shown(f"Northlight Consulting {MARK}", "consultancy", "Tomas Reed", "tomas@northlight.example", 130, 12),
    Shown(f"Chamber of Three Rivers {MARK}", "body", "Ines Vale", "ines@chamber.example", 100, 13),
)


def fill() -> str:
    """Write everything; returns the password of the three accounts. Call within the application's context."""
    password = secrets.token_urlsafe(9)
    for shown in SHOWN:
        account = accounts.add({"email": shown.address, "name": shown.person, **_may_sign_in(password)})
        organisation = inventing.found(shown.name, shown.kind, account.id)
        firms, owner = _firms(shown), organisation if shown.kind == "consultancy" else None
        inventing.add(instruments.current(), firms, owner)
    return password


def remove() -> None:
    """Delete all that ``fill`` wrote, with whatever visitors did to it since."""
    inventing.remove(shown.address for shown in SHOWN)


def _firms(shown: Shown) -> list[InventedFirm]:
    """Its firms; a body has no clients, so those of one came by themselves, and all of them began."""
    if shown.kind == "consultancy":
        return invented(instruments.current(), shown.firms, now(), shown.seed)
    enough = invented(instruments.current(), 2 * shown.firms, now(), shown.seed)
    return of_no_organisation(enough)[: shown.firms]


def _may_sign_in(password: str) -> dict[str, object]:
    return {
        "password": passwords.hashed(password),
        "fs_uniquifier": sessions.new_name(),
        "confirmed_at": now(),
    }
