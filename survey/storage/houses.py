"""How an organisation hands out reports: kept, frozen with a batch, and read back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from reports.firm.house import House
from reports.firm.values import Branding
from scoring.adaptation import Adaptation
from survey.storage.database import reading
from survey.storage.models import HouseRow, OrganisationRow


def house(organisation_id: int) -> House:
    """How the organisation hands out reports: under its name, and otherwise as it decided."""
    query = sa.select(OrganisationRow.name, HouseRow).outerjoin(
        HouseRow, HouseRow.organisation_id == OrganisationRow.id
    )
    with reading() as session:
        name, row = session.execute(query.where(OrganisationRow.id == organisation_id)).one()
        return _value(name, row) if row else House(Branding(name))


def to_json(house: House) -> dict[str, Any]:
    """All but the logo, which is no text."""
    branding = house.branding
    return {
        "organisation": branding.organisation,
        "accent": branding.accent,
        "second": branding.second,
        "contact": branding.contact,
        "letter": house.letter,
        "offer": house.offer,
        "day_rate": house.day_rate,
        "adaptations": {name: adaptation.model_dump(mode="json") for name, adaptation in house.adaptations.items()},
    }


def from_json(stored: Mapping[str, Any], logo: bytes | None) -> House:
    """The house that ``to_json`` was given."""
    branding = Branding(stored["organisation"], stored["accent"], stored["contact"], stored["second"], logo or b"")
    return House(branding, stored["letter"], stored["offer"], stored["day_rate"], _adaptations(stored["adaptations"]))


def _value(name: str, row: HouseRow) -> House:
    branding = Branding(name, row.accent, row.contact, row.second, row.logo or b"")
    return House(branding, row.letter, row.offer, row.day_rate, _adaptations(row.adaptations))


def _adaptations(stored: Mapping[str, Any]) -> dict[str, Adaptation]:
    return {name: Adaptation.model_validate(adaptation) for name, adaptation in stored.items()}
