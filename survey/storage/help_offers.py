"""A body's directory of help: kept as a whole, and found for one firm by where it is and how large."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from reports.firm.house import Help
from survey.profiles import profile_row
from survey.storage.campaigns.finding import lists_of
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow, CampaignRow, HelpRow, OrganisationRow


@dataclass(frozen=True)
class Offer:
    """An entry of the directory.

    ``about``: id of an action or a theme of the instrument. ``region``: a country (ISO 3166-1), a region (ISO 3166-2)
    or one of the body's own by id, "" for everywhere. ``sizes``: of firms that it is for, none for all.
    """

    about: str
    name: str
    link: str = ""
    region: str = ""
    sizes: tuple[str, ...] = ()
    until: date | None = None


def offers(organisation_id: int, instrument: str) -> list[Offer]:
    """The directory of a body for the instrument of this id, in its order."""
    theirs = sa.select(HelpRow).filter_by(organisation_id=organisation_id, instrument=instrument)
    with reading() as session:
        return [_value(row) for row in session.scalars(theirs.order_by(HelpRow.position))]


def replace(organisation_id: int, instrument: str, found: Sequence[Offer]) -> None:
    """Put these in place of the directory for this instrument, all or none."""
    theirs = {"organisation_id": organisation_id, "instrument": instrument}
    rows = [{**theirs, "position": place, **_columns(offer)} for place, offer in enumerate(found)]
    with writing() as session:
        # Held, so that of two who upload at once one comes after the other.
        session.execute(sa.select(OrganisationRow.id).filter_by(id=organisation_id).with_for_update())
        session.execute(sa.delete(HelpRow).filter_by(**theirs))
        if rows:
            session.execute(sa.insert(HelpRow), rows)


def own_regions(organisation_id: int) -> dict[str, str]:
    """The regions of a body's own lists, in all of its campaigns: id → name."""
    theirs = sa.select(CampaignRow.lists).filter_by(organisation_id=organisation_id)
    with reading() as session:
        return {entry.id: entry.name for stored in session.scalars(theirs) for entry in lists_of(stored).region}


def of_assessments(ids: Iterable[int], day: date | None = None) -> dict[int, tuple[Help, ...]]:
    """For each assessment, by row id, the help that the body has for it whose campaign it answers; without any: none.

    ``day``: entries that end before it are left out; today where none is given.
    """
    return _found(_FIRMS.where(AssessmentRow.id.in_(list(ids))), day)


def of_assessment(public_id: str) -> tuple[Help, ...]:
    """The same for one, as of today."""
    return next(iter(_found(_FIRMS.where(AssessmentRow.public_id == public_id), None).values()), ())


def _found(firms: sa.Select[Any], day: date | None) -> dict[int, tuple[Help, ...]]:
    on = day or datetime.now(UTC).date()
    with reading() as session:
        found = session.execute(firms).all()
        bodies = {row.organisation_id for row in found}
        rows = list(session.scalars(_directory(bodies))) if bodies else []
    return {firm.id: tuple(_for(firm, rows, on)) for firm in found}


_FIRMS = (
    sa.select(AssessmentRow.id, AssessmentRow.profile, AssessmentRow.taking_part)
    .add_columns(CampaignRow.organisation_id, CampaignRow.instrument)
    .join(
        CampaignRow,
        sa.or_(
            CampaignRow.id == AssessmentRow.campaign_id,
            sa.and_(AssessmentRow.campaign_id.is_(None), CampaignRow.standing.is_(True)),
        ),
    )
    .where(CampaignRow.organisation_id.is_not(None))
)


def _directory(bodies: Iterable[int]) -> sa.Select[HelpRow]:
    return sa.select(HelpRow).where(HelpRow.organisation_id.in_(list(bodies))).order_by(HelpRow.position)


def _for(firm: Any, rows: Sequence[HelpRow], day: date) -> Iterator[Help]:
    instrument, places, size = firm.instrument.partition("@")[0], _places(firm), _size(firm.profile)
    for row in rows:
        if (row.organisation_id, row.instrument) != (firm.organisation_id, instrument):
            continue
        fits = (not row.region or row.region in places) and (not row.sizes or size in row.sizes)
        if fits and (row.valid_until is None or row.valid_until >= day):
            yield Help(row.about, row.name, row.link, row.valid_until)


def _places(firm: Any) -> set[str]:
    """Where a firm is, by every name that an entry may have for it."""
    profile: Mapping[str, Any] = firm.profile
    region = str(profile.get("region") or "")
    country = str(profile.get("country") or "") or region.partition("-")[0]
    return {str(firm.taking_part.get("region") or ""), region, country} - {""}


def _size(profile: Mapping[str, Any]) -> str:
    """The size class; "" where it is not known, and then only what is for all sizes fits."""
    return str(profile_row(profile).get("size") or "")


def _value(row: HelpRow) -> Offer:
    return Offer(row.about, row.name, row.link, row.region, tuple(row.sizes), row.valid_until)


def _columns(offer: Offer) -> dict[str, Any]:
    return {
        "about": offer.about,
        "name": offer.name,
        "link": offer.link,
        "region": offer.region,
        "sizes": list(offer.sizes),
        "valid_until": offer.until,
    }
