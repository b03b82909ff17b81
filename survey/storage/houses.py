"""How an organisation hands out reports: kept, changed, frozen with a batch, and read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa

from reports.firm.house import Advice, House
from reports.firm.values import Branding
from scoring.adaptation import Adaptation
from survey.storage import help_offers
from survey.storage.adapting import Entry, entry_of, with_entry
from survey.storage.database import reading, writing
from survey.storage.finding import MEMBERS
from survey.storage.models import AssessmentRow, ClientRow, HouseRow, OrganisationRow, now
from survey.storage.tracing import trace
from survey.storage.values import Assessment


@dataclass(frozen=True)
class Look:
    """What an organisation says in its own words and colours on every report; ``day_rate``: EUR, None as usual."""

    accent: str = ""
    second: str = ""
    contact: str = ""
    letter: str = ""
    offer: str = ""
    day_rate: float | None = None


class NoSuchOrganisationError(LookupError):
    """It was deleted, perhaps a moment ago by a colleague."""


def house(organisation_id: int) -> House:
    """How the organisation hands out reports: under its name, and otherwise as it decided."""
    query = _HOUSES.where(OrganisationRow.id == organisation_id)
    with reading() as session:
        name, row = session.execute(query).one()
        return _value(name, row)


def adaptations(organisation_id: int) -> Mapping[str, Adaptation]:
    """What the organisation changed about the actions of each instrument, by its id."""
    with reading() as session:
        stored = session.scalar(sa.select(HouseRow.adaptations).filter_by(organisation_id=organisation_id))
    return _adaptations(stored or {})


def house_of(assessment: Assessment) -> House:
    """How reports of this assessment go out: as the organisation decided whose client the firm is.

    Where there is none, or for the firm's own eyes and its readers' once it ended sharing, as Waymark's. With the help
    that the body has for the firm whose campaign it answers.
    """
    return replace(_house_of(assessment), help=help_offers.of_assessment(assessment.public_id))


def _house_of(assessment: Assessment) -> House:
    if assessment.organisation is None:
        return House()
    # An assessment that is not this organisation's by now is nobody's house.
    mine = AssessmentRow.public_id == assessment.public_id
    shared = sa.true() if assessment.role in MEMBERS else AssessmentRow.unshared_at.is_(None)
    query = _HOUSES.join(ClientRow, ClientRow.organisation_id == OrganisationRow.id).join(
        AssessmentRow, AssessmentRow.client_id == ClientRow.id
    )
    with reading() as session:
        found = session.execute(query.where(mine, shared)).one_or_none()
        return _value(*found) if found else House()


def advice_of(assessment: Assessment) -> Advice:
    """What the adviser says about this roadmap to whoever asks; it came with the assessment, and costs no query."""
    return assessment.advice


def look_of(house: House) -> Look:
    branding = house.branding
    return Look(branding.accent, branding.second, branding.contact, house.letter, house.offer, house.day_rate)


def set_look(organisation_id: int, look: Look, *, seen: str) -> Look | None:
    """Keep the look; ``seen``: the ``trace`` of what the page was drawn with.

    Returns None once it is written. Where a colleague has written something else meanwhile, that is returned and
    nothing is written. Raises ``NoSuchOrganisationError``, as all that write here.
    """
    with _held(organisation_id) as row:
        stored = look_of(_value("", row))
        if trace(stored) != seen and stored != look:
            return stored
        for name, value in asdict(look).items():
            setattr(row, name, value)
        return None


def set_logo(organisation_id: int, logo: bytes, *, seen: str) -> bool:
    """Keep this as ``reports.logo.prepared`` made it, or none; whether it is written: by the same rule as the look."""
    with _held(organisation_id) as row:
        stored = row.logo or b""
        if trace(stored) != seen and stored != logo:
            return False
        row.logo = logo or None
        return True


def adapt(organisation_id: int, instrument: str, action: str, entry: Entry, *, seen: str) -> Entry | None:
    """Keep what is said of one action of the instrument of this id, by the same rule as the look."""
    with _held(organisation_id) as row:
        adaptation = _adaptations(row.adaptations).get(instrument, Adaptation())
        stored = entry_of(adaptation, action)
        if trace(stored) != seen and stored != entry:
            return stored
        _write_adaptation(row, instrument, with_entry(adaptation, action, entry))
        return None


def set_adaptation(organisation_id: int, instrument: str, adaptation: Adaptation, *, seen: str) -> bool:
    """Keep all that is said of the actions of an instrument; whether it is written: by the same rule as the look."""
    with _held(organisation_id) as row:
        stored = _adaptations(row.adaptations).get(instrument, Adaptation())
        if trace(stored) != seen and stored != adaptation:
            return False
        _write_adaptation(row, instrument, adaptation)
        return True


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


_HOUSES = sa.select(OrganisationRow.name, HouseRow).outerjoin(HouseRow, HouseRow.organisation_id == OrganisationRow.id)


@contextmanager
def _held(organisation_id: int) -> Iterator[HouseRow]:
    """The row of the house, held with its organisation, so that two who are the first to write do not both add it."""
    with writing() as session:
        held = sa.select(OrganisationRow.id).filter_by(id=organisation_id).with_for_update()
        if session.scalar(held) is None:
            raise NoSuchOrganisationError
        row = session.get(HouseRow, organisation_id)
        if row is None:
            row = HouseRow(organisation_id=organisation_id, adaptations={}, revision=0, **asdict(Look()))
            session.add(row)
        before = _state(row)
        yield row
        if _state(row) != before:
            row.revision += 1
            row.updated_at = now()


def _state(row: HouseRow) -> str:
    return trace([asdict(look_of(_value("", row))), trace(row.logo or b""), row.adaptations])


def _write_adaptation(row: HouseRow, instrument: str, adaptation: Adaptation) -> None:
    others = {name: stored for name, stored in row.adaptations.items() if name != instrument}
    said = {instrument: adaptation.model_dump(mode="json")} if adaptation != Adaptation() else {}
    row.adaptations = others | said


def _value(name: str, row: HouseRow | None) -> House:
    if row is None:
        return House(Branding(name))
    branding = Branding(name, row.accent, row.contact, row.second, row.logo or b"")
    return House(branding, row.letter, row.offer, row.day_rate, _adaptations(row.adaptations))


def _adaptations(stored: Mapping[str, Any]) -> dict[str, Adaptation]:
    return {name: Adaptation.model_validate(adaptation) for name, adaptation in stored.items()}
