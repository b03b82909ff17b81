"""Filling a database with what a visitor looks around in: three organisations, their accounts and 400 firms."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from survey import instruments
from survey.accounts import passwords, sessions
from survey.demo import campaign
from survey.demo.firms import MARK, invented, of_no_organisation
from survey.storage import accounts, help_offers, inventing
from survey.storage.campaigns import inventing as campaigns
from survey.storage.inventing import Called, InventedFirm
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
        if shown.kind == "consultancy":
            inventing.add(instruments.current(), _firms(shown, shown.firms), organisation)
        else:
            _call(shown, organisation)
    return password


def remove() -> None:
    """Delete all that ``fill`` wrote, with whatever visitors did to it since."""
    inventing.remove(shown.address for shown in SHOWN)


def _call(shown: Shown, organisation: int) -> None:
    """A body has no clients: its firms answer its campaign, all of them began, and others were asked in vain so far."""
    instrument, today = instruments.current(), now().date()
    enough = _firms(shown, 2 * shown.firms)
    firms = campaign.taking_part(of_no_organisation(enough)[: shown.firms], shown.seed)
    began = {firm.name for firm in firms}
    silent = [firm for firm in enough if firm.name not in began][: shown.firms // 4]
    number = campaigns.begin(organisation, campaign.campaign(instrument, today))
    came = [firm for firm in firms if firm.invited]
    invitations = campaigns.invite(number, [campaign.guest(firm) for firm in (*came, *silent)])
    by_code = dict(zip((firm.name for firm in came), invitations, strict=False))
    inventing.add(instrument, firms, None, Called(number, by_code))
    help_offers.replace(organisation, instrument.id, campaign.help_offers(today))


def _firms(shown: Shown, number: int) -> list[InventedFirm]:
    return invented(instruments.current(), number, now(), shown.seed)


def _may_sign_in(password: str) -> dict[str, object]:
    return {
        "password": passwords.hashed(password),
        "fs_uniquifier": sessions.new_name(),
        "confirmed_at": now(),
    }
